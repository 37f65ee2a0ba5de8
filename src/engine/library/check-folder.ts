// Whether a path can be added as a folder, and if not, why.
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { parse, resolve, sep } from 'node:path';
import { LorekeepError, systemCode } from '../../shared/errors.ts';
import type { FolderRow } from '../store/library/folders.ts';

/**
 * The real path of a directory that can be added. Links are resolved, so that one directory is
 * one folder however it is written.
 *
 * @throws LorekeepError FOLDER_NOT_FOUND, FOLDER_IS_FILE, FOLDER_UNREADABLE, FOLDER_IS_DATA
 */
export function resolveFolder(path: string, dataDir: string): string {
  const absolute = resolve(path);
  const real = realFolder(absolute);
  const data = realpathSync.native(dataDir);
  if (real === data || isInside(real, data)) {
    throw new LorekeepError('FOLDER_IS_DATA', { path: real });
  }
  return real;
}

const denied = new Set(['EACCES', 'EPERM']);

function realFolder(path: string): string {
  try {
    if (!statSync(path).isDirectory()) throw new LorekeepError('FOLDER_IS_FILE', { path });
    accessSync(path, constants.R_OK | constants.X_OK);
    return realpathSync.native(path);
  } catch (error) {
    if (error instanceof LorekeepError) throw error;
    const code = systemCode(error);
    // All else (no such name, links in a circle, a name that is too long or no name at all)
    // means that there is nothing at this path.
    throw new LorekeepError(
      denied.has(code) ? 'FOLDER_UNREADABLE' : 'FOLDER_NOT_FOUND',
      { path },
      error,
    );
  }
}

/**
 * @throws LorekeepError FOLDER_INSIDE_FOLDER, FOLDER_HOLDS_FOLDER: a directory is indexed once
 */
export function refuseOverlap(path: string, folders: readonly FolderRow[]): void {
  for (const folder of folders) {
    if (isInside(path, folder.path)) {
      throw new LorekeepError('FOLDER_INSIDE_FOLDER', { path, outer: folder.path });
    }
    if (isInside(folder.path, path)) {
      throw new LorekeepError('FOLDER_HOLDS_FOLDER', { path, inner: folder.path });
    }
  }
}

/** True for a file system's root and for the home directory: hardly ever what is meant. */
export function isVeryLarge(path: string): boolean {
  return path === parse(path).root || path === resolve(homedir());
}

/** True if a path lies below another. */
function isInside(path: string, outer: string): boolean {
  const prefix = outer.endsWith(sep) ? outer : outer + sep;
  return path !== outer && path.startsWith(prefix);
}
