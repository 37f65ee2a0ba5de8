// One engine owns a data folder. The lock is SQLite's lock on a small file: the system lets it
// go when its holder dies, however it dies, on every platform.
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LorekeepError } from '../../shared/errors.ts';
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
    mkdirSync(dataDir, { recursive: true });
    // What is kept here quotes private documents: nobody else on this machine reads it.
    chmodSync(dataDir, 0o700);
    return openLockFile(join(dataDir, 'owner.lock'));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new LorekeepError('DATA_FOLDER_UNUSABLE', { path: dataDir, reason }, error);
  }
}
