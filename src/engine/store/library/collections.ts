import { randomUUID } from 'node:crypto';
import type { Db } from '../sqlite.ts';

export interface CollectionRow {
  id: string;
  name: string;
  isDefault: boolean;
  folderIds: string[];
}

interface RawRow {
  id: string;
  name: string;
  is_default: number;
}

/** Named sets of folders. One is the default: every added folder joins it unless told otherwise. */
export function collectionRepository(db: Db) {
  const list = db.prepare<[], RawRow>(
    'SELECT id, name, is_default FROM collections ORDER BY is_default DESC, name',
  );
  const find = db.prepare<[string], RawRow>(
    'SELECT id, name, is_default FROM collections WHERE id = ?',
  );
  const folderIds = db
    .prepare<[string], string>('SELECT folder FROM collection_folders WHERE collection = ?')
    .pluck();
  const insert = db.prepare(
    'INSERT INTO collections (id, name, is_default, created_at) VALUES (?, ?, 0, ?)',
  );
  const rename = db.prepare('UPDATE collections SET name = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM collections WHERE id = ? AND is_default = 0');
  const clear = db.prepare('DELETE FROM collection_folders WHERE collection = ?');
  const join = db.prepare('INSERT OR IGNORE INTO collection_folders VALUES (?, ?)');

  const whole = (row: RawRow): CollectionRow => ({
    id: row.id,
    name: row.name,
    isDefault: row.is_default === 1,
    folderIds: folderIds.all(row.id),
  });
  const get = (id: string): CollectionRow | null => {
    const row = find.get(id);
    return row ? whole(row) : null;
  };
  return {
    list: () => list.all().map(whole),
    find: get,
    create(name: string): CollectionRow {
      const id = randomUUID();
      insert.run(id, name, Date.now());
      return { id, name, isDefault: false, folderIds: [] };
    },
    rename: (id: string, name: string) => void rename.run(name, id),
    remove: (id: string) => void remove.run(id),
    addFolder: (id: string, folderId: string) => void join.run(id, folderId),
    setFolders: db.transaction((id: string, folders: readonly string[]) => {
      clear.run(id);
      for (const folder of folders) join.run(id, folder);
    }),
  };
}
