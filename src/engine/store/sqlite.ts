// Opening SQLite the way both databases want it, and telling its failures apart.
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { LorekeepError } from '../../shared/errors.ts';

export type Db = Database.Database;

/** A schema step: brings a database from the version of its place in the list to the next. */
export type Migration = (db: Db) => void;

/** Opens a database for writing: WAL, foreign keys, a wait of 5 s for another writer. */
export function openForWriting(file: string): Db {
  const db = new Database(file, { timeout: 5000 });
  try {
    // Counts for a database that is made now; free pages can then be given back piece by piece.
    // Only then: saying it again would be a write, for which a full disk has no room.
    if (db.pragma('auto_vacuum', { simple: true }) !== 2) db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
    // WAL with NORMAL survives the death of the process; a power cut can lose the last
    // transactions, never consistency.
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Pages that a reader keeps. The system keeps the file as well: more only took memory, measured. */
const readCacheKiB = 6000;

/** Opens an existing database for reading; reads see what is committed, without waiting. */
export function openForReading(file: string): Db {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  db.pragma(`cache_size = -${readCacheKiB}`);
  return db;
}

export function schemaVersion(db: Db): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/**
 * Runs the migrations that a database has not seen, each in a transaction of its own.
 *
 * @throws LorekeepError DATA_NEWER if the database knows more migrations than we do
 */
export function migrate(db: Db, migrations: readonly Migration[]): void {
  const version = schemaVersion(db);
  if (version > migrations.length) throw new LorekeepError('DATA_NEWER', { path: db.name });
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue;
    db.transaction(() => {
      migration(db);
      db.pragma(`user_version = ${index + 1}`);
    })();
  }
}

function sqliteCode(error: unknown): string {
  if (error instanceof LorekeepError) return sqliteCode(error.cause);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** True if the file is not a whole database any more. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

/** Codes that SQLite has for a disk without space, by what it was about to write. */
const fullCodes = new Set(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE']);
/** Codes of a file that may not be opened or written. */
const closedCodes = /^SQLITE_(CANTOPEN|READONLY|PERM)/;

/** Turns failures of the disk that a person can act on into ours; others pass as they are. */
export function explainDisk(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  if (fullCodes.has(code)) return new LorekeepError('DISK_FULL', {}, error);
  if (!closedCodes.test(code)) return error;
  return new LorekeepError('DATA_FOLDER_UNUSABLE', { path: dirname(file), reason: code }, error);
}

/** The same for the index, which may also turn out to be damaged. */
function explainIndex(error: unknown, file: string): unknown {
  // The index is being replaced, or the engine is closing.
  if (error instanceof TypeError) return new LorekeepError('ENGINE_STOPPED', {}, error);
  const damaged = isDamage(error) || statSync(file, { throwIfNoEntry: false })?.isDirectory();
  return damaged ? new LorekeepError('INDEX_DAMAGED', { file }, error) : explainDisk(error, file);
}

/** Runs an action on a database (the index if none says otherwise); its failures come out explained. */
export function explained<T>(file: string, action: () => T, explain = explainIndex): T {
  try {
    return action();
  } catch (error) {
    throw explain(error, file);
  }
}

/** The same functions, each explained. */
export function explainedAll<F extends Record<string, (...args: never[]) => unknown>>(
  file: string,
  functions: F,
  explain = explainIndex,
): F {
  const entries = Object.entries(functions).map(([name, run]) => [
    name,
    (...args: never[]) => explained(file, () => run(...args), explain),
  ]);
  return Object.fromEntries(entries) as F;
}
