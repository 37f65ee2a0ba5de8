import Database from 'better-sqlite3';
import { systemCode } from '../../shared/errors.ts';

/**
 * Holds an exclusive lock on a file until it is released or this process ends.
 *
 * @returns null if another process holds it
 */
export function openLockFile(file: string): { release(): void } | null {
  const db = new Database(file, { timeout: 0 });
  try {
    db.pragma('journal_mode = DELETE');
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    return { release: () => db.close() };
  } catch (error) {
    db.close();
    const code = systemCode(error);
    if (code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}
