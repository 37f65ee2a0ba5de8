import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import type { Log } from '../../../src/engine/log/log.ts';
import { createSettings } from '../../../src/engine/settings/settings.ts';
import {
  type LibraryStore,
  openLibraryStore,
} from '../../../src/engine/store/library/library-store.ts';
import { defaultSettings } from '../../../src/shared/contract/settings.ts';
import { temporaryFolder } from '../../support/folder.ts';

let warned: unknown[];
const log: Log = {
  info: () => {},
  warn: (_, fields) => void warned.push(fields?.['name']),
  error: () => {},
  close: () => Promise.resolve(),
};
const context = { signal: new AbortController().signal };

beforeEach(() => {
  warned = [];
});

/** Uses the settings of a data folder, opened and closed as a start and an end would. */
async function withSettings<T>(
  dataDir: string,
  use: (settings: ReturnType<typeof createSettings>, store: LibraryStore) => T | Promise<T>,
): Promise<T> {
  const store = await openLibraryStore(dataDir);
  try {
    return await use(createSettings(store.settings, log), store);
  } finally {
    store.close();
  }
}

test('a new library has the defaults', async () => {
  expect(await withSettings(temporaryFolder(), (settings) => settings.current())).toEqual(
    defaultSettings,
  );
});

test('an update changes what it names, keeps the rest, and is there after a restart', async () => {
  const dataDir = temporaryFolder();
  const changed = { ...defaultSettings, parserSeconds: 7, appearance: 'dark' };
  await withSettings(dataDir, async ({ handlers }) => {
    await handlers.update({ parserSeconds: 7 }, context);
    expect(
      await handlers.update({ appearance: 'dark', parserMemoryBytes: undefined }, context),
    ).toEqual(changed);
  });
  expect(await withSettings(dataDir, ({ handlers }) => handlers.get(undefined, context))).toEqual(
    changed,
  );
});

test('a stored value that does not fit falls back to its default, alone, and is logged', async () => {
  const dataDir = temporaryFolder();
  await withSettings(dataDir, async ({ handlers }, { settings }) => {
    await handlers.update({ parserProcesses: 3 }, context);
    settings.put('parserSeconds', 'soon');
    settings.put('maxFileBytes', -1);
    settings.put('ofAnotherVersion', { x: 1 });
  });
  const db = new Database(join(dataDir, 'library.db'));
  db.prepare(`INSERT OR REPLACE INTO settings VALUES ('appearance', '{broken')`).run();
  db.close();
  expect(await withSettings(dataDir, (settings) => settings.current())).toEqual({
    ...defaultSettings,
    parserProcesses: 3,
  });
  expect(new Set(warned)).toEqual(new Set(['appearance', 'maxFileBytes', 'parserSeconds']));
});

test('who watches sees each change', async () => {
  await withSettings(temporaryFolder(), async ({ handlers }) => {
    const stop = new AbortController();
    const watching = handlers.watch(undefined, { signal: stop.signal })[Symbol.asyncIterator]();
    expect((await watching.next()).value).toEqual(defaultSettings);
    const next = watching.next();
    await handlers.update({ appearance: 'light' }, context);
    expect((await next).value).toMatchObject({ appearance: 'light' });
    stop.abort();
    expect((await watching.next()).done).toBe(true);
  });
});
