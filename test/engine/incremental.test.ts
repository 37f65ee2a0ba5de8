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
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  indexFolder,
  pathsFound,
  startEngine,
  statesOf,
  type TestEngine,
  updateAll,
} from '../support/engine.ts';
import { folderWith } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';

/** A section that is a passage of its own. */
const section = (word: string) =>
  `## About ${word}\n\n${`Whoever asks about ${word} reads this line, which says enough. `.repeat(8)}\n\n`;
const garden = `# Garden\n\n${['roses', 'tulips', 'ferns', 'mosses'].map(section).join('')}`;

let folder: string;
let engine: TestEngine;

beforeEach(async () => {
  folder = folderWith({
    'garden.md': garden,
    'kitchen.md': `# Kitchen\n\n${['pans', 'knives'].map(section).join('')}`,
    'sub/cellar.md': `# Cellar\n\n${['barrels', 'bottles'].map(section).join('')}`,
  });
  engine = await startEngine();
  await indexFolder(engine.client, folder);
});
afterEach(() => expectWholeIndex(engine.dataDir));

const update = () => updateAll(engine.client);
const at = (name: string) => join(folder, name);
const nothing = { extracted: 0, embedded: 0, renamed: 0, removed: 0 };

test('a second run reads and embeds nothing', async () => {
  expect(await update()).toMatchObject({ ...nothing, scanned: 3, unchanged: 3 });
});

test('a new time alone extracts nothing, and is noted', async () => {
  utimesSync(at('garden.md'), new Date(), new Date(Date.now() - 5000));
  expect(await update()).toMatchObject({ ...nothing, unchanged: 3 });
  const [garden] = (await engine.client.documents.list({ pathContains: 'garden' })).documents;
  expect(garden).toMatchObject({ state: 'indexed', title: 'Garden' });
  expect(Math.abs(garden!.modifiedAt - (Date.now() - 5000))).toBeLessThan(4000);
  expect(await pathsFound(engine.client, 'tulips')).toEqual(['garden.md']);
});

test('an edit of one section embeds that section alone', async () => {
  writeFileSync(at('garden.md'), garden.replace(section('ferns'), section('orchids')));
  expect(await update()).toMatchObject({ extracted: 1, unchanged: 2, embedded: 1 });
  expect((await pathsFound(engine.client, 'orchids'))[0]).toBe('garden.md');
  expect(await pathsFound(engine.client, 'ferns', { mode: 'keyword' })).toEqual([]);
});

test('text put in front moves the passages behind it and embeds none of them', async () => {
  writeFileSync(at('garden.md'), garden.replace('# Garden\n\n', `# Garden\n\n${section('lilies')}`));
  expect(await update()).toMatchObject({ extracted: 1, embedded: 1 });
  const { hits } = await engine.client.search.query({ query: 'mosses' });
  const { text } = await engine.client.documents.read(hits[0]!);
  expect(text.slice(hits[0]!.start, hits[0]!.end)).toBe(hits[0]!.text);
  expect(hits[0]!.startLine).toBe(text.slice(0, hits[0]!.start).split('\n').length);
});

test.each([
  ['a rename', 'garden.md', 'meadow.md'],
  ['a move into a folder', 'garden.md', 'sub/deep/garden.md'],
  ['a move out of a folder', 'sub/cellar.md', 'cellar.md'],
])('%s extracts and embeds nothing, and is found under its new path', async (_, from, to) => {
  const { documents } = await engine.client.documents.list({ pathContains: from });
  mkdirSync(join(at(to), '..'), { recursive: true });
  renameSync(at(from), at(to));
  expect(await update()).toMatchObject({ ...nothing, renamed: 1, unchanged: 2 });
  const word = from.includes('cellar') ? 'barrels' : 'tulips';
  expect(await pathsFound(engine.client, word)).toContain(to);
  expect(await pathsFound(engine.client, word)).not.toContain(from);
  const moved = await engine.client.documents.list({ pathContains: to });
  expect(moved.documents[0]).toMatchObject({ title: documents[0]!.title, state: 'indexed' });
});

