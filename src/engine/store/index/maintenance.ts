// Gives back the space that deleted documents leave behind, and keeps the codes of vectors in
// order. Cheap where there is little to do.
import type { Db } from '../sqlite.ts';
import { keepUpCodes } from './code-upkeep.ts';
import type { VectorWriter } from './vector-writer.ts';
import type { Generation } from './vectors.ts';

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
export function maintain(db: Db, generation: Generation, vectors: VectorWriter): boolean {
  const packed = keepUpCodes(db, generation, vectors);
  const shrunk = shrink(db);
  if (!packed && !shrunk) return false;
  // The log is as large as what was just done; somebody who reads may keep it for now.
  db.pragma('wal_checkpoint(TRUNCATE)');
  return true;
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
