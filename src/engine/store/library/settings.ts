import type { Db } from '../sqlite.ts';

/** Raw settings by name; their schema and defaults are the settings feature's. */
export function settingsRepository(db: Db) {
  const all = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM settings');
  const put = db.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)');
  return {
    all: (): Record<string, unknown> =>
      Object.fromEntries(all.all().map(({ name, value }) => [name, JSON.parse(value) as unknown])),
    put: (name: string, value: unknown) => void put.run(name, JSON.stringify(value)),
  };
}
