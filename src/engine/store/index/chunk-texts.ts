// How a chunk's text stands in its row: as TEXT, or, where that is smaller, as a BLOB that begins
// with the number of a symbol table (symbol-table.ts). Whoever reads or writes `chunks.text` goes
// through here.
//
// Tables are learnt from the texts as they come: one language or kind of file makes bad use of
// another's. They never change and never go, as rows refer to them.
import type { Db } from '../sqlite.ts';
import {
  createPacker,
  createUnpacker,
  type Packer,
  type Padded,
  padded,
  type Symbols,
} from './symbol-table.ts';
import { trainSymbols } from './symbol-training.ts';

/** A value of the column. */
export type StoredText = string | Buffer;

/** Bytes that a table is learnt from: more makes it hardly better. */
export const learntFrom = 32 * 1024;
/** More kinds of text than this share what there is. */
const mostTables = 8;
/** A text that takes so much more than the texts its table was made from is another kind of text. */
const tolerance = 1.3;
/** A further table has to make the texts it was learnt from so much smaller. */
const worthwhile = 0.9;
/** Bytes of strange texts that are kept at most. */
const mostWanted = 256 * 1024;

interface TableRow {
  id: number;
  symbols: Buffer;
  ratio: number;
}

/** Prepares what reads the column. A reader sees each table that the rows it sees refer to. */
export function chunkTextReader(db: Db): (stored: StoredText) => string {
  const select = db
    .prepare<[number], Buffer>('SELECT symbols FROM symbol_tables WHERE id = ?')
    .pluck();
  const tables = new Map<number, ReturnType<typeof createUnpacker>>();
  return (stored) => {
    if (typeof stored === 'string') return stored;
    const id = stored[0] ?? 0;
    let unpack = tables.get(id);
    if (!unpack) {
      const symbols = select.get(id);
      if (!symbols) throw Object.assign(new Error(`symbols ${id}`), { code: 'SQLITE_CORRUPT' });
      unpack = createUnpacker(symbolsOf(symbols));
      tables.set(id, unpack);
    }
    return unpack(stored, 1);
  };
}

/** A table as it is used for writing. */
interface Table {
  id: number;
  packer: Packer;
  /** Packed bytes for each byte of the texts that it was learnt from. */
  ratio: number;
}

export type ChunkTextWriter = ReturnType<typeof chunkTextWriter>;

/** `pack` and `learn` run inside the caller's transaction. */
export function chunkTextWriter(db: Db) {
  const insert = db
    .prepare<[Buffer, number], number>(
      'INSERT INTO symbol_tables (symbols, ratio) VALUES (?, ?) RETURNING id',
    )
    .pluck();
  const select = db.prepare<[], TableRow>('SELECT id, symbols, ratio FROM symbol_tables');
  const texts = db.prepare<[], StoredText>('SELECT text FROM chunks').pluck();

  /** The one that was of use last comes first. */
  let tables: Table[] = [];
  /** Texts that no table suits, and how many bytes of them are waited for. */
  let strange: string[] = [];
  let strangeBytes = 0;
  let wanted = learntFrom;
  let target = Buffer.alloc(0);
  load();

  function load(): void {
    tables = select
      .all()
      .map(({ id, symbols, ratio }) => ({ id, packer: createPacker(symbolsOf(symbols)), ratio }));
    [strange, strangeBytes, wanted] = [[], 0, learntFrom];
    if (tables.length > 0) return;
    // An index that was too small so far to learn from.
    for (const text of texts.iterate()) {
      if (typeof text === 'string') keep(text, Buffer.byteLength(text));
      if (strangeBytes >= wanted) break;
    }
  }

  function keep(text: string, bytes: number): void {
    if (tables.length >= mostTables || wanted > mostWanted) return;
    strange.push(text);
    strangeBytes += bytes;
  }

  /** With the first table that suits, or the best; null if none makes the text smaller. */
  function packed({ source, length }: Padded): { bytes: Buffer | null; suits: boolean } {
    if (target.length < 2 * length + 1) target = Buffer.allocUnsafeSlow(4 * length + 1);
    let bytes: Buffer | null = null;
    for (const table of tables) {
      const end = table.packer.pack(source, length, target, 1);
      if (end < (bytes?.length ?? length)) {
        target[0] = table.id;
        bytes = Buffer.from(target.subarray(0, end));
      }
      if (end - 1 > length * table.ratio * tolerance) continue;
      if (table !== tables[0]) tables = [table, ...tables.filter((one) => one !== table)];
      return { bytes, suits: true };
    }
    return { bytes, suits: false };
  }

  /** Makes a table of texts. False if it would be of little use. */
  function learn(sample: readonly string[]): boolean {
    const symbols = trainSymbols(sample);
    const packer = createPacker(symbols);
    let [bytes, before, after] = [0, 0, 0];
    for (const text of sample.map(padded)) {
      bytes += text.length;
      before += packed(text).bytes?.length ?? text.length;
      after += packer.pack(text.source, text.length, target, 0);
    }
    if (after > before * worthwhile) return false;
    const ratio = after / bytes;
    const id = insert.get(blobOf(symbols), ratio)!;
    tables = [{ id, packer, ratio }, ...tables];
    return true;
  }

  return {
    learn,
    /** What is to be stored of a text. */
    pack(text: string): StoredText {
      if (strangeBytes >= wanted) {
        // What cannot be made smaller is tried again with more of it.
        if (!learn(strange)) wanted *= 2;
        [strange, strangeBytes] = [[], 0];
      }
      const source = padded(text);
      const { bytes, suits } = packed(source);
      if (!suits) keep(text, source.length);
      return bytes ?? text;
    },
    /** Forgets what a transaction did that was rolled back. */
    forget: load,
  };
}

/** Symbols one after the other, each behind its length. */
function blobOf(symbols: Symbols): Buffer {
  return Buffer.concat(symbols.flatMap((symbol) => [Buffer.of(symbol.length), symbol]));
}

function symbolsOf(blob: Buffer): Symbols {
  const symbols: Buffer[] = [];
  for (let at = 0; at < blob.length; at += 1 + blob[at]!) {
    symbols.push(blob.subarray(at + 1, at + 1 + blob[at]!));
  }
  return symbols;
}
