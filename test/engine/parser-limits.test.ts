// Files that take too long or too much: their parser is ended, they are set aside with the
// reason, everything else is indexed, and they are not tried again without cause.
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Client } from '../../src/shared/contract/contract.ts';
import type { defaultSettings } from '../../src/shared/contract/settings.ts';
import { endOf, indexFolder, startEngine, statesOf, updateAll } from '../support/engine.ts';
import { folderWith } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { slowText } from '../support/slow-text.ts';

const MiB = 1024 * 1024;
let dataDir: string | null = null;

afterEach(async () => {
  if (dataDir) await expectWholeIndex(dataDir);
  dataDir = null;
});

async function started(settings: Partial<typeof defaultSettings>): Promise<Client> {
  const engine = await startEngine();
  dataDir = engine.dataDir;
  await engine.client.settings.update(settings);
  return engine.client;
}

test('a file that takes too long is set aside, and tried again when that may help', async () => {
  const client = await started({ parserSeconds: 1 });
  const folder = folderWith({ 'slow.txt': slowText(24 * MiB), 'a.md': 'Alpha.', 'b.md': 'Beta.' });
  await indexFolder(client, folder);
  const aside = {
    'slow.txt': 'quarantined PARSER_TIME_LIMIT',
    'a.md': 'indexed',
    'b.md': 'indexed',
  };
  expect(await statesOf(client)).toEqual(aside);
  const { problems } = await client.library.status();
  expect(problems[0]!.message).toContain('longer than 1 s');
  // As it is, it is left alone.
  expect(await updateAll(client)).toMatchObject({ unchanged: 3, extracted: 0 });
  // A person may ask for it.
  const [slow] = (await client.documents.list({ states: ['quarantined'] })).documents;
  const { taskId } = await client.documents.retry(slow!);
  expect(await endOf(client, taskId)).toMatchObject({ state: 'done', summary: { unchanged: 2 } });
  expect(await statesOf(client)).toEqual(aside);
  // A changed file is another file.
  writeFileSync(join(folder, 'slow.txt'), 'Quick now.');
  expect(await updateAll(client)).toMatchObject({ unchanged: 2, extracted: 1 });
  expect((await statesOf(client))['slow.txt']).toBe('indexed');
});

test('a file that takes too much memory is set aside until the limit is another', async () => {
  const client = await started({ parserMemoryBytes: 256 * MiB });
  // Text of two bytes a character takes twice its size in memory, several times over.
  const folder = folderWith({ 'huge.txt': 'памятьпамять '.repeat(3_500_000), 'a.md': 'Alpha.' });
  await indexFolder(client, folder);
  expect(await statesOf(client)).toEqual({
    'huge.txt': 'quarantined PARSER_MEMORY_LIMIT',
    'a.md': 'indexed',
  });
  expect((await client.library.status()).problems[0]!.message).toContain('256 MB');
  expect(await updateAll(client)).toMatchObject({ unchanged: 2 });
  // Raising the limit is what the sentence says to do.
  await client.settings.update({ parserMemoryBytes: 4096 * MiB, maxTextLength: 10_000 });
  expect(await updateAll(client)).toMatchObject({ unchanged: 1, extracted: 1 });
  expect((await statesOf(client))['huge.txt']).toBe('partial FILE_TEXT_CUT');
});

test('text beyond the limit is cut, and read further when the limit is raised', async () => {
  const client = await started({ maxTextLength: 10_000 });
  const folder = folderWith({ 'long.txt': `${'Early words. '.repeat(1000)}Late zebra.` });
  await indexFolder(client, folder);
  expect(await statesOf(client)).toEqual({ 'long.txt': 'partial FILE_TEXT_CUT' });
  expect((await client.library.status()).problems[0]!.message).toContain('10000');
  const find = async () =>
    (await client.search.query({ query: 'zebra', mode: 'keyword' })).hits.length;
  expect(await find()).toBe(0);
  await client.settings.update({ maxTextLength: 20_000 });
  await updateAll(client);
  expect(await statesOf(client)).toEqual({ 'long.txt': 'indexed' });
  expect(await find()).toBe(1);
});

test('a file above the size limit is skipped without being read, until the limit is raised', async () => {
  const client = await started({ maxFileBytes: MiB });
  const text = slowText(MiB + 1).subarray(0, MiB + 1);
  const folder = folderWith({ 'exact.txt': text.subarray(1), 'over.txt': text });
  await indexFolder(client, folder);
  expect(await statesOf(client)).toEqual({
    'exact.txt': 'indexed',
    'over.txt': 'skipped FILE_TOO_LARGE',
  });
  expect(await updateAll(client)).toMatchObject({ unchanged: 2, extracted: 0 });
  await client.settings.update({ maxFileBytes: 2 * MiB });
  expect(await updateAll(client)).toMatchObject({ unchanged: 1, extracted: 1 });
  expect((await statesOf(client))['over.txt']).toBe('indexed');
  await client.settings.update({ maxFileBytes: MiB });
  appendFileSync(join(folder, 'over.txt'), 'x');
  await updateAll(client);
  expect((await statesOf(client))['over.txt']).toBe('skipped FILE_TOO_LARGE');
  const { hits } = await client.search.query({ query: 'anything at all', folderIds: undefined });
  expect(hits.every(({ relativePath }) => relativePath === 'exact.txt')).toBe(true);
});

test('cancelling while a long file is read ends the task at once', async () => {
  const client = await started({});
  dataDir = null;
  const folder = folderWith({ 'slow.txt': slowText(40 * MiB) });
  const { taskId } = await client.library.addFolder({ path: folder });
  const isReading = async () => (await client.tasks.list())[0]!.progress.current === 'slow.txt';
  await expect.poll(isReading, { timeout: 20_000 }).toBe(true);
  await client.tasks.cancel({ taskId });
  expect(await endOf(client, taskId)).toMatchObject({ state: 'cancelled', error: null });
  // Had the end been waited for, it would be read.
  expect(await statesOf(client)).toEqual({ 'slow.txt': 'queued' });
});
