// Mails as they were sent (RFC 5322, MIME), by postal-mime. A mail that is attached to another is
// a document of its own and is not read here.
import PostalMime, { type Address, type Attachment, decodeWords, type Email } from 'postal-mime';
import { LorekeepError } from '../../../../shared/errors.ts';
import type { EmbeddedFile, Extracted, ExtractInput } from '../extracted.ts';
import { joinPieces } from '../flat-text.ts';
import { type Mail, mailPieces, showAddress } from './mail-pieces.ts';
import { mendCharset } from './mend-charset.ts';

export async function extractEml({
  bytes,
  maxTextLength,
}: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Promise<Extracted> {
  const email = await parseMail(bytes);
  const mail = mailOf(email);
  return {
    format: 'eml',
    ...joinPieces(mailPieces(mail), maxTextLength),
    title: mail.subject,
    pages: null,
    hasLines: false,
    partial: null,
    embedded: attachmentsOf(email),
  };
}

/** The attachments that a person sees: no signatures, no pictures that belong to the HTML. */
export function attachmentsOf(email: Email, folder = ''): EmbeddedFile[] {
  return email.attachments.filter(isSeen).map((attachment) => {
    const { content, filename } = attachment;
    const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);
    const unnamed = attachment.mimeType === 'message/rfc822' ? 'message.eml' : 'attachment';
    return {
      name: folder + (filename?.trim() ? filename : unnamed),
      size: bytes.length,
      modifiedAt: null,
      read: () => bytes,
    };
  });
}

function isSeen({ filename, mimeType, disposition, related }: Attachment): boolean {
  if (/^application\/(?:(?:x-)?pkcs7-signature|pgp-signature)$/.test(mimeType)) return false;
  if (related && mimeType.startsWith('image/')) return false;
  return Boolean(filename) || disposition === 'attachment' || mimeType === 'message/rfc822';
}

/** @throws LorekeepError FILE_DAMAGED where headers or parts are nested beyond reason */
export async function parseMail(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(withoutEnvelope(bytes), { forceRfc822Attachments: true });
  } catch (error) {
    throw new LorekeepError('FILE_DAMAGED', {}, error);
  }
}

export function mailOf(email: Email): Mail {
  const header = (key: string): string =>
    decodeWords(email.headers.find((one) => one.key === key)?.value ?? '');
  return {
    subject: email.subject?.replace(/\s+/g, ' ').trim() || null,
    from: showAll(email.from ? [email.from] : []) || header('from'),
    to: showAll(email.to ?? []),
    cc: showAll(email.cc ?? []),
    date: header('date'),
    text: email.text === undefined ? null : mendCharset(email.text),
    html: email.html === undefined ? null : mendCharset(email.html),
  };
}

function showAll(addresses: readonly Address[]): string {
  return addresses
    .map((one) =>
      one.group === undefined
        ? showAddress(one.name, one.address)
        : `${one.name}: ${showAll(one.group)}`,
    )
    .join(', ');
}

/** A mail taken out of a mailbox begins with the mailbox's own line, others with empty ones. */
function withoutEnvelope(bytes: Uint8Array): Uint8Array {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1000));
  return bytes.subarray(/^(?:\s*From [^\r\n]*\r?\n|\s+(?=[\w-]+:))?/.exec(head)![0].length);
}
