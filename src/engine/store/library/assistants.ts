import type { Db } from '../sqlite.ts';

export interface AssistantRow {
  id: string;
  name: string;
  description: string;
  /** How it answers; the assistants feature knows its shape. */
  settings: unknown;
}

type RawRow = Omit<AssistantRow, 'settings'> & { settings: string };

/** Assistants of the person. */
export function assistantRepository(db: Db) {
  const columns = 'id, name, description, settings';
  const list = db.prepare<[], RawRow>(`SELECT ${columns} FROM assistants ORDER BY name`);
  const find = db.prepare<[string], RawRow>(`SELECT ${columns} FROM assistants WHERE id = ?`);
  const save = db.prepare(
    `INSERT INTO assistants VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
       name = excluded.name, description = excluded.description, settings = excluded.settings,
       changed_at = excluded.changed_at`,
  );
  const remove = db.prepare('DELETE FROM assistants WHERE id = ?');
  return {
    /** By name. */
    list: () => list.all().map(plain),
    find: (id: string) => plainOrNull(find.get(id)),
    save({ id, name, description, settings }: AssistantRow): void {
      save.run(id, name, description, JSON.stringify(settings), Date.now());
    },
    remove: (id: string) => void remove.run(id),
  };
}

function plain({ settings, ...rest }: RawRow): AssistantRow {
  return { ...rest, settings: JSON.parse(settings) as unknown };
}

function plainOrNull(row: RawRow | undefined): AssistantRow | null {
  return row ? plain(row) : null;
}
