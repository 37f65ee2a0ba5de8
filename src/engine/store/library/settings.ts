import type { Db } from '../sqlite.ts';

/** Raw settings by name; their schema and defaults are the settings feature's. */
export function settingsRepository(db: Db) {
  const all = db.prepare<[], { name: string; value: string }>('SELECT name, value FROM settings');
  const put = db.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)');
  return {
    all: (): Record<string, unknown> =>
      Object.fromEntries(all.all().map(({ name, value }) => [name, parse(value)])),
    put: (name: string, value: unknown) => void put.run(name, JSON.stringify(value)),
  };
}

/** Undefined, which fits no setting, for what is no JSON any more. */
function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
