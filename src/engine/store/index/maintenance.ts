// Gives back the space that deleted documents leave behind. Cheap where there is little of it.
import type { Db } from '../sqlite.ts';
import { createVectorTable, type Generation, tableOf } from './vectors.ts';

/** Compacting pays when more than this share of the vectors' places is empty. */
const emptyShare = 0.25;
/** Fewer empty places than this are left. */
const leastEmpty = 4096;
/** Rows copied in one statement, so that whoever ends the thread waits for no more than that. */
const copied = 5000;
/** Free pages that are kept for what is written next, of all pages. */
const freeShare = 0.1;
/** What `auto_vacuum` answers for a file that can give pages back step by step. */
const incremental = 2;
/** Pages given back in one statement. */
const givenBack = 1000;

/**
 * Brings the file near to the size that a fresh index of the same documents has.
 *
 * @returns true if anything was done
 */
export function maintain(db: Db, generation: Generation): boolean {
  const compacted = emptyPlaces(db, generation) > leastEmpty;
  if (compacted) compactVectors(db, generation);
  const shrunk = shrink(db);
  if (!compacted && !shrunk) return false;
  // The log is as large as what was just done; somebody who reads may keep it for now.
  db.pragma('wal_checkpoint(TRUNCATE)');
  return true;
}

/**
 * Places of vectors that hold none, if they are many: vec0 fills only its last block, so a place
 * that came free in an earlier one stays empty.
 */
function emptyPlaces(db: Db, generation: Generation): number {
  const table = tableOf(generation);
  const count = (sql: string) => db.prepare<[], number>(sql).pluck().get() ?? 0;
  const places = count(`SELECT coalesce(sum(size), 0) FROM ${table}_chunks`);
  const empty = places - count(`SELECT count(*) FROM ${table}_rowids`);
  return empty > places * emptyShare ? empty : 0;
}

/** Copies the vectors out and in again; a reader sees the old table until it is done. */
function compactVectors(db: Db, generation: Generation): void {
  const table = tableOf(generation);
  db.transaction(() => {
    db.exec('CREATE TEMP TABLE kept (chunk INTEGER PRIMARY KEY, folder INTEGER, vector BLOB)');
    const last =
      db.prepare<[], number>(`SELECT max(rowid) FROM ${table}_rowids`).pluck().get() ?? 0;
    const steps = Math.ceil((last + 1) / copied);
    const out = db.prepare(
      `INSERT INTO kept SELECT v.chunk_id, v.folder, v.embedding
       FROM ${table}_rowids r CROSS JOIN ${table} v ON v.chunk_id = r.rowid
       WHERE r.rowid >= ? AND r.rowid < ?`,
    );
    for (let i = 0; i < steps; i++) out.run(i * copied, (i + 1) * copied);
    db.exec(`DROP TABLE ${table}`);
    createVectorTable(db, generation);
    const back = db.prepare(
      `INSERT INTO ${table} (chunk_id, folder, embedding)
       SELECT chunk, folder, vec_int8(vector) FROM kept WHERE chunk >= ? AND chunk < ?`,
    );
    for (let i = 0; i < steps; i++) back.run(i * copied, (i + 1) * copied);
    db.exec('DROP TABLE temp.kept');
  })();
}

/** Gives free pages back to the system. */
function shrink(db: Db): boolean {
  const number = (name: string) => Number(db.pragma(name, { simple: true }));
  const surplus = () => number('freelist_count') - number('page_count') * freeShare;
  // An index that was made without pointer maps keeps its free pages.
  if (number('auto_vacuum') !== incremental || surplus() < givenBack) return false;
  while (surplus() > 0) db.pragma(`incremental_vacuum(${givenBack})`);
  return true;
}
