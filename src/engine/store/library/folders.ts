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
/** Those that hold a conversation's own files are no folders of the person's. */
const own = 'WHERE conversation IS NULL';

/** The folders a person added. Removing one takes its decisions with it, not its collections. */
export function folderRepository(db: Db) {
  const list = db.prepare<[], RawRow>(
    `SELECT ${columns} FROM folders ${own} ORDER BY added_at, id`,
  );
  const all = db.prepare<[], RawRow>(`SELECT ${columns} FROM folders ORDER BY added_at, id`);
  const attached = db.prepare<[string], RawRow>(
    `SELECT ${columns} FROM folders WHERE conversation = ?`,
  );
  const find = db.prepare<[string], RawRow>(`SELECT ${columns} FROM folders WHERE id = ?`);
  const insert = db.prepare(
    'INSERT INTO folders (id, path, added_at, conversation) VALUES (?, ?, ?, ?)',
  );
  const setPatterns = db.prepare('UPDATE folders SET include = ?, exclude = ? WHERE id = ?');
  const move = db.prepare('UPDATE folders SET path = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM folders WHERE id = ?');
  return {
    list: () => list.all().map(parseRow),
    /** Also those that hold the files of conversations. */
    all: () => all.all().map(parseRow),
    /** The folder that holds the files of a conversation. */
    attachedTo(conversation: string): FolderRow | null {
      const row = attached.get(conversation);
      return row ? parseRow(row) : null;
    },
    find(id: string): FolderRow | null {
      const row = find.get(id);
      return row ? parseRow(row) : null;
    },
    /** @param conversation whose files it holds; null: a folder of the person's */
    add(path: string, conversation: string | null = null): FolderRow {
      const row = { id: randomUUID(), path, addedAt: Date.now(), include: [], exclude: [] };
      insert.run(row.id, row.path, row.addedAt, conversation);
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
