// The directories on this machine, for choosing one where the system's chooser is not at hand.
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { LorekeepError } from '../../shared/errors.ts';

interface Listing {
  path: string;
  parent: string | null;
  directories: { name: string; path: string }[];
}

/**
 * The directories in a directory by name, hidden ones left out.
 *
 * @throws LorekeepError FOLDER_NOT_FOUND, FOLDER_IS_FILE, FOLDER_UNREADABLE
 */
export function browse(path: string = homedir()): Listing {
  const absolute = resolve(path);
  const parent = dirname(absolute);
  try {
    const directories = readdirSync(absolute, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => ({ name, path: join(absolute, name) }))
      .toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    return { path: absolute, parent: parent === absolute ? null : parent, directories };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') throw new LorekeepError('FOLDER_NOT_FOUND', { path: absolute });
    if (code === 'ENOTDIR') throw new LorekeepError('FOLDER_IS_FILE', { path: absolute });
    throw new LorekeepError('FOLDER_UNREADABLE', { path: absolute }, error);
  }
}
