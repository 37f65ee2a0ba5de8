// A second run does what changed and nothing else.
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EngineConnection } from '../../src/engine/connect.ts';
import type { Client } from '../../src/shared/contract/contract.ts';
import { indexFolder, openTestEngine, pathsFound, summaryOf } from '../support/engine.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';

const dataDir = temporaryFolder();
let connection: EngineConnection;
let client: Client;
let folder: string;
let folderId: string;
let garden: string;
let run = 0;

/** A section that is a passage of its own, with a text that no other test's folder holds. */
const section = (word: string) =>
  `## About ${word}\n\n${`Whoever asks about ${word} reads line ${run}, which says enough. `.repeat(8)}\n\n`;

beforeAll(async () => {
  connection = await openTestEngine(dataDir);
  ({ client } = connection);
});
afterAll(() => connection.close());

beforeEach(async () => {
  run++;
  garden = `# Garden ${run}\n\n${['roses', 'tulips', 'ferns', 'mosses'].map(section).join('')}`;
  folder = folderWith({
    'garden.md': garden,
    'kitchen.md': `# Kitchen ${run}\n\n${['pans', 'knives'].map(section).join('')}`,
    'sub/cellar.md': `# Cellar ${run}\n\n${['barrels', 'bottles'].map(section).join('')}`,
  });
  ({ folderId } = await indexFolder(client, folder));
});
afterEach(() => expectWholeIndex(dataDir));

const update = async () => {
  const { taskId } = await client.library.update({ folderIds: [folderId] });
  return summaryOf(client, taskId);
};
const at = (name: string) => join(folder, name);
/** Documents of this test's folder that hold a word, in alphabetical order. */
const holding = async (word: string) =>
  (await pathsFound(client, word, { mode: 'keyword', folderIds: [folderId] })).toSorted();
const list = async (pathContains = '') =>
  (await client.documents.list({ folderId, pathContains })).documents;
const names = async () => (await list()).map(({ relativePath }) => relativePath);
const nothing = { extracted: 0, embedded: 0, renamed: 0, removed: 0 };

test('a second run reads and embeds nothing', async () => {
  expect(await update()).toMatchObject({ ...nothing, scanned: 3, unchanged: 3 });
});

test('a new time alone extracts nothing, and is noted', async () => {
  const time = Date.now() - 5000;
  utimesSync(at('garden.md'), new Date(), new Date(time));
  expect(await update()).toMatchObject({ ...nothing, unchanged: 3 });
  expect(await list('garden')).toMatchObject([{ state: 'indexed', modifiedAt: time }]);
  expect(await holding('tulips')).toEqual(['garden.md']);
  expect(await update()).toMatchObject({ ...nothing, unchanged: 3 });
});

test('an edit of one section embeds that section alone', async () => {
  writeFileSync(at('garden.md'), garden.replace(section('ferns'), section('orchids')));
  expect(await update()).toMatchObject({ extracted: 1, unchanged: 2, embedded: 1 });
  expect(await holding('orchids')).toEqual(['garden.md']);
  expect(await holding('ferns')).toEqual([]);
});

test('text put in front moves the passages behind it and embeds none of them', async () => {
  writeFileSync(
    at('garden.md'),
    garden.replace(section('ferns'), section('lilies') + section('ferns')),
  );
  expect(await update()).toMatchObject({ extracted: 1, embedded: 1 });
  const { hits } = await client.search.query({ query: 'mosses', folderIds: [folderId] });
  const { text } = await client.documents.read(hits[0]!);
  expect(text.slice(hits[0]!.start, hits[0]!.end)).toBe(hits[0]!.text);
  expect(hits[0]!.startLine).toBe(text.slice(0, hits[0]!.start).split('\n').length);
});

test.each([
  ['a rename', 'garden.md', 'meadow.md', 'tulips'],
  ['a move into a folder', 'garden.md', 'sub/deep/garden.md', 'tulips'],
  ['a move out of a folder', 'sub/cellar.md', 'cellar.md', 'barrels'],
])('%s extracts and embeds nothing, and is found there', async (_, from, to, word) => {
  const [before] = await list(from);
  mkdirSync(dirname(at(to)), { recursive: true });
  renameSync(at(from), at(to));
  expect(await update()).toMatchObject({ ...nothing, renamed: 1, unchanged: 2 });
  expect(await holding(word)).toEqual([to]);
  expect(await list(to)).toMatchObject([{ title: before!.title, state: 'indexed' }]);
  expect(await names()).not.toContain(from);
});

test('after a rename the new name counts as a keyword and the old one no more', async () => {
  renameSync(at('garden.md'), at('orangery.md'));
  await update();
  expect(await holding('orangery')).toEqual(['orangery.md']);
});

