// Outlook items (MS-OXMSG), by msgreader: the same shape as a mail.
import type * as msgReader from '@kenjiuno/msgreader';
import { createRequire } from 'node:module';
import { LorekeepError } from '../../../../shared/errors.ts';
import { decodeHtml } from '../html/html.ts';
import type { EmbeddedFile, Extracted, ExtractInput } from '../extracted.ts';
import { joinPieces } from '../flat-text.ts';
import { type Mail, mailPieces, showAddress } from './mail-pieces.ts';

// Required, as its default export is one thing to Node and another to bundlers.
const { default: MsgReader } = createRequire(import.meta.url)(
  '@kenjiuno/msgreader',
) as typeof msgReader.default;

type Reader = InstanceType<typeof MsgReader>;
type Fields = ReturnType<Reader['getFileData']>;

export function extractMsg({
  bytes,
  maxTextLength,
}: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const { reader, fields } = openItem(bytes);
  const mail = mailOf(fields);
  return {
    format: 'msg',
    ...joinPieces(mailPieces(mail), maxTextLength),
    title: mail.subject,
    pages: null,
    hasLines: false,
    partial: null,
    embedded: attachmentsOf(reader, fields),
  };
}

/** @throws LorekeepError FILE_DAMAGED */
function openItem(bytes: Uint8Array): { reader: Reader; fields: Fields } {
  try {
    const reader = new MsgReader(new Uint8Array(bytes).buffer);
    const fields = reader.getFileData();
    if (fields.error !== undefined) throw new Error(fields.error);
    return { reader, fields };
  } catch (error) {
    throw new LorekeepError('FILE_DAMAGED', {}, error);
  }
}

function attachmentsOf(reader: Reader, { attachments = [] }: Fields): EmbeddedFile[] {
  return attachments
    .filter((one) => !one.attachmentHidden && !isInline(one))
    .map((one) => ({
      name: nameOf(one),
      // What an attached item unpacks to is known only then; it was part of this file.
      size: one.contentLength ?? 0,
      modifiedAt: null,
      read() {
        try {
          return new Uint8Array(reader.getAttachment(one).content);
        } catch (error) {
          throw new LorekeepError('FILE_DAMAGED', {}, error);
        }
      },
    }));
}

/** A picture that the HTML body shows is no attachment to whoever reads it. */
function isInline({ pidContentId, attachMimeTag, extension }: Fields): boolean {
  const picture =
    attachMimeTag?.startsWith('image/') ?? /^\.(?:png|jpe?g|gif)$/i.test(extension ?? '');
  return Boolean(pidContentId) && picture;
}

function nameOf({ fileName, fileNameShort, name, innerMsgContent }: Fields): string {
  const stated = [fileName, fileNameShort, name].find((one) => one?.trim()) ?? 'attachment';
  // An attached item is known by its subject.
  return innerMsgContent ? `${stated.replaceAll('/', '-')}.msg` : stated;
}

function mailOf(fields: Fields): Mail {
  const to = (kind: string): string =>
    (fields.recipients ?? [])
      .filter(({ recipType = 'to' }) => recipType === kind)
      .map((one) => showAddress(one.name, one.smtpAddress ?? reachable(one.email)))
      .join(', ');
  const sender = fields.senderSmtpAddress ?? fields.sentRepresentingSmtpAddress;
  return {
    subject: fields.subject?.replace(/\s+/g, ' ').trim() || null,
    from: showAddress(fields.senderName, sender ?? reachable(fields.senderEmail)),
    to: to('to'),
    cc: to('cc'),
    date: fields.clientSubmitTime ?? fields.messageDeliveryTime ?? '',
    text: fields.body ?? null,
    html: fields.bodyHtml ?? (fields.html ? decodeHtml(fields.html) : null),
  };
}

/** Inside a company senders have a directory's path in place of an address: not for reading. */
function reachable(address: string | undefined): string | undefined {
  return address?.includes('@') ? address : undefined;
}
