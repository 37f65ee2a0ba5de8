// One engine owns a data folder. The lock is SQLite's lock on a small file: the system lets it
// go when its holder dies, however it dies, on every platform.
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LorekeepError, systemCode } from '../../shared/errors.ts';
import { openLockFile } from '../store/lock-file.ts';

export interface Lock {
  release(): void;
}

/**
 * Takes the lock of a data folder, making the folder if there is none.
 *
 * @returns null if another process holds it
 * @throws LorekeepError DATA_FOLDER_UNUSABLE
 */
export function takeLock(dataDir: string): Lock | null {
  try {
    makeFolder(dataDir);
    // What is kept here quotes private documents: nobody else on this machine reads it.
    chmodSync(dataDir, 0o700);
    return openLockFile(join(dataDir, 'owner.lock'));
  } catch (error) {
    const reason = systemCode(error) || 'unknown';
    throw new LorekeepError('DATA_FOLDER_UNUSABLE', { path: dataDir, reason }, error);
  }
}

/** Node's recursive `mkdirSync` never returns where a system refuses with ENOENT, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path);
}
