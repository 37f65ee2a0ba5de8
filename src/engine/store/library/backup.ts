// Copies of library.db by SQLite's backup API: before each migration and once a day, the seven
// newest kept. A damaged library is set aside and the newest whole copy takes its place.
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Db, openForReading } from '../sqlite.ts';

const kept = 7;
const prefix = 'library-';

/** Names sort by time. */
function names(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && name.endsWith('.db'))
    .toSorted();
}

/** Makes a copy now and lets the oldest beyond the kept number go. */
export async function backUp(db: Db, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const stamp = new Date().toISOString().replaceAll(':', '-');
  const target = join(folder, `${prefix}${stamp}.db`);
  // A copy counts only when it is whole: it gets its name at the end.
  try {
    await db.backup(`${target}.part`);
    renameSync(`${target}.part`, target);
  } finally {
    rmSync(`${target}.part`, { force: true });
  }
  for (const name of names(folder).slice(0, -kept)) rmSync(join(folder, name));
}

/** True if the newest copy is not of today (UTC). */
export function backupIsDue(folder: string): boolean {
  const newest = names(folder).at(-1);
  return !newest?.startsWith(prefix + new Date().toISOString().slice(0, 10));
}

/**
 * Sets a damaged library aside and restores the newest copy that opens whole.
 *
 * @returns the name of the file set aside and the day of the copy, null if there was none
 */
export function restoreBackup(file: string, folder: string): { file: string; day: string | null } {
  const stamp = new Date().toISOString().replaceAll(':', '-').slice(0, 19);
  const aside = `${file.slice(0, -'.db'.length)}.damaged-${stamp}.db`;
  renameSync(file, aside);
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
  const whole = names(folder).findLast((name) => isWhole(join(folder, name)));
  if (whole) copyFileSync(join(folder, whole), file);
  return { file: basename(aside), day: whole?.slice(prefix.length, prefix.length + 10) ?? null };
}

function isWhole(file: string): boolean {
  try {
    const db = openForReading(file);
    const health = db.pragma('quick_check(1)', { simple: true });
    db.close();
    return health === 'ok';
  } catch {
    // Not a database: the next older copy is looked at.
    return false;
  }
}