test('a file renamed over another one takes its place', async () => {
  renameSync(at('garden.md'), at('kitchen.md'));
  expect(await update()).toMatchObject({ ...nothing, renamed: 1 });
  expect(await names()).toEqual(['kitchen.md', 'sub/cellar.md']);
  expect(await holding('tulips')).toEqual(['kitchen.md']);
  expect(await holding('knives')).toEqual([]);
});

test('a rename to another kind of file is read again, as what it is now', async () => {
  renameSync(at('garden.md'), at('garden.txt'));
  expect(await update()).toMatchObject({ extracted: 1, renamed: 0, removed: 1 });
  expect(await list('garden')).toMatchObject([{ relativePath: 'garden.txt', format: 'text' }]);
});

test('a whole folder renamed embeds nothing', async () => {
  renameSync(at('sub'), at('basement'));
  expect(await update()).toMatchObject({ ...nothing, renamed: 1 });
  expect(await holding('barrels')).toEqual(['basement/cellar.md']);
});

test('twins renamed at once are both followed', async () => {
  copyFileSync(at('garden.md'), at('twin.md'));
  await update();
  renameSync(at('garden.md'), at('one.md'));
  renameSync(at('twin.md'), at('two.md'));
  expect(await update()).toMatchObject({ ...nothing, renamed: 2 });
  expect(await names()).toEqual(['kitchen.md', 'one.md', 'sub/cellar.md', 'two.md']);
});

test('a file that was renamed and copied too is one rename and one copy', async () => {
  copyFileSync(at('garden.md'), at('copy.md'));
  renameSync(at('garden.md'), at('moved.md'));
  expect(await update()).toMatchObject({ renamed: 1, extracted: 1, embedded: 0, removed: 0 });
  expect(await holding('tulips')).toEqual(['copy.md', 'moved.md']);
});

test('a deleted file is gone from lists and results', async () => {
  rmSync(at('garden.md'));
  expect(await update()).toMatchObject({ removed: 1, extracted: 0, embedded: 0, scanned: 2 });
  expect(await holding('tulips')).toEqual([]);
  expect(await names()).toEqual(['kitchen.md', 'sub/cellar.md']);
});

test('a file that is ignored from now on is gone, and comes back without being embedded', async () => {
  writeFileSync(at('.gitignore'), 'garden*\n');
  expect(await update()).toMatchObject({ removed: 1 });
  rmSync(at('.gitignore'));
  expect(await update()).toMatchObject({ extracted: 1, embedded: 0 });
  expect(await holding('tulips')).toEqual(['garden.md']);
});

test('a copy is read but embeds nothing', async () => {
  copyFileSync(at('garden.md'), at('copy.md'));
  expect(await update()).toMatchObject({ extracted: 1, embedded: 0, renamed: 0 });
  expect(await holding('tulips')).toEqual(['copy.md', 'garden.md']);
});

test('two files that swap their contents embed nothing', async () => {
  const [one, other] = [readFileSync(at('garden.md')), readFileSync(at('kitchen.md'))];
  writeFileSync(at('garden.md'), other);
  writeFileSync(at('kitchen.md'), one);
  expect(await update()).toMatchObject({ extracted: 2, embedded: 0 });
  expect(await holding('tulips')).toEqual(['kitchen.md']);
  expect(await holding('knives')).toEqual(['garden.md']);
});

test('two files that swap their names embed nothing', async () => {
  renameSync(at('garden.md'), at('x'));
  renameSync(at('kitchen.md'), at('garden.md'));
  renameSync(at('x'), at('kitchen.md'));
  expect(await update()).toMatchObject({ embedded: 0, removed: 0 });
  expect(await holding('tulips')).toEqual(['kitchen.md']);
});

test('an edit that is taken back embeds nothing', async () => {
  writeFileSync(at('garden.md'), '# Garden\n\nDug up.\n');
  await update();
  writeFileSync(at('garden.md'), garden);
  expect(await update()).toMatchObject({ extracted: 1, embedded: 0 });
});

test('a file appended to is read again, and what was there is not embedded again', async () => {
  appendFileSync(at('kitchen.md'), section('ovens'));
  expect(await update()).toMatchObject({ extracted: 1, embedded: 1 });
  expect(await holding('ovens')).toEqual(['kitchen.md']);
});

test('a file emptied has no passages left', async () => {
  writeFileSync(at('garden.md'), '');
  await update();
  const problem = expect.objectContaining({ code: 'FILE_NO_TEXT' }) as unknown;
  expect(await list('garden')).toMatchObject([{ state: 'empty', problem }]);
  expect(await holding('tulips')).toEqual([]);
});
