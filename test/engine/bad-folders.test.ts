// Paths that cannot be indexed are refused with a code and a sentence, and change nothing.
import { mkdirSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineConnection } from '../../src/engine/connect.ts';
import type { Client } from '../../src/shared/contract/contract.ts';
import { sentenceOf } from '../../src/shared/texts/format.ts';
import { indexFolder, openTestEngine } from '../support/engine.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';

const dataDir = temporaryFolder();
const folder = folderWith({ 'a.md': 'Alpha.', 'sub/b.md': 'Beta.' });
let connection: EngineConnection;
let client: Client;

beforeAll(async () => {
  connection = await openTestEngine(dataDir);
  ({ client } = connection);
  await indexFolder(client, join(folder, 'sub'));
});
afterAll(async () => {
  expect((await client.library.folders()).map(({ path }) => path)).toEqual([join(folder, 'sub')]);
  await connection.close();
});

async function refusal(path: string): Promise<{ code: string; sentence: string }> {
  try {
    await client.library.addFolder({ path });
  } catch (error) {
    return { code: (error as { code: string }).code, sentence: sentenceOf(error) };
  }
  throw new Error(`“${path}” was added`);
}

test.each([
  ['FOLDER_NOT_FOUND', 'that is not there', (): string => join(folder, 'nothing')],
  ['FOLDER_NOT_FOUND', 'below a file', (): string => join(folder, 'a.md', 'x')],
  [
    'FOLDER_NOT_FOUND',
    'with a name too long for the system',
    (): string => join(folder, 'x'.repeat(300)),
  ],
  ['FOLDER_NOT_FOUND', 'longer than the system takes', (): string => `/${'long/'.repeat(2000)}`],
  ['FOLDER_NOT_FOUND', 'with a NUL in it', (): string => `${folder}\0x`],
  ['FOLDER_IS_FILE', 'of a file', (): string => join(folder, 'a.md')],
  ['FOLDER_HOLDS_FOLDER', 'above an indexed folder', (): string => folder],
  ['FOLDER_INSIDE_FOLDER', 'inside an indexed folder', (): string => inside('deep')],
  ['FOLDER_IS_DATA', 'of the data folder', (): string => dataDir],
  ['FOLDER_IS_DATA', 'inside the data folder', (): string => join(dataDir, 'logs')],
  ['FOLDER_HOLDS_FOLDER', 'of the root, which holds it', (): string => '/'],
] as const)('%s: a path %s', async (code, _, path) => {
  const refused = await refusal(path());
  expect(refused.code).toBe(code);
  expect(refused.sentence).not.toMatch(/\{\w+\}/);
  expect(refused.sentence).toContain(path().slice(0, 20));
});

function inside(name: string): string {
  const path = join(folder, 'sub', name);
  mkdirSync(path, { recursive: true });
  return path;
}

test('links in a circle are no folder, and a link into an indexed one is inside it', async () => {
  const links = temporaryFolder();
  symlinkSync(join(links, 'b'), join(links, 'a'));
  symlinkSync(join(links, 'a'), join(links, 'b'));
  expect((await refusal(join(links, 'a'))).code).toBe('FOLDER_NOT_FOUND');
  symlinkSync(inside('linked'), join(links, 'in'));
  expect((await refusal(join(links, 'in'))).code).toBe('FOLDER_INSIDE_FOLDER');
});

test('an empty path is not understood', async () => {
  expect((await refusal('')).code).toBe('REQUEST_INVALID');
});

test('the root and the home directory want to be confirmed', async () => {
  const own = await openTestEngine(temporaryFolder());
  for (const path of ['/', homedir()]) {
    await expect(own.client.library.addFolder({ path })).rejects.toMatchObject({
      code: 'FOLDER_VERY_LARGE',
    });
  }
  expect(await own.client.library.folders()).toEqual([]);
  await own.close();
});

test('a name that begins like an indexed one is another folder', async () => {
  const own = await openTestEngine(temporaryFolder());
  const root = folderWith({ 'notes/a.md': 'Alpha.', 'notes-old/b.md': 'Beta.' });
  await indexFolder(own.client, join(root, 'notes'));
  expect(await indexFolder(own.client, join(root, 'notes-old'))).toMatchObject({ extracted: 1 });
  await own.close();
});

test('an empty folder is indexed as one that holds nothing', async () => {
  const own = await openTestEngine(temporaryFolder());
  const { folderId: _, ...summary } = await indexFolder(own.client, temporaryFolder());
  expect(summary).toMatchObject({ scanned: 0, extracted: 0, problems: 0, chunks: 0, embedded: 0 });
  expect((await own.client.search.query({ query: 'anything' })).hits).toEqual([]);
  await own.close();
});

test('the data folder inside an indexed folder is passed over, also by way of a link', async () => {
  const root = folderWith({ 'a.md': 'Alpha.' });
  mkdirSync(join(root, 'data'));
  const link = join(temporaryFolder(), 'link');
  symlinkSync(join(root, 'data'), link);
  const own = await openTestEngine(link);
  expect(await indexFolder(own.client, root)).toMatchObject({ scanned: 1, problems: 0 });
  await own.close();
});

const isRoot = process.getuid?.() === 0;

test.skipIf(isRoot)(
  `a folder without read permission is refused${isRoot ? ' (skipped: root may read all)' : ''}`,
  async () => {
    const path = temporaryFolder();
    mkdirSync(join(path, 'closed'), { mode: 0o000 });
    expect((await refusal(join(path, 'closed'))).code).toBe('FOLDER_UNREADABLE');
  },
);
