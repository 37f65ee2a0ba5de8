// The characters of a Word document up to 2003 (MS-DOC) and where each lies in the file. The text is
// kept in pieces, put together by a table; before Word 97 it is one run of bytes.
import iconv from 'iconv-lite';
import { LorekeepError } from '../../../../shared/errors.ts';
import { OleFile } from '../containers/ole.ts';

/** A run of text whose characters lie side by side in the file. */
export interface DocPiece {
  text: string;
  /** Offset in the stream of the first character. */
  offset: number;
  /** Bytes a character: 1 or 2. */
  width: 1 | 2;
}

export interface DocFile {
  pieces: DocPiece[];
  /** Lengths in characters of the parts of the text, in their order. */
  parts: {
    body: number;
    footnotes: number;
    headers: number;
    comments: number;
    endnotes: number;
    boxes: number;
  };
  /** The stream with the text, and the table of where paragraphs' properties lie in it. */
  stream: Uint8Array;
  paragraphTable: Uint8Array;
}

const word97 = 0xc1;
const flags = { encrypted: 0x0100, secondTable: 0x0200 };
/** A Word 6 file names a language, not a code page. By primary language; all others are Western. */
const codePages: Readonly<Record<number, string>> = {
  0x01: 'cp1256',
  0x02: 'cp1251',
  0x05: 'cp1250',
  0x08: 'cp1253',
  0x0d: 'cp1255',
  0x0e: 'cp1250',
  0x15: 'cp1250',
  0x19: 'cp1251',
  0x1a: 'cp1250',
  0x1b: 'cp1250',
  0x1f: 'cp1254',
  0x22: 'cp1251',
};

/** Opens a document. Throws FILE_LOCKED or FILE_DAMAGED. */
export function openDoc(bytes: Uint8Array): DocFile {
  const file = new OleFile(bytes);
  if (file.find('EncryptedPackage')) throw new LorekeepError('FILE_LOCKED');
  const entry = file.find('WordDocument');
  const stream = entry ? file.read(entry) : new Uint8Array();
  const view = viewOf(stream);
  // The mark of Word 6 and later; earlier versions are no OLE files.
  if (stream.length < 0x200 || (view.getUint16(0, true) & 0xff00) !== 0xa500) {
    throw damaged('no Word document');
  }
  const flagBits = view.getUint16(0x0a, true);
  if (flagBits & flags.encrypted) throw new LorekeepError('FILE_LOCKED');
  if (view.getUint16(2, true) < word97) return openWord6(stream, view);
  const table = file.find(flagBits & flags.secondTable ? '1Table' : '0Table');
  const tableStream = table ? file.read(table) : new Uint8Array();
  const part = (at: number): Uint8Array => {
    const start = view.getUint32(at, true);
    return tableStream.subarray(start, start + view.getUint32(at + 4, true));
  };
  const count = (at: number): number => Math.max(view.getInt32(at, true), 0);
  return {
    pieces: readPieces(part(0x1a2), stream),
    parts: {
      body: count(0x4c),
      footnotes: count(0x50),
      headers: count(0x54) + count(0x58),
      comments: count(0x5c),
      endnotes: count(0x60),
      boxes: count(0x64),
    },
    stream,
    paragraphTable: part(0x102),
  };
}

function openWord6(stream: Uint8Array, view: DataView): DocFile {
  const start = view.getUint32(0x18, true);
  const bytes = stream.subarray(start, view.getUint32(0x1c, true));
  const encoding = codePages[view.getUint16(6, true) & 0x3ff] ?? 'cp1252';
  const text = iconv.decode(Buffer.from(bytes), encoding);
  const body = Math.min(Math.max(view.getInt32(0x34, true), 0), text.length);
  return {
    pieces: [{ text, offset: start, width: 1 }],
    parts: { body, footnotes: 0, headers: 0, comments: 0, endnotes: 0, boxes: 0 },
    stream,
    paragraphTable: new Uint8Array(),
  };
}

/** The pieces from the "Clx" (MS-DOC 2.9.38): properties first, which are passed over, then the table. */
function readPieces(clx: Uint8Array, stream: Uint8Array): DocPiece[] {
  const view = viewOf(clx);
  let at = 0;
  while (clx[at] === 1 && at + 3 <= clx.length) at += 3 + view.getUint16(at + 1, true);
  if (clx[at] !== 2 || at + 5 > clx.length) throw damaged('no table of pieces');
  const start = at + 5;
  const size = Math.min(view.getUint32(at + 1, true), clx.length - start);
  const count = Math.max(Math.floor((size - 4) / 12), 0);
  const pieces: DocPiece[] = [];
  let left = stream.length;
  for (let i = 0; i < count && left > 0; i++) {
    const from = view.getUint32(start + 4 * i, true);
    const length = Math.min(view.getUint32(start + 4 * i + 4, true) - from, left);
    const place = view.getUint32(start + 4 * (count + 1) + 8 * i + 2, true);
    if (length <= 0) continue;
    left -= length;
    pieces.push(readPiece(stream, place, length));
  }
  return pieces;
}

function readPiece(stream: Uint8Array, place: number, length: number): DocPiece {
  const narrow = (place & 0x40000000) !== 0;
  const offset = narrow ? (place & 0x3fffffff) / 2 : place & 0x3fffffff;
  const width = narrow ? 1 : 2;
  const bytes = Buffer.from(stream.subarray(offset, offset + length * width));
  const text = narrow ? iconv.decode(bytes, 'cp1252') : bytes.toString('utf16le');
  return { text, offset, width };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(reason: string): LorekeepError {
  return new LorekeepError('FILE_DAMAGED', {}, new Error(reason));
}
