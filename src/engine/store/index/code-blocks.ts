// The writer's side of the codes: places in blocks, changed in the transaction that changes the
// vectors. A reader follows by the version that each changed block gets (code-reader.ts).
import type { Db } from '../sqlite.ts';
import {
  blockBytes,
  chunkAt,
  clearPlace,
  type CodedChunk,
  placesPerBlock,
  writeCode,
} from './codes.ts';
import { codesOf, type Generation } from './vectors.ts';

/** A block gets new vectors while it has so many free places: else many blocks change for few. */
const worthFilling = 16;

interface OpenBlock {
  data: Uint8Array;
  free: number;
  /** No place before this one is free. */
  next: number;
}

/** Every function runs inside the caller's transaction, which ends with `flush`. */
export function codeBlocks(db: Db, generation: Generation) {
  const table = codesOf(generation);
  const selectData = db
    .prepare<[number], Buffer>(`SELECT data FROM ${table} WHERE block = ?`)
    .pluck();
  const selectFree = db
    .prepare<[number], number>(`SELECT free FROM ${table} WHERE block = ?`)
    .pluck();
  const selectRoomy = db
    .prepare<[number], number>(`SELECT block FROM ${table} WHERE free >= ? LIMIT 1`)
    .pluck();
  const selectCount = db
    .prepare<[number], number>('SELECT blocks FROM generations WHERE id = ?')
    .pluck();
  const nextVersion = db
    .prepare<[number, number], number>(
      `UPDATE generations SET version = version + 1, blocks = max(blocks, ?) WHERE id = ?
       RETURNING version`,
    )
    .pluck();
  const upsert = db.prepare(
    `INSERT INTO ${table} (block, version, free, data) VALUES (?, ?, ?, ?)
     ON CONFLICT (block) DO UPDATE SET
       version = excluded.version, free = excluded.free, data = excluded.data`,
  );
  const removeAll = db.prepare(`DELETE FROM ${table}`);
  const noBlocks = db.prepare('UPDATE generations SET blocks = 0 WHERE id = ?');

  /** Blocks that changed since the last flush. */
  const open = new Map<number, OpenBlock>();
  /** The block that new vectors go into; null: it is looked for. */
  let filling: number | null = null;

  function openBlock(block: number): OpenBlock {
    const already = open.get(block);
    if (already) return already;
    const stored = selectData.get(block);
    if (stored && stored.length !== blockBytes(generation.dimensions)) {
      throw Object.assign(new Error(`block ${block} of codes`), { code: 'SQLITE_CORRUPT' });
    }
    const opened = stored
      ? { data: stored, free: selectFree.get(block) ?? 0, next: 0 }
      : { data: new Uint8Array(blockBytes(generation.dimensions)), free: placesPerBlock, next: 0 };
    open.set(block, opened);
    return opened;
  }

  function flush(): void {
    filling = null;
    if (open.size === 0) return;
    const version = nextVersion.get(Math.max(...open.keys()) + 1, generation.id);
    for (const [block, { data, free }] of open) upsert.run(block, version, free, data);
    open.clear();
  }

  function roomyBlock(): number {
    if (filling !== null && open.get(filling)!.free > 0) return filling;
    // What is open is not yet seen by the query.
    flush();
    filling = selectRoomy.get(worthFilling) ?? selectCount.get(generation.id) ?? 0;
    openBlock(filling);
    return filling;
  }

  return {
    /** @returns the vector's place */
    insert(coded: CodedChunk, centre: Float32Array): number {
      const number = roomyBlock();
      const block = openBlock(number);
      while (chunkAt(block.data, block.next) !== 0) block.next++;
      writeCode(block.data, block.next, coded, centre);
      block.free--;
      return number * placesPerBlock + block.next++;
    },
    remove(place: number) {
      const block = openBlock(Math.floor(place / placesPerBlock));
      const inBlock = place % placesPerBlock;
      if (chunkAt(block.data, inBlock) === 0) return;
      clearPlace(block.data, inBlock);
      block.free++;
      block.next = Math.min(block.next, inBlock);
    },
    /** Writes the blocks that changed. */
    flush,
    /** Forgets what was not written: the transaction was rolled back. */
    forget() {
      open.clear();
      filling = null;
    },
    /** Removes all blocks. */
    clear() {
      open.clear();
      filling = null;
      removeAll.run();
      noBlocks.run(generation.id);
    },
  };
}
