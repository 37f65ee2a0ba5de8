// What searching reads of vectors: their codes as they change, and single vectors. Used within
// one transaction a search, so that codes, vectors and chunks are those of one moment.
import type Database from 'better-sqlite3';
import type { Db } from '../sqlite.ts';
import { blockBytes } from './codes.ts';
import { codesOf, embeddingsOf, floatsOf, type Generation, int8Of } from './vectors.ts';

export interface CodedGeneration extends Generation {
  /** Rises with each change of its codes. */
  version: number;
  /** How many blocks there are. */
  blocks: number;
  /** The cosine of unrelated texts, as measured; null: not measured. */
  unrelated: number | null;
}

export interface ChangedBlock {
  block: number;
  data: Uint8Array;
}

export type VectorReader = ReturnType<typeof vectorReader>;

export function vectorReader(db: Db) {
  const find = db.prepare<[string], CodedGeneration>(
    // Also one that was live until just now: its query may be under way.
    `SELECT id, embedder, dimensions, version, blocks, unrelated FROM generations
     WHERE embedder = ? AND state <> 'building'`,
  );
  const selectCentre = db
    .prepare<[number], Buffer | null>('SELECT centre FROM generations WHERE id = ?')
    .pluck();

  let prepared: { id: number; select: Database.Statement<[string], [number, Buffer]> } | null =
    null;

  function selectVectors(generation: Generation) {
    if (prepared?.id !== generation.id) {
      const select = db
        .prepare<[string], [number, Buffer]>(
          `SELECT chunk, vector FROM ${embeddingsOf(generation)}
           WHERE chunk IN (SELECT value FROM json_each(?))`,
        )
        .raw();
      prepared = { id: generation.id, select };
    }
    return prepared.select;
  }

  return {
    /** Null while there is no generation of this embedder that can be searched. */
    generation: (embedder: string): CodedGeneration | null => find.get(embedder) ?? null,
    /** What is taken off each turned vector; null: nothing. */
    centre(generation: Generation): Float32Array | null {
      const stored = selectCentre.get(generation.id);
      return stored ? floatsOf(stored) : null;
    },
    /**
     * Blocks that changed after a version, each in memory only until the next.
     *
     * @throws an error with SQLite's code of damage if a block has not the size of one
     */
    *changedBlocks(generation: Generation, version: number): Generator<ChangedBlock> {
      // A version that nobody has seen: all blocks, in their order and without the index.
      const changed = version < 0 ? 'ORDER BY block' : `WHERE version > ${version}`;
      const rows = db.prepare<[], ChangedBlock>(
        `SELECT block, data FROM ${codesOf(generation)} ${changed}`,
      );
      for (const row of rows.iterate()) {
        if (row.data.length !== blockBytes(generation.dimensions)) {
          throw Object.assign(new Error(`block ${row.block} of codes`), { code: 'SQLITE_CORRUPT' });
        }
        yield row;
      }
    },
    /** Vectors by chunk; chunks that have none are left out. */
    vectors(generation: Generation, chunks: readonly number[]): [number, Int8Array][] {
      const rows = selectVectors(generation).all(JSON.stringify(chunks));
      return rows.map(([chunk, vector]) => [chunk, int8Of(vector)]);
    },
  };
}
