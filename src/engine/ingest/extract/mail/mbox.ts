// Mailboxes (RFC 4155 and the flavours around it): each message is a page, named by its subject.
import type { Email } from 'postal-mime';
import { attachmentsOf, mailOf, parseMail } from './eml.ts';
import type { EmbeddedFile, Extracted, ExtractInput } from '../extracted.ts';
import { joinPages, type PiecePage } from '../flat-text.ts';
import { mailPieces } from './mail-pieces.ts';
import { isEnvelope } from '../sniff/sniff-mail.ts';

export async function extractMbox({
  bytes,
  maxTextLength,
}: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Promise<Extracted> {
  const pages: PiecePage[] = [];
  const embedded: EmbeddedFile[] = [];
  let length = 0;
  for (const message of splitMailbox(bytes)) {
    const email = await parseMail(message).catch(() => null);
    const page = email ? pageOf(email) : { pieces: [] };
    pages.push(page);
    // Attachments lie in a folder named by the number of their message.
    if (email) embedded.push(...attachmentsOf(email, `${pages.length}/`));
    for (const { text } of page.pieces) length += text.length;
    // What is cut off anyway need not be read; one unit too many shows that it was cut.
    if (length > maxTextLength) break;
  }
  return {
    format: 'mbox',
    ...joinPages(pages, maxTextLength),
    title: null,
    hasLines: false,
    partial: null,
    embedded,
  };
}

function pageOf(email: Email): PiecePage & { pieces: { text: string }[] } {
  const mail = mailOf(email);
  const label = mail.subject ?? mail.from;
  return { ...(label !== '' && { label }), pieces: mailPieces(mail) };
}

/** The messages of a mailbox, each without the `From ` line before it and the `>` that guards others. */
export function* splitMailbox(bytes: Uint8Array): Generator<Uint8Array> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let start = 0;
  while (start < buffer.length) {
    const next = nextMessage(buffer, start + 1);
    yield unguarded(buffer.subarray(lineAfter(buffer, start), next));
    start = next;
  }
}

/** Where the next `From ` line behind an empty line begins, or the end. */
function nextMessage(buffer: Buffer, from: number): number {
  for (let at = from; ;) {
    const found = buffer.indexOf('\nFrom ', at);
    if (found < 0) return buffer.length;
    const before = buffer[found - 1] === 0x0d ? found - 2 : found - 1;
    const line = buffer.toString('latin1', found + 1, Math.min(found + 300, buffer.length));
    if (buffer[before] === 0x0a && isEnvelope(line)) return found + 1;
    at = found + 1;
  }
}

function lineAfter(buffer: Buffer, at: number): number {
  const newline = buffer.indexOf(0x0a, at);
  return newline < 0 ? buffer.length : newline + 1;
}

function unguarded(message: Buffer): Buffer {
  if (!message.includes('\n>From ') && !message.includes('\n>>From ')) return message;
  return Buffer.from(message.toString('latin1').replace(/^>(>*From )/gm, '$1'), 'latin1');
}
