// The records of a PowerPoint presentation up to 2003 (MS-PPT): a tree, most of it out of date, since
// the program appends what changed and a directory at the end tells which records count.
import { LorekeepError } from '../../../../shared/errors.ts';
import { OleFile } from '../containers/ole.ts';

export interface PptRecord {
  type: number;
  instance: number;
  /** True where it holds records and no data of its own. */
  holdsRecords: boolean;
  /** Range of its content in the stream. */
  start: number;
  end: number;
}

export const pptTypes = {
  document: 1000,
  slide: 1006,
  notes: 1008,
  notesAtom: 1009,
  slidePersist: 1011,
  placeholder: 3011,
  outlineRef: 3998,
  textHeader: 3999,
  textChars: 4000,
  textBytes: 4008,
  cString: 4026,
  textList: 4080,
  userEdit: 4085,
  binaryTagData: 5003,
  directory: 6002,
  comment: 12000,
  shape: 0xf004,
} as const;

const headerLength = 8;
/** Signs of the stream that says who edited last. */
const encryptedToken = 0xf3d1c4df;
const maxEdits = 10_000;
const maxDepth = 100;

export class PptFile {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where the records lie that count, by their number. */
  readonly #places = new Map<number, number>();
  #document: number | null = null;

  /** Throws FILE_LOCKED or FILE_DAMAGED. */
  constructor(bytes: Uint8Array) {
    const file = new OleFile(bytes);
    const entry = file.find('PowerPoint Document');
    if (file.find('EncryptedPackage')) throw new LorekeepError('FILE_LOCKED');
    if (!entry) throw new LorekeepError('FILE_DAMAGED', {}, new Error('no presentation'));
    this.bytes = file.read(entry);
    this.view = viewOf(this.bytes);
    const userEntry = file.find('Current User');
    const user = viewOf(userEntry ? file.read(userEntry) : new Uint8Array());
    if (user.byteLength < 20) return;
    if (user.getUint32(12, true) === encryptedToken) throw new LorekeepError('FILE_LOCKED');
    this.#readEdits(user.getUint32(16, true));
  }

  /** The document's record, or null where it cannot be told. */
  get document(): PptRecord | null {
    const found = this.#document === null ? null : this.numbered(this.#document);
    return found?.type === pptTypes.document ? found : null;
  }

  /** The record with this number. */
  numbered(number: number): PptRecord | null {
    const place = this.#places.get(number);
    return place === undefined ? null : this.#recordAt(place, this.bytes.length);
  }

  /** The records side by side in a range. */
  *records({ start, end }: Pick<PptRecord, 'start' | 'end'>): Generator<PptRecord> {
    for (let at = start; ;) {
      const record = this.#recordAt(at, end);
      if (!record) return;
      yield record;
      at = record.end;
    }
  }

  /** All records in a range and inside those, but for the insides of what `enter` refuses. */
  *descend(
    range: Pick<PptRecord, 'start' | 'end'>,
    enter: (record: PptRecord) => boolean,
    depth = 0,
  ): Generator<PptRecord> {
    for (const record of this.records(range)) {
      yield record;
      if (record.holdsRecords && depth < maxDepth && enter(record)) {
        yield* this.descend(record, enter, depth + 1);
      }
    }
  }

  #recordAt(at: number, limit: number): PptRecord | null {
    if (at + headerLength > limit) return null;
    const first = this.view.getUint16(at, true);
    const type = this.view.getUint16(at + 2, true);
    const start = at + headerLength;
    const end = Math.min(start + this.view.getUint32(at + 4, true), limit);
    const holdsRecords = (first & 0xf) === 0xf || type === pptTypes.binaryTagData;
    return { type, instance: first >> 4, holdsRecords, start, end };
  }

  /** From the last edit to the first: what a later one placed stays. */
  #readEdits(last: number): void {
    const seen = new Set<number>();
    for (let at = last; at > 0 && !seen.has(at) && seen.size < maxEdits;) {
      seen.add(at);
      const edit = this.#recordAt(at, this.bytes.length);
      if (edit?.type !== pptTypes.userEdit || edit.end - edit.start < 28) return;
      // A session of encryption is named by the last edit of a protected file.
      if (edit.end - edit.start >= 32) throw new LorekeepError('FILE_LOCKED');
      this.#document ??= this.view.getUint32(edit.start + 16, true);
      this.#readDirectory(this.view.getUint32(edit.start + 12, true));
      at = this.view.getUint32(edit.start + 8, true);
    }
  }

  #readDirectory(place: number): void {
    const directory = this.#recordAt(place, this.bytes.length);
    if (directory?.type !== pptTypes.directory) return;
    for (let at = directory.start; at + 4 <= directory.end;) {
      const head = this.view.getUint32(at, true);
      at += 4;
      for (let i = 0; i < head >>> 20 && at + 4 <= directory.end; i++, at += 4) {
        const number = (head & 0xfffff) + i;
        if (!this.#places.has(number)) this.#places.set(number, this.view.getUint32(at, true));
      }
    }
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
