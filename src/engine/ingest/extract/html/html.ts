// HTML as a person reads it. Pages bring menus and footers along: where the page itself marks
// its main part, and most of the words are there, only that is taken.
import { decodeText } from '../decode.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { joinPieces, type Piece } from '../flat-text.ts';
import { type HtmlPiece, type HtmlPieces, readHtml } from './html-pieces.ts';

/** How far into the file a charset is looked for, in bytes: browsers stop at 1,024, real pages do not. */
const charsetWithin = 64 * 1024;

export function extractHtml(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  return { ...htmlToText(decodeHtml(input.bytes), input.maxTextLength), format: 'html' };
}

/** Bytes of HTML as text, by the charset they declare. */
export function decodeHtml(bytes: Uint8Array): string {
  return decodeText(bytes, declaredCharset(bytes));
}

/** The text and structure of HTML, whatever made it. */
export function htmlToText(html: string, maxLength: number): Omit<Extracted, 'format'> {
  const page = readHtml(html);
  const { text, blocks } = joinPieces(readablePieces(page), maxLength);
  const first = blocks.find((block) => block.kind === 'heading' && block.level === 1);
  return {
    text,
    title: page.title ?? (first ? text.slice(first.start, first.end) : null),
    blocks,
    pages: null,
    hasLines: false,
    partial: null,
  };
}

/** The pieces that a person reads, for formats that hold HTML among other things. */
export function htmlPieces(html: string): Piece[] {
  return readablePieces(readHtml(html));
}

function readablePieces({ pieces, mains, articles }: HtmlPieces): Piece[] {
  const body = pieces.filter((piece) => !piece.chrome);
  const inMain = mains === 1 ? body.filter((piece) => piece.main > 0) : [];
  const inArticle = articles === 1 ? body.filter((piece) => piece.article > 0) : [];
  const all = lengthOf(body);
  const chosen = [inMain, inArticle].find((part) => lengthOf(part) * 2 > all) ?? body;
  // A page made of nothing but navigation is still better found than lost.
  return (chosen.length > 0 ? chosen : pieces).map(({ piece }) => piece);
}

function lengthOf(pieces: readonly HtmlPiece[]): number {
  return pieces.reduce((total, { piece }) => total + piece.text.length, 0);
}

/** The charset named by a meta tag or an XML declaration, or null. */
function declaredCharset(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, charsetWithin));
  const named =
    /<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head) ??
    /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)/i.exec(head);
  return named?.[1]?.toLowerCase() ?? null;
}
