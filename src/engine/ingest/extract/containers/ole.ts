// Reads OLE files (compound files, MS-CFB): the container of Word, Excel and PowerPoint documents
// up to 2003, of Outlook messages and of encrypted documents of any year. Whatever the bytes say,
// no chain of sectors is followed for longer than the file has sectors.
import { LorekeepError } from '../../../../shared/errors.ts';

export interface OleEntry {
  /** Names from the root down, joined with `/`; the root itself is ''. */
  path: string;
  /** True for a stream, false for a storage (a folder of streams). */
  isStream: boolean;
  size: number;
  firstSector: number;
}

const headerLength = 512;
const entryLength = 128;
/** Sector numbers from here on are signs: end of chain, free, part of the table itself. */
const firstSign = 0xfffffffa;
const noEntry = 0xffffffff;
const maxEntries = 100_000;

export function isOle(bytes: Uint8Array): boolean {
  return bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
}

/** An OLE file, opened for reading. Throws FILE_DAMAGED where there is no directory to be found. */
export class OleFile {
  readonly entries: readonly OleEntry[];
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #sectorSize: number;
  readonly #table: number[];
  readonly #miniCutoff: number;
  readonly #miniTable: number[] = [];
  readonly #miniStream: Uint8Array;

  constructor(bytes: Uint8Array) {
    if (!isOle(bytes) || bytes.length < headerLength) throw damaged('no OLE header');
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const shift = this.#view.getUint16(30, true);
    if (shift !== 9 && shift !== 12) throw damaged(`sectors of 2^${shift} bytes`);
    this.#sectorSize = 1 << shift;
    this.#table = this.#readTable();
    this.#miniCutoff = this.#view.getUint32(56, true);
    const directory = this.#chain(this.#view.getUint32(48, true), maxEntries * entryLength);
    this.entries = readDirectory(directory);
    const [root] = this.entries;
    this.#miniStream = root ? this.#chain(root.firstSector, root.size) : new Uint8Array();
    const miniTable = this.#chain(this.#view.getUint32(60, true), bytes.length);
    appendNumbers(this.#miniTable, miniTable);
  }

  /** The entry with this path, whatever the case of its letters. */
  find(path: string): OleEntry | undefined {
    const wanted = path.toLowerCase();
    return this.entries.find((entry) => entry.path.toLowerCase() === wanted);
  }

  /** The content of a stream; shorter than it should be where the file was cut off. */
  read(entry: OleEntry): Uint8Array {
    if (entry.size >= this.#miniCutoff) return this.#chain(entry.firstSector, entry.size);
    const size = 64;
    const parts: Uint8Array[] = [];
    let sector = entry.firstSector;
    for (let left = entry.size; left > 0 && sector < this.#miniTable.length; left -= size) {
      parts.push(this.#miniStream.subarray(sector * size, sector * size + Math.min(size, left)));
      sector = this.#miniTable[sector]!;
    }
    return Buffer.concat(parts);
  }

  /** The table of which sector follows which; its own sectors are listed in the header and on. */
  #readTable(): number[] {
    const table: number[] = [];
    const limit = this.#bytes.length / this.#sectorSize + 1;
    const add = (sector: number): void => {
      if (sector < firstSign && table.length < limit) appendNumbers(table, this.#sector(sector));
    };
    for (let at = 76; at < headerLength; at += 4) add(this.#view.getUint32(at, true));
    let next = this.#view.getUint32(68, true);
    for (let i = 0; next < firstSign && i < limit && table.length < limit; i++) {
      const numbers: number[] = [];
      appendNumbers(numbers, this.#sector(next));
      next = numbers.pop() ?? noEntry;
      numbers.forEach(add);
    }
    return table;
  }

  #chain(first: number, size: number): Uint8Array {
    const parts: Uint8Array[] = [];
    let sector = first;
    let left = Math.min(size, this.#bytes.length);
    while (left > 0 && sector < firstSign) {
      const part = this.#sector(sector).subarray(0, left);
      if (part.length === 0) break;
      parts.push(part);
      left -= part.length;
      sector = this.#table[sector] ?? noEntry;
    }
    return Buffer.concat(parts);
  }

  #sector(number: number): Uint8Array {
    const start = (number + 1) * this.#sectorSize;
    return this.#bytes.subarray(start, start + this.#sectorSize);
  }
}

function appendNumbers(numbers: number[], bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length; at += 4) numbers.push(view.getUint32(at, true));
}

/** The entries by their place in the tree that the directory's records form, the root first. */
function readDirectory(directory: Uint8Array): OleEntry[] {
  const view = new DataView(directory.buffer, directory.byteOffset, directory.byteLength);
  const entries: OleEntry[] = [];
  const seen = new Set<number>();
  const waiting: { id: number; folder: string }[] = [{ id: 0, folder: '' }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const at = next.id * entryLength;
    if (seen.has(next.id) || at + entryLength > directory.length) continue;
    seen.add(next.id);
    const { folder } = next;
    const nameLength = Math.min(Math.max(view.getUint16(at + 64, true) - 2, 0), 62);
    const name = Buffer.from(directory.subarray(at, at + nameLength)).toString('utf16le');
    const type = directory[at + 66];
    const path = next.id === 0 ? '' : folder === '' ? name : `${folder}/${name}`;
    entries.push({
      path,
      isStream: type === 2,
      firstSector: view.getUint32(at + 116, true),
      size: view.getUint32(at + 120, true),
    });
    const child = view.getUint32(at + 76, true);
    if (type !== 2 && child !== noEntry) waiting.push({ id: child, folder: path });
    for (const beside of [view.getUint32(at + 72, true), view.getUint32(at + 68, true)]) {
      if (next.id !== 0 && beside !== noEntry) waiting.push({ id: beside, folder });
    }
  }
  if (entries.length === 0) throw damaged('no OLE directory');
  return entries;
}

function damaged(reason: string): LorekeepError {
  return new LorekeepError('FILE_DAMAGED', {}, new Error(reason));
}
