// Databases that are damaged: index.db is set aside, rebuilt, and said so; library.db comes back
// from its backup. What a person made or decided survives the loss of the index.
import {
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { beforeAll, expect, test } from 'vitest';
import type { Client } from '../../src/shared/contract/contract.ts';
import { sentenceOf } from '../../src/shared/texts/format.ts';
import type { LorekeepError } from '../../src/shared/errors.ts';
import type { Notice } from '../../src/shared/contract/system.ts';
import {
  indexFolder,
  openTestEngine,
  pathsFound,
  startEngine,
  type TestEngine,
  updateAll,
} from '../support/engine.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { seeded } from '../support/random.ts';

const files = Object.fromEntries(
  Array.from({ length: 60 }, (_, i) => [
    `note-${i}.md`,
    `# Note ${i}\n\n${`Word${i} stands in note number ${i}, and nowhere else at all. `.repeat(30)}`,
  ]),
);

async function noticesOf(client: Client): Promise<Notice[]> {
  const stop = new AbortController();
  for await (const notices of await client.system.notices(undefined, { signal: stop.signal })) {
    stop.abort();
    return notices;
  }
  return [];
}

const folder = folderWith(files);
const original = temporaryFolder();

/** A data folder with an index of the files and things that a person made, closed well. */
beforeAll(async () => {
  const { client, close } = await openTestEngine(original);
  const birds = await client.library.createCollection({ name: 'Birds' });
  const { folderId } = await indexFolder(client, folder, birds.id);
  await client.settings.update({ appearance: 'dark', parserSeconds: 33 });
  const ref = { folderId, relativePath: 'note-7.md', ignored: true };
  await client.documents.setIgnored(ref);
  const question = 'In which note number does Word3 stand?';
  for await (const _ of await client.conversations.ask({ question }));
  await updateAll(client);
  await close();
});

/** A copy of that data folder. */
function furnished(): string {
  const copy = temporaryFolder();
  cpSync(original, copy, { recursive: true });
  return copy;
}

/** Everything of the person's that must be there whatever happened to the index. */
async function expectPersonsThings(client: Client): Promise<void> {
  const collections = await client.library.collections();
  expect(collections.map(({ name, folderIds }) => [name, folderIds.length])).toEqual([
    ['My documents', 0],
    ['Birds', 1],
  ]);
  expect(await client.settings.get()).toMatchObject({ appearance: 'dark', parserSeconds: 33 });
  expect((await client.conversations.list({})).map(({ title }) => title)).toEqual([
    'In which note number does Word3 stand?',
  ]);
  const { documents } = await client.documents.list({ states: ['skipped'] });
  expect(documents).toMatchObject([{ relativePath: 'note-7.md', ignored: true }]);
}

/** Uses all of the index until nothing of it is damaged any more. */
async function useUntilWell({ client }: TestEngine): Promise<number> {
  const deadline = Date.now() + 20_000;
  for (let failures = 0; ; failures++) {
    try {
      await updateAll(client);
      const { documents } = await client.documents.list({ states: ['indexed'], limit: 1000 });
      for (const ref of documents) await client.documents.read(ref);
      expect(documents.length).toBe(59);
      for (const i of [0, 20, 40, 59]) {
        expect((await pathsFound(client, `word${i}`))[0]).toBe(`note-${i}.md`);
      }
      return failures;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      // The first says what happened; the others are met while the index is being replaced.
      expect(String(error)).toMatch(/INDEX_DAMAGED|ENGINE_STOPPED|ended as cancelled/);
      await delay(50);
    }
  }
}

async function expectSetAside(engine: TestEngine, content?: Buffer): Promise<void> {
  const aside = readdirSync(engine.dataDir).filter((name) => name.startsWith('index.damaged-'));
  expect(aside.length).toBe(1);
  const notices = await noticesOf(engine.client);
  expect(notices.map(({ code }) => code)).toEqual(['INDEX_DAMAGED']);
  expect(notices[0]!.message).toContain(aside[0]);
  if (content) expect(readFileSync(join(engine.dataDir, aside[0]!))).toEqual(content);
  await expectPersonsThings(engine.client);
  await engine.close();
  await expectWholeIndex(engine.dataDir);
}

test.each([
  ['is not a database', (file: string) => writeFileSync(file, 'This is no database. '.repeat(500))],
  ['has lost its first page', (file: string) => overwrite(file, 0, 4096)],
  ['was cut in half', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2))],
  ['is empty of all but a header', (file: string) => truncateSync(file, 4096)],
])('an index that %s is set aside and rebuilt, and nothing else is lost', async (_, damage) => {
  const dataDir = furnished();
  const file = join(dataDir, 'index.db');
  damage(file);
  const content = readFileSync(file);
  const engine = await startEngine(dataDir);
  await useUntilWell(engine);
  await expectSetAside(engine, content);
});

function overwrite(file: string, start: number, length: number): void {
  const random = seeded(start + 1);
  const descriptor = openSync(file, 'r+');
  writeSync(
    descriptor,
    Buffer.from(Array.from({ length }, () => random.int(256))),
    0,
    length,
    start,
  );
  closeSync(descriptor);
}

