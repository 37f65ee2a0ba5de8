// `--collection` and `--folder` made into a scope of the contract.
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client } from '../shared/contract/contract.ts';
import type { Scope } from '../shared/contract/search.ts';
import { LorekeepError } from '../shared/errors.ts';

export interface ScopeOptions {
  collection?: string;
  folder?: string;
}

/**
 * @throws LorekeepError COLLECTION_UNKNOWN, FOLDER_UNKNOWN
 */
export async function scopeOf(client: Client, options: ScopeOptions): Promise<Scope> {
  const scope: Scope = {};
  if (options.collection !== undefined) {
    const name = options.collection.toLowerCase();
    const collections = await client.library.collections();
    const found = collections.find((one) => one.name.toLowerCase() === name);
    if (!found) throw new LorekeepError('COLLECTION_UNKNOWN', { name: options.collection });
    scope.collectionId = found.id;
  }
  if (options.folder !== undefined) {
    scope.folderIds = [(await findFolder(client, options.folder)).id];
  }
  return scope;
}

/** A folder of the library by its path, links resolved; that of a source by its address. */
export async function findFolder(client: Client, path: string) {
  const absolute = resolve(path);
  const folders = await client.library.folders();
  const real = realPath(absolute);
  const found = folders.find(
    (folder) => folder.path === absolute || folder.path === real || folder.source?.address === path,
  );
  if (!found) throw new LorekeepError('FOLDER_UNKNOWN', { path: absolute });
  return found;
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    // A folder that is gone is still known by the path it had.
    return path;
  }
}
