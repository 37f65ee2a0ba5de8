// Vectors by generation: two tables for each. `embeddings_<id>` holds a chunk's vector as
// sqlite-vec's int8, so that its functions can be asked of it; `codes_<id>` what the search keeps
// in memory (codes.ts), derived from it. They are ordinary tables: a vec0 table reads single
// vectors ten times slower, never fills a place that came free, and its search costs a
// hundred times as much.
import type { Db } from '../sqlite.ts';

export interface Generation {
  id: number;
  embedder: string;
  dimensions: number;
}

/** Name of the table of a generation's vectors. */
export function embeddingsOf(generation: Pick<Generation, 'id'>): string {
  return `embeddings_${generation.id}`;
}

/** Name of the table of a generation's codes. */
export function codesOf(generation: Pick<Generation, 'id'>): string {
  return `codes_${generation.id}`;
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
      db.exec(`DROP TABLE ${embeddingsOf(live)}; DROP TABLE ${codesOf(live)};`);
      db.prepare('DELETE FROM generations WHERE id = ?').run(live.id);
    }
    const { lastInsertRowid } = db
      .prepare(`INSERT INTO generations (embedder, dimensions, state) VALUES (?, ?, 'live')`)
      .run(embedder, dimensions);
    const generation = { id: Number(lastInsertRowid), embedder, dimensions };
    createVectorTables(db, generation.id);
    db.prepare(
      'INSERT INTO pending_embeddings SELECT ?, id FROM chunks WHERE length(embedding_key) > 0',
    ).run(generation.id);
    return generation;
  })();
}

/** Makes a generation's tables, empty. */
export function createVectorTables(db: Db, id: number): void {
  db.exec(`
    CREATE TABLE ${embeddingsOf({ id })} (
      chunk INTEGER PRIMARY KEY,
      place INTEGER,
      vector BLOB NOT NULL
    );
    CREATE TABLE ${codesOf({ id })} (
      block INTEGER PRIMARY KEY,
      version INTEGER NOT NULL,
      free INTEGER NOT NULL,
      data BLOB NOT NULL
    );
    CREATE INDEX codes_${id}_version ON ${codesOf({ id })} (version);
    CREATE INDEX codes_${id}_free ON ${codesOf({ id })} (free);
  `);
}

export function bytesOf(vector: Int8Array | Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A BLOB of sqlite-vec's int8 as numbers, not copied. */
export function int8Of(blob: Uint8Array): Int8Array {
  return new Int8Array(blob.buffer, blob.byteOffset, blob.byteLength);
}

/** A BLOB of floats as numbers; copied, as it may lie anywhere. */
export function floatsOf(blob: Uint8Array): Float32Array {
  return new Float32Array(blob.slice().buffer);
}