test('after a rename the new name counts as a keyword and the old one no more', async () => {
  renameSync(at('garden.md'), at('orangery.md'));
  await update();
  expect(await pathsFound(engine.client, 'orangery', { mode: 'keyword' })).toEqual([
    'orangery.md',
  ]);
});

test('a file renamed over another one takes its place', async () => {
  renameSync(at('garden.md'), at('kitchen.md'));
  expect(await update()).toMatchObject({ extracted: 0, embedded: 0, renamed: 1 });
  expect(await statesOf(engine.client)).toEqual({ 'kitchen.md': 'indexed', 'sub/cellar.md': 'indexed' });
  expect(await pathsFound(engine.client, 'tulips')).toContain('kitchen.md');
  expect(await pathsFound(engine.client, 'knives', { mode: 'keyword' })).toEqual([]);
});

test('a rename to another kind of file is read again, as what it is now', async () => {
  renameSync(at('garden.md'), at('garden.txt'));
  expect(await update()).toMatchObject({ extracted: 1, removed: 1 });
  const { documents } = await engine.client.documents.list({ pathContains: 'garden' });
  expect(documents).toMatchObject([{ relativePath: 'garden.txt', format: 'text' }]);
});

test('a whole folder renamed embeds nothing', async () => {
  renameSync(at('sub'), at('basement'));
  expect(await update()).toMatchObject({ ...nothing, renamed: 1 });
  expect(await pathsFound(engine.client, 'barrels')).toContain('basement/cellar.md');
});

test('twins renamed at once are both followed', async () => {
  copyFileSync(at('garden.md'), at('twin.md'));
  await update();
  renameSync(at('garden.md'), at('one.md'));
  renameSync(at('twin.md'), at('two.md'));
  expect(await update()).toMatchObject({ ...nothing, renamed: 2 });
  expect(Object.keys(await statesOf(engine.client)).toSorted()).toEqual([
    'kitchen.md',
    'one.md',
    'sub/cellar.md',
    'two.md',
  ]);
});

test('a file that was renamed and copied too is one rename and one copy', async () => {
  copyFileSync(at('garden.md'), at('copy.md'));
  renameSync(at('garden.md'), at('moved.md'));
  expect(await update()).toMatchObject({ renamed: 1, extracted: 1, embedded: 0, removed: 0 });
  expect((await pathsFound(engine.client, 'tulips')).toSorted()).toEqual(['copy.md', 'moved.md']);
});

test('a deleted file is gone from lists and results', async () => {
  rmSync(at('garden.md'));
  expect(await update()).toMatchObject({ removed: 1, extracted: 0, embedded: 0, scanned: 2 });
  expect(await pathsFound(engine.client, 'tulips', { mode: 'keyword' })).toEqual([]);
  expect(Object.keys(await statesOf(engine.client))).toEqual(['kitchen.md', 'sub/cellar.md']);
});

test('a copy is read but embeds nothing', async () => {
  copyFileSync(at('garden.md'), at('copy.md'));
  expect(await update()).toMatchObject({ extracted: 1, embedded: 0, renamed: 0 });
  expect((await pathsFound(engine.client, 'tulips')).toSorted()).toEqual(['copy.md', 'garden.md']);
});

test('two files that swap their contents embed nothing', async () => {
  const [one, other] = [readFileSync(at('garden.md')), readFileSync(at('kitchen.md'))];
  writeFileSync(at('garden.md'), other);
  writeFileSync(at('kitchen.md'), one);
  expect(await update()).toMatchObject({ extracted: 2, embedded: 0 });
  expect(await pathsFound(engine.client, 'tulips')).toContain('kitchen.md');
  expect(await pathsFound(engine.client, 'knives')).toContain('garden.md');
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
  expect((await pathsFound(engine.client, 'ovens'))[0]).toBe('kitchen.md');
});

test('a file emptied has no passages left', async () => {
  writeFileSync(at('garden.md'), '');
  await update();
  expect((await statesOf(engine.client))['garden.md']).toBe('empty FILE_NO_TEXT');
  expect(await pathsFound(engine.client, 'tulips', { mode: 'keyword' })).toEqual([]);
});
