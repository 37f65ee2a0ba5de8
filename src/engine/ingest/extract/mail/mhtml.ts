// Web pages saved with all that belongs to them (MHTML, RFC 2557): only the page itself is read,
// not its frames, pictures or styles.
import { decodeWords } from 'postal-mime';
import { LorekeepError } from '../../../../shared/errors.ts';
import { parseMail } from './eml.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { htmlToText } from '../html/html.ts';
import { joinPieces } from '../flat-text.ts';
import { mailPieces } from './mail-pieces.ts';

export async function extractMhtml({
  bytes,
  maxTextLength,
}: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Promise<Extracted> {
  const page = await parseMail(rootPart(bytes));
  const base = { format: 'mhtml', pages: null, hasLines: false, partial: null } as const;
  if (page.html !== undefined) {
    const extracted = htmlToText(page.html, maxTextLength);
    return { ...extracted, ...base, title: extracted.title ?? statedSubject(bytes) };
  }
  const body = { subject: null, from: '', to: '', cc: '', date: '', html: null };
  const pieces = mailPieces({ ...body, text: page.text ?? '' });
  return { ...base, ...joinPieces(pieces, maxTextLength), title: statedSubject(bytes) };
}

/** The part that `start` names, else the first that is HTML: a MIME message in itself. */
function rootPart(bytes: Uint8Array): Uint8Array {
  const head = headOf(bytes);
  const boundary = parameter(head, 'boundary');
  if (boundary === null) return bytes;
  const start = parameter(head, 'start');
  const parts = partsOf(bytes, boundary);
  const heads = parts.map((part) => headOf(part));
  const named = start === null ? -1 : heads.findIndex((one) => one.includes(start));
  const html = heads.findIndex((one) =>
    /^content-type:\s*(?:text\/html|application\/xhtml)/im.test(one),
  );
  const nested = heads.findIndex((one) => /^content-type:\s*multipart\//im.test(one));
  const root = parts[[named, html, nested, 0].find((i) => i >= 0) ?? 0];
  if (!root) throw new LorekeepError('FILE_DAMAGED');
  return root;
}

/** Where the parts of a multipart message are many, those behind this one are never the page. */
const maxParts = 1000;

function partsOf(bytes: Uint8Array, boundary: string): Uint8Array[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mark = `\n--${boundary}`;
  const parts: Uint8Array[] = [];
  for (let at = buffer.indexOf(mark); at >= 0 && parts.length < maxParts;) {
    const behind = at + mark.length;
    if (buffer.toString('latin1', behind, behind + 2) === '--') break;
    const next = buffer.indexOf(mark, behind);
    const start = buffer.indexOf(0x0a, behind) + 1;
    if (start > 0) parts.push(buffer.subarray(start, next < 0 ? buffer.length : next));
    at = next;
  }
  return parts;
}

/** The unfolded headers of a message or part. */
function headOf(bytes: Uint8Array): string {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 16 * 1024));
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  return text.slice(0, end).replace(/\r?\n[ \t]+/g, ' ');
}

function parameter(head: string, name: string): string | null {
  const line = /^content-type:.*$/im.exec(head)?.[0] ?? '';
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(line);
  return found?.[1] ?? found?.[2] ?? null;
}

function statedSubject(bytes: Uint8Array): string | null {
  const subject = /^subject:(.*)$/im.exec(headOf(bytes))?.[1]?.trim() ?? '';
  return decodeWords(subject) || null;
}
