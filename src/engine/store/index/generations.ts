// Which generations there are: one is searched (live); one may be built beside it, and the one that
// was searched before may be kept, so that going back embeds nothing.
import type { Db } from '../sqlite.ts';
import { codesOf, embeddingsOf, type Generation } from './vectors.ts';

export type GenerationState = 'live' | 'building' | 'kept';

export interface GenerationRow extends Generation {
  state: GenerationState;
  /** The embedder as the settings name it; '' for the built-in one. */
  name: string;
}

/** An embedder whose vectors are wanted. */
export interface WantedGeneration {
  embedder: string;
  name: string;
  dimensions: number;
}

const columns = 'id, embedder, name, dimensions, state';

export function listGenerations(db: Db): GenerationRow[] {
  return db.prepare<[], GenerationRow>(`SELECT ${columns} FROM generations ORDER BY id`).all();
}

export function liveGeneration(db: Db): GenerationRow | null {
  return listGenerations(db).find(({ state }) => state === 'live') ?? null;
}

/**
 * Makes sure that there is something to search: the live generation, or a new one of the built-in
 * embedder. Generations of a built-in embedder of another version go, as nobody can ask them.
 */
export function ensureGeneration(db: Db, builtIn: string, dimensions: number): Generation {
  return db.transaction(() => {
    for (const row of listGenerations(db)) {
      if (row.name === '' && row.embedder !== builtIn) dropGeneration(db, row);
    }
    return (
      liveGeneration(db) ?? addGeneration(db, { embedder: builtIn, name: '', dimensions }, 'live')
    );
  })();
}

/**
 * Adds a generation for whose vectors all chunks wait. Inside a transaction.
 */
export function addGeneration(
  db: Db,
  { embedder, name, dimensions }: WantedGeneration,
  state: GenerationState,
): GenerationRow {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO generations (embedder, name, dimensions, state) VALUES (?, ?, ?, ?)')
    .run(embedder, name, dimensions, state);
  const row = { id: Number(lastInsertRowid), embedder, name, dimensions, state };
  createVectorTables(db, row.id);
  db.prepare(
    'INSERT INTO pending_embeddings SELECT ?, id FROM chunks WHERE length(embedding_key) > 0',
  ).run(row.id);
  return row;
}

/** Removes a generation with all of its vectors. Inside a transaction. */
export function dropGeneration(db: Db, generation: Pick<Generation, 'id'>): void {
  db.exec(`DROP TABLE ${embeddingsOf(generation)}; DROP TABLE ${codesOf(generation)};`);
  db.prepare('DELETE FROM pending_embeddings WHERE generation = ?').run(generation.id);
  db.prepare('DELETE FROM generations WHERE id = ?').run(generation.id);
}

/**
 * Makes a generation the live one and keeps the one that was. One that was kept before is from then
 * on one that nobody asks for, as those are that were not built to their end. Inside a transaction.
 */
export function makeLive(db: Db, id: number, name: string): void {
  const change = db.prepare('UPDATE generations SET state = ? WHERE state = ? AND id <> ?');
  change.run('building', 'kept', id);
  change.run('kept', 'live', id);
  db.prepare(`UPDATE generations SET state = 'live', name = ? WHERE id = ?`).run(name, id);
}

/** True if chunks wait for vectors of a generation. */
export function isWaiting(db: Db, id: number): boolean {
  return (
    db.prepare('SELECT 1 FROM pending_embeddings WHERE generation = ? LIMIT 1').get(id) !==
    undefined
  );
}

function createVectorTables(db: Db, id: number): void {
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
