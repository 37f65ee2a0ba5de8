// Gives back the space that deleted documents leave behind, and keeps the codes of vectors and the
// keyword index in order. Cheap where there is little to do.
import type { Db } from '../sqlite.ts';
import { keepUpCodes } from './code-upkeep.ts';
import type { GenerationSide } from './generation-side.ts';

/** Free pages that are kept for what is written next, of all pages. */
const freeShare = 0.03;
/** Pages of the keyword index's smaller parts, and their share of its largest, that are left alone. */
const worthMerging = 50;
const unmergedShare = 0.5;
/** Pages merged in one transaction. */
const mergedPages = 2000;
/** What `auto_vacuum` answers for a file that can give pages back step by step. */
const incremental = 2;
/** Fewer pages beyond that are not worth giving back. */
const worthGiving = 64;
/** Pages given back in one statement. */
const givenBack = 1000;

/**
 * Brings the file near to the size that a fresh index of the same documents has.
 *
 * @returns true if anything was done
 */
export function maintain(db: Db, generations: readonly GenerationSide[]): boolean {
  const packed = generations.filter(({ generation, vectors }) =>
    keepUpCodes(db, generation, vectors),
  ).length;
  const merged = mergeKeywords(db);
  const shrunk = shrink(db);
  if (packed === 0 && !merged && !shrunk) return false;
  // The log is as large as what was just done; somebody who reads may keep it for now.
  db.pragma('wal_checkpoint(TRUNCATE)');
  return true;
}

/**
 * Makes one of the parts in which FTS5 has written the keyword index: searching looks into each, and
 * together they are larger. In steps, so that the log does not grow with the index.
 */
function mergeKeywords(db: Db): boolean {
  // A part's rows here are about as many as its pages.
  const [largest = 0, ...others] = db
    .prepare<[], number>('SELECT count(*) FROM keywords_idx GROUP BY segid ORDER BY 1 DESC')
    .pluck()
    .all();
  const unmerged = others.reduce((sum, pages) => sum + pages, 0);
  if (unmerged < worthMerging || unmerged < largest * unmergedShare) return false;
  // A negative number merges all parts, a positive one only where there are many of a size.
  const merge = db.prepare(
    `INSERT INTO keywords (keywords, rank) VALUES ('merge', ${-mergedPages})`,
  );
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  for (let before = -2, now = 0; now - before >= 2;) {
    before = changes.get()!;
    merge.run();
    now = changes.get()!;
  }
  return true;
}

/** Gives free pages back to the system. */
function shrink(db: Db): boolean {
  const number = (name: string) => Number(db.pragma(name, { simple: true }));
  const surplus = () => number('freelist_count') - number('page_count') * freeShare;
  // An index that was made without pointer maps keeps its free pages.
  if (number('auto_vacuum') !== incremental || surplus() < worthGiving) return false;
  while (surplus() > 0) db.pragma(`incremental_vacuum(${givenBack})`);
  return true;
}
