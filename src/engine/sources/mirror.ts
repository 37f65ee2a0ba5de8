// The files of a source: one folder without folders inside, below the data folder. A file is there
// whole or not at all.
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { LorekeepError, isDiskFull, systemCode } from '../../shared/errors.ts';

export interface Mirror {
  has(name: string): boolean;
  /**
   * Writes a file, unless the same bytes are there.
   *
   * @param modifiedAt when its content was last changed, milliseconds since 1970, if that is known
   * @returns whether it was written
   * @throws LorekeepError DISK_FULL, DATA_FOLDER_UNUSABLE
   */
  write(name: string, bytes: Uint8Array, modifiedAt: number | null): boolean;
  remove(name: string): void;
  /** Removes all files but these; what an earlier run left half done goes with them. */
  keepOnly(names: ReadonlySet<string>): void;
}

export function openMirror(folder: string): Mirror {
  const at = (name: string) => join(folder, name);

  function write(name: string, bytes: Uint8Array, modifiedAt: number | null): boolean {
    const target = at(name);
    const before = statSync(target, { throwIfNoEntry: false });
    if (before?.size === bytes.length && readFileSync(target).equals(bytes)) return false;
    mkdirSync(folder, { recursive: true });
    // Hidden, so that a scan passes it over.
    const draft = at(`.${randomUUID()}`);
    try {
      writeFileSync(draft, bytes);
      // A change must show in the file's time also where the server's clock did not move.
      if (modifiedAt !== null && modifiedAt !== before?.mtimeMs) {
        utimesSync(draft, new Date(), new Date(modifiedAt));
      }
      renameSync(draft, target);
    } finally {
      rmSync(draft, { force: true });
    }
    return true;
  }

  return {
    has: (name) => existsSync(at(name)),
    write: (name, bytes, modifiedAt) => explained(folder, () => write(name, bytes, modifiedAt)),
    remove: (name) => rmSync(at(name), { force: true }),
    keepOnly(names) {
      if (!existsSync(folder)) return;
      for (const name of readdirSync(folder)) {
        if (!names.has(name)) rmSync(at(name), { recursive: true, force: true });
      }
    },
  };
}

/** @throws LorekeepError DISK_FULL, DATA_FOLDER_UNUSABLE in place of what the file system says */
export function explained<T>(folder: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = systemCode(error);
    if (isDiskFull(error)) throw new LorekeepError('DISK_FULL', {}, error);
    if (code === '') throw error;
    throw new LorekeepError('DATA_FOLDER_UNUSABLE', { path: folder, reason: code }, error);
  }
}
