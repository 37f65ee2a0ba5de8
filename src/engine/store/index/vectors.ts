// Vectors by generation in sqlite-vec: one vec0 table a generation, so that a generation's
// dimension is its own and dropping it gives the space back (vec0 does not, row by row).
import type { Db } from '../sqlite.ts';

export interface Generation {
  id: number;
  embedder: string;
  dimensions: number;
}

/** Name of a generation's vec0 table. */
export function tableOf(generation: Generation): string {
  return `vectors_${generation.id}`;
}

export function liveGeneration(db: Db): Generation | null {
  const row = db
    .prepare<[], Generation>(
      `SELECT id, embedder, dimensions FROM generations WHERE state = 'live'`,
    )
    .get();
  return row ?? null;
}

/**
 * Makes the embedder's generation the live one. A generation of another embedder is dropped:
 * its vectors cannot be asked any more, as the built-in embedder of another version is gone.
 */
export function ensureGeneration(db: Db, embedder: string, dimensions: number): Generation {
  const live = liveGeneration(db);
  if (live?.embedder === embedder) return live;
  return db.transaction(() => {
    if (live) {
      db.exec(`DROP TABLE ${tableOf(live)}`);
      db.prepare('DELETE FROM generations WHERE id = ?').run(live.id);
    }
    const { lastInsertRowid } = db
      .prepare(`INSERT INTO generations (embedder, dimensions, state) VALUES (?, ?, 'live')`)
      .run(embedder, dimensions);
    const generation = { id: Number(lastInsertRowid), embedder, dimensions };
    createVectorTable(db, generation);
    db.prepare(
      'INSERT INTO pending_embeddings SELECT ?, id FROM chunks WHERE length(embedding_key) > 0',
    ).run(generation.id);
    return generation;
  })();
}

/** Makes a generation's table, empty. */
export function createVectorTable(db: Db, generation: Generation): void {
  const { dimensions } = generation;
  db.exec(`CREATE VIRTUAL TABLE ${tableOf(generation)} USING vec0(
    chunk_id INTEGER PRIMARY KEY, folder INTEGER, embedding INT8[${dimensions}] DISTANCE_METRIC=cosine
  )`);
}

/** The writer's side of a generation. vec0 wants row ids as BigInt. */
export function vectorWriter(db: Db, generation: Generation) {
  const table = tableOf(generation);
  const insert = db.prepare(
    `INSERT INTO ${table} (chunk_id, folder, embedding) VALUES (?, ?, vec_int8(?))`,
  );
  const remove = db.prepare(`DELETE FROM ${table} WHERE chunk_id = ?`);
  const select = db
    .prepare<[bigint], Buffer>(`SELECT embedding FROM ${table} WHERE chunk_id = ?`)
    .pluck();
  return {
    insert(chunkId: number, folder: number, vector: Uint8Array) {
      insert.run(BigInt(chunkId), BigInt(folder), vector);
    },
    remove(chunkId: number) {
      remove.run(BigInt(chunkId));
    },
    get: (chunkId: number) => select.get(BigInt(chunkId)) ?? null,
  };
}

export interface Neighbour {
  chunkId: number;
  /** Cosine similarity, −1 to 1. */
  similarity: number;
}

/** Nearest chunks by exact search. Folders narrow inside the search, never after it. */
export function nearest(
  db: Db,
  generation: Generation,
  vector: Int8Array,
  count: number,
  folders: readonly number[] | null,
): Neighbour[] {
  const filter = folders ? `AND folder IN (${folders.join(',')})` : '';
  const rows = db
    .prepare<[Uint8Array, number], { chunk_id: number; distance: number }>(
      `SELECT chunk_id, distance FROM ${tableOf(generation)}
       WHERE embedding MATCH vec_int8(?) AND k = ? ${filter}`,
    )
    .all(bytesOf(vector), count);
  return rows.map((row) => ({ chunkId: row.chunk_id, similarity: 1 - row.distance }));
}

export function bytesOf(vector: Int8Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}
