import { randomUUID } from 'node:crypto';
import type { Db } from '../sqlite.ts';

export interface FolderRow {
  id: string;
  /** Absolute, as the system writes it. */
  path: string;
  addedAt: number;
}

/** The folders a person added. Removing one takes its decisions with it, not its collections. */
export function folderRepository(db: Db) {
  const list = db.prepare<[], FolderRow>(
    'SELECT id, path, added_at AS addedAt FROM folders ORDER BY added_at, id',
  );
  const find = db.prepare<[string], FolderRow>(
    'SELECT id, path, added_at AS addedAt FROM folders WHERE id = ?',
  );
  const insert = db.prepare('INSERT INTO folders (id, path, added_at) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM folders WHERE id = ?');
  return {
    list: () => list.all(),
    find: (id: string) => find.get(id) ?? null,
    add(path: string): FolderRow {
      const row = { id: randomUUID(), path, addedAt: Date.now() };
      insert.run(row.id, row.path, row.addedAt);
      return row;
    },
    remove: (id: string) => void remove.run(id),
  };
}
