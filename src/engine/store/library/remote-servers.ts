import type { Db } from '../sqlite.ts';

export interface RemoteServerRow {
  name: string;
  /** Its base address. */
  address: string;
  addedAt: number;
  /** When the person agreed that text is sent there; null if they did not. */
  agreedAt: number | null;
  /** Whether it wants a key, wherever that is. */
  wantsKey: boolean;
  /** The key as the system's keychain sealed it; null where there is none. */
  sealedKey: string | null;
  /** What was learned of its embedding models, by their ids; the remote feature knows its shape. */
  embedders: Record<string, unknown>;
}

interface RawRow extends Omit<RemoteServerRow, 'wantsKey' | 'embedders'> {
  wantsKey: number;
  embedders: string;
}

const columns = `name, address, added_at AS addedAt, agreed_at AS agreedAt, wants_key AS wantsKey,
  sealed_key AS sealedKey, embedders`;

/** Servers whose models the person wants to use. Names are told apart without regard to capitals. */
export function remoteServerRepository(db: Db) {
  const list = db.prepare<[], RawRow>(
    `SELECT ${columns} FROM remote_servers ORDER BY added_at, name`,
  );
  const find = db.prepare<[string], RawRow>(`SELECT ${columns} FROM remote_servers WHERE name = ?`);
  const insert = db.prepare("INSERT INTO remote_servers VALUES (?, ?, ?, NULL, 0, NULL, '{}')");
  const agree = db.prepare('UPDATE remote_servers SET agreed_at = ? WHERE name = ?');
  const key = db.prepare('UPDATE remote_servers SET wants_key = ?, sealed_key = ? WHERE name = ?');
  const embedder = db.prepare(
    'UPDATE remote_servers SET embedders = json_patch(embedders, ?) WHERE name = ?',
  );
  const remove = db.prepare('DELETE FROM remote_servers WHERE name = ?');

  return {
    list: (): RemoteServerRow[] => list.all().map(parseRow),
    find(name: string): RemoteServerRow | null {
      const row = find.get(name);
      return row ? parseRow(row) : null;
    },
    add: (name: string, address: string) => void insert.run(name, address, Date.now()),
    agree: (name: string) => void agree.run(Date.now(), name),
    setKey: (name: string, wantsKey: boolean, sealed: string | null) =>
      void key.run(wantsKey ? 1 : 0, sealed, name),
    /** Keeps what was learned of an embedding model. */
    keepEmbedder: (name: string, model: string, facts: object) =>
      void embedder.run(JSON.stringify({ [model]: facts }), name),
    remove: (name: string) => void remove.run(name),
  };
}

function parseRow({ wantsKey, embedders, ...row }: RawRow): RemoteServerRow {
  return {
    ...row,
    wantsKey: wantsKey === 1,
    embedders: JSON.parse(embedders) as Record<string, unknown>,
  };
}
