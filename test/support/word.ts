// Writes small Word 97 documents (MS-DOC) for tests: the text in pieces, properties in one page.
import { writeOle } from './ole.ts';

interface Line {
  /** Without the sign that ends it; a cell's is \u0007. */
  text: string;
  end?: '\r' | '\u0007' | '\f';
  /** Style: 0 normal, 1–9 headings. */
  style?: number;
  /** Bytes of further properties. */
  properties?: readonly number[];
}

interface WordOptions {
  body: readonly Line[];
  footnotes?: string;
  headers?: string;
  comments?: string;
  /** Keeps the text in one byte a character (Windows-1252). */
  narrow?: boolean;
  encrypted?: boolean;
}

/** Properties of paragraphs: in a table, end of a row, row of column names, item of a list. */
export const inTable = [0x16, 0x24, 1];
export const endsRow = [...inTable, 0x17, 0x24, 1];
export const headerRow = [...endsRow, 0x04, 0x34, 1];
export const listItem = (depth: number): number[] => [0x0b, 0x46, 1, 0, 0x0a, 0x26, depth];

const textAt = 0x800;
const page = 512;

export function writeDoc(options: WordOptions): Uint8Array {
  const { body, footnotes = '', headers = '', comments = '', narrow, encrypted } = options;
  const width = narrow ? 1 : 2;
  const main = body.map(({ text, end = '\r' }) => text + end).join('');
  const text = main + footnotes + headers + comments;
  const bytes = Buffer.from(text, narrow ? 'latin1' : 'utf16le');
  const pageAt = Math.ceil((textAt + bytes.length) / page) * page;
  const stream = Buffer.alloc(pageAt + page);
  bytes.copy(stream, textAt);
  writePage(stream.subarray(pageAt), body, width);
  const pieces = Buffer.alloc(5 + 8 + 8);
  pieces[0] = 2;
  pieces.writeUInt32LE(16, 1);
  pieces.writeUInt32LE(text.length, 9);
  pieces.writeUInt32LE(narrow ? (textAt * 2) | 0x40000000 : textAt, 15);
  const places = Buffer.alloc(12);
  places.writeUInt32LE(textAt, 0);
  places.writeUInt32LE(textAt + bytes.length, 4);
  places.writeUInt32LE(pageAt / page, 8);
  stream.writeUInt16LE(0xa5ec, 0);
  stream.writeUInt16LE(0xc1, 2);
  stream.writeUInt16LE(0x0200 | (encrypted ? 0x0100 : 0), 0x0a);
  stream.writeInt32LE(main.length, 0x4c);
  stream.writeInt32LE(footnotes.length, 0x50);
  stream.writeInt32LE(headers.length, 0x54);
  stream.writeInt32LE(comments.length, 0x5c);
  stream.writeUInt32LE(0, 0x1a2);
  stream.writeUInt32LE(pieces.length, 0x1a6);
  stream.writeUInt32LE(pieces.length, 0x102);
  stream.writeUInt32LE(places.length, 0x106);
  return writeOle({ WordDocument: stream, '1Table': Buffer.concat([pieces, places]) });
}

function writePage(target: Buffer, lines: readonly Line[], width: number): void {
  let at = textAt;
  // Properties grow from the end of the page towards its start.
  let free = page - 2;
  lines.forEach(({ text, style = 0, properties = [] }, i) => {
    target.writeUInt32LE(at, 4 * i);
    at += (text.length + 1) * width;
    const size = 2 + properties.length + (properties.length % 2 === 0 ? 1 : 0);
    free -= size + 1;
    free -= free % 2;
    target[free] = (size + 1) / 2;
    target.writeUInt16LE(style, free + 1);
    target.set(properties, free + 3);
    target[4 * (lines.length + 1) + 13 * i] = free / 2;
  });
  target.writeUInt32LE(at, 4 * lines.length);
  target[page - 1] = lines.length;
}

/** A Word 6 document: one run of bytes in the code page of a language. */
export function writeWord6(text: Uint8Array, language: number): Uint8Array {
  const stream = Buffer.alloc(textAt + text.length);
  stream.writeUInt16LE(0xa5dc, 0);
  stream.writeUInt16LE(101, 2);
  stream.writeUInt16LE(language, 6);
  stream.writeUInt32LE(textAt, 0x18);
  stream.writeUInt32LE(textAt + text.length, 0x1c);
  stream.writeInt32LE(text.length, 0x34);
  stream.set(text, textAt);
  return writeOle({ WordDocument: stream });
}
