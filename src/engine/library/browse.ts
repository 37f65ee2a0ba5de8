// The directories on this machine, for choosing one where the system's chooser is not at hand.
import { type Dirent, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { LorekeepError, systemCode } from '../../shared/errors.ts';

interface Entry {
  name: string;
  path: string;
}

interface Listing {
  path: string;
  parent: string | null;
  directories: Entry[];
  files: Entry[];
}

/**
 * The directories in a directory by name, hidden ones left out.
 *
 * @param endings the files whose names end in one of them, in small letters, are told too
 *
 * @throws LorekeepError FOLDER_NOT_FOUND, FOLDER_IS_FILE, FOLDER_UNREADABLE
 */
export function browse(path: string = homedir(), endings: readonly string[] = []): Listing {
  const absolute = resolve(path);
  const parent = dirname(absolute);
  try {
    const shown = readdirSync(absolute, { withFileTypes: true }).filter(
      ({ name }) => !name.startsWith('.'),
    );
    const isWanted = (entry: Dirent) =>
      entry.isFile() && endings.some((ending) => entry.name.toLowerCase().endsWith(ending));
    return {
      path: absolute,
      parent: parent === absolute ? null : parent,
      directories: entriesOf(
        absolute,
        shown.filter((entry) => entry.isDirectory()),
      ),
      files: entriesOf(absolute, shown.filter(isWanted)),
    };
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') throw new LorekeepError('FOLDER_NOT_FOUND', { path: absolute });
    if (code === 'ENOTDIR') throw new LorekeepError('FOLDER_IS_FILE', { path: absolute });
    throw new LorekeepError('FOLDER_UNREADABLE', { path: absolute }, error);
  }
}

function entriesOf(directory: string, entries: Dirent[]): Entry[] {
  return entries
    .map(({ name }) => ({ name, path: join(directory, name) }))
    .toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}
