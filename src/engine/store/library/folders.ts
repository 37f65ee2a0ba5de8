import { randomUUID } from 'node:crypto';
import type { FolderPatterns } from '../../../shared/contract/library.ts';
import type { Db } from '../sqlite.ts';

export interface FolderRow extends FolderPatterns {
  id: string;
  /** Absolute, as the system writes it. */
  path: string;
  addedAt: number;
}

type RawRow = Omit<FolderRow, keyof FolderPatterns> & Record<keyof FolderPatterns, string>;

const columns = 'id, path, added_at AS addedAt, include, exclude';

/** The folders a person added. Removing one takes its decisions with it, not its collections. */
export function folderRepository(db: Db) {
  const list = db.prepare<[], RawRow>(`SELECT ${columns} FROM folders ORDER BY added_at, id`);
  const find = db.prepare<[string], RawRow>(`SELECT ${columns} FROM folders WHERE id = ?`);
  const insert = db.prepare('INSERT INTO folders (id, path, added_at) VALUES (?, ?, ?)');
  const setPatterns = db.prepare('UPDATE folders SET include = ?, exclude = ? WHERE id = ?');
  const move = db.prepare('UPDATE folders SET path = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM folders WHERE id = ?');
  return {
    list: () => list.all().map(parseRow),
    find(id: string): FolderRow | null {
      const row = find.get(id);
      return row ? parseRow(row) : null;
    },
    add(path: string): FolderRow {
      const row = { id: randomUUID(), path, addedAt: Date.now(), include: [], exclude: [] };
      insert.run(row.id, row.path, row.addedAt);
      return row;
    },
    setPatterns(id: string, { include, exclude }: FolderPatterns): void {
      setPatterns.run(JSON.stringify(include), JSON.stringify(exclude), id);
    },
    /** The same folder at another path: nothing that is known of its files changes. */
    move: (id: string, path: string) => void move.run(path, id),
    remove: (id: string) => void remove.run(id),
  };
}

function parseRow(row: RawRow): FolderRow {
  return {
    ...row,
    include: JSON.parse(row.include) as string[],
    exclude: JSON.parse(row.exclude) as string[],
  };
}
