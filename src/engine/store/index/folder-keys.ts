// index.db names a folder by a small number, so that vectors can be filtered by it; the library
// names it by an id that outlives the index.
import type { Db } from '../sqlite.ts';

export interface FolderKeys {
  /** The key of a folder; a folder that is new gets one. Inside a transaction. */
  ensure(folderId: string): number;
  /** The key, or null if the index knows nothing of this folder. */
  find(folderId: string): number | null;
}

export function folderKeys(db: Db): FolderKeys {
  const select = db.prepare<[string], number>('SELECT key FROM folders WHERE id = ?').pluck();
  const insert = db.prepare('INSERT INTO folders (id) VALUES (?)');
  const find = (folderId: string) => select.get(folderId) ?? null;
  return {
    find,
    ensure: (folderId) => find(folderId) ?? Number(insert.run(folderId).lastInsertRowid),
  };
}