/** Overwrites the pages that hold a table or index of the database, all but its root. */
function overwriteTable(file: string, name: string): void {
  // Not read-only: that would leave a log behind, as an unclean end does.
  const db = new Database(file);
  const pages = db
    .prepare<[string], number>(
      `SELECT pageno FROM dbstat WHERE name = ? AND pagetype <> 'overflow'`,
    )
    .pluck()
    .all(name);
  db.close();
  expect(pages.length).toBeGreaterThan(1);
  for (const page of pages.slice(1)) overwrite(file, (page - 1) * 4096, 4096);
}

test.each(['chunks', 'keywords_data', 'documents'])(
  'damage in “%s” is met, told and mended while the engine runs',
  async (table) => {
    const dataDir = furnished();
    overwriteTable(join(dataDir, 'index.db'), table);
    const engine = await startEngine(dataDir);
    await useUntilWell(engine);
    await expectSetAside(engine);
  },
);

test('whoever meets the damage is told under which name the index was set aside', async () => {
  const dataDir = furnished();
  overwriteTable(join(dataDir, 'index.db'), 'keywords_data');
  const { client } = await startEngine(dataDir);
  const asked = client.search.query({ query: 'word3', mode: 'keyword' });
  const error = await asked.catch((error: unknown) => error);
  expect(error).toMatchObject({ code: 'INDEX_DAMAGED' });
  const { file } = (error as LorekeepError).params;
  await expect.poll(() => readdirSync(dataDir), { timeout: 20_000 }).toContain(file);
  expect(sentenceOf(error)).toContain(file);
});

test('a directory in the place of the index is set aside too', async () => {
  const dataDir = furnished();
  rmSync(join(dataDir, 'index.db'));
  mkdirSync(join(dataDir, 'index.db'));
  const engine = await startEngine(dataDir);
  await useUntilWell(engine);
  expect((await noticesOf(engine.client)).map(({ code }) => code)).toEqual(['INDEX_DAMAGED']);
  await expectPersonsThings(engine.client);
});

test('an index that is gone is rebuilt at the next start, without being asked to', async () => {
  const dataDir = furnished();
  rmSync(join(dataDir, 'index.db'));
  const engine = await startEngine(dataDir);
  const [task] = await engine.client.tasks.list();
  expect(task).toMatchObject({ kind: 'index' });
  await useUntilWell(engine);
  expect(await noticesOf(engine.client)).toEqual([]);
});

test('a rebuild that was cut short goes on at the next start', async () => {
  const dataDir = furnished();
  writeFileSync(join(dataDir, 'index.db'), 'damaged '.repeat(1000));
  // Set aside, and closed at once: nothing can have been rebuilt.
  await (await openTestEngine(dataDir)).close();
  const engine = await startEngine(dataDir);
  await useUntilWell(engine);
});

test('a damaged library comes back from its newest whole backup, and it is said', async () => {
  const dataDir = furnished();
  // The next start of the day after makes the backup; here by taking away today's.
  rmSync(join(dataDir, 'backups'), { recursive: true, force: true });
  await (await openTestEngine(dataDir)).close();
  const [backup] = readdirSync(join(dataDir, 'backups'));
  writeFileSync(join(dataDir, 'backups', 'library-2999-01-01T00-00-00.000Z.db'), 'no database');
  writeFileSync(join(dataDir, 'library.db'), 'This was a library. '.repeat(100));
  const engine = await startEngine(dataDir);
  const notices = await noticesOf(engine.client);
  expect(notices.map(({ code }) => code)).toEqual(['LIBRARY_DAMAGED']);
  expect(notices[0]!.message).toContain(backup!.slice('library-'.length, 'library-'.length + 10));
  const aside = readdirSync(dataDir).find((name) => name.startsWith('library.damaged-'));
  expect(notices[0]!.message).toContain(aside);
  expect(readFileSync(join(dataDir, aside!), 'utf8')).toContain('This was a library.');
  await expectPersonsThings(engine.client);
  expect(await pathsFound(engine.client, 'word12', { mode: 'keyword' })).toEqual(['note-12.md']);
});

test.each(['index.db', 'library.db'])(
  'a %s of a newer Lorekeep is refused and left as it is',
  async (name) => {
    const dataDir = furnished();
    const db = new Database(join(dataDir, name));
    db.pragma('user_version = 999');
    db.close();
    await expect(openTestEngine(dataDir)).rejects.toMatchObject({ code: 'DATA_NEWER' });
    expect(readdirSync(dataDir).filter((file) => file.includes('damaged'))).toEqual([]);
    const again = new Database(join(dataDir, name), { readonly: true });
    expect(again.pragma('user_version', { simple: true })).toBe(999);
    again.close();
  },
);

test('settings that do not fit any more fall back to their defaults', async () => {
  const dataDir = furnished();
  const db = new Database(join(dataDir, 'library.db'));
  const put = db.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)');
  put.run('parserSeconds', '-5');
  put.run('maxFileBytes', '"large"');
  put.run('ofAnotherVersion', '[]');
  put.run('parserProcesses', 'not even JSON');
  db.close();
  const { client } = await startEngine(dataDir);
  const settings = await client.settings.get();
  expect(settings).toMatchObject({ parserSeconds: 60, parserProcesses: 0, appearance: 'dark' });
  expect(settings.maxFileBytes).toBe(100 * 1024 * 1024);
  expect(settings).not.toHaveProperty('ofAnotherVersion');
});
