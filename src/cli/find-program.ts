// Where a program is: what runs later, started by an app and not in this terminal, may find another
// program by the same name, or none.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, extname, join, resolve } from 'node:path';
import { UsageError } from './usage-error.ts';

/**
 * The whole path of a program as a person names it in a terminal.
 *
 * @throws UsageError if there is none, or it is a script that only the terminal can start
 */
export function findProgram(name: string): string {
  const folders = /[/\\]/.test(name) ? [''] : (process.env['PATH'] ?? '').split(delimiter);
  const windows = process.platform === 'win32';
  const endings = windows && extname(name) === '' ? ['.exe', '.com', '.cmd', '.bat'] : [''];
  const paths = folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending)));
  const found = paths.map((path) => resolve(path)).find(isProgram);
  if (found === undefined) throw new UsageError(`There is no program “${name}” to be found.`);
  if (windows && /\.(?:cmd|bat)$/i.test(found)) {
    throw new UsageError(
      `“${name}” is a script of the terminal. Name what it starts, such as node.`,
    );
  }
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not for us.
    return false;
  }
}
