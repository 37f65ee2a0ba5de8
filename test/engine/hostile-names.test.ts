// Names as the system allows them: each file is found by what is in it, read by its path, and
// followed; links are not.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineConnection } from '../../src/engine/connect.ts';
import type { Client } from '../../src/shared/contract/contract.ts';
import { documentUrl, parseDocumentUrl } from '../../src/shared/document-url.ts';
import {
  indexFolder,
  openTestEngine,
  pathsFound,
  startEngine,
  statesOf,
  updateAll,
} from '../support/engine.ts';
import { folderWith, temporaryFolder, writeFiles } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';

const names = {
  spaces: ' two  spaces .md',
  umlautComposed: 'Übergröße.md'.normalize('NFC'),
  umlautDecomposed: 'Ölmühle.md'.normalize('NFD'),
  emoji: '🦊 fox 👩‍👩‍👧.md',
  newline: 'two\nlines.md',
  dash: '--data.md',
  quotes: `it's "quoted" \`$(rm)\`.md`,
  percent: '100%25 #hash?.md',
  backslash: 'back\\slash.md',
  control: 'bell\u0007\u001b[31m.md',
  arabic: 'وثيقة.md',
  long: `${'l'.repeat(240)}.md`,
  deep: `${'d/'.repeat(60)}deep.md`,
  longest: `${'n'.repeat(252)}.md`,
  longestWide: `${'ü'.repeat(126)}.md`,
  longPath: `${'folder with a long name/'.repeat(60)}file.md`,
  dots: '...md',
  tilde: '~home.md',
  colon: 'a:b*c<d>|.md',
  star: '**.md',
};
const words = Object.keys(names);

const dataDir = temporaryFolder();
let connection: EngineConnection;
let client: Client;
let folder: string;

beforeAll(async () => {
  folder = folderWith(
    Object.fromEntries(
      Object.entries(names).map(([word, name]) => [name, `The keyword is ${word}word.\n`]),
    ),
  );
  connection = await openTestEngine(dataDir);
  ({ client } = connection);
  await indexFolder(client, folder);
});
afterAll(async () => {
  await expectWholeIndex(dataDir);
  await connection.close();
});

test.each(words.filter((word) => word !== 'dots'))(
  'a file named with %s is found and read',
  async (word) => {
    const name = names[word as keyof typeof names];
    const { hits } = await client.search.query({ query: `${word}word`, mode: 'keyword' });
    expect(hits.map(({ relativePath }) => relativePath)).toEqual([name]);
    const ref = await client.documents.find({ path: join(folder, name) });
    expect(ref.relativePath).toBe(name);
    expect((await client.documents.read(ref)).text).toBe(`The keyword is ${word}word.\n`);
    expect((await client.documents.locate(ref)).path).toBe(join(folder, name));
    expect(parseDocumentUrl(new URL(documentUrl(ref), 'app://x').pathname)).toEqual(ref);
  },
);

test('a second run finds all of them unchanged', async () => {
  expect(await updateAll(client)).toMatchObject({
    extracted: 0,
    removed: 0,
    unchanged: words.length - 1,
  });
});

test('names that begin with a dot are left out', async () => {
  expect(Object.keys(await statesOf(client))).not.toContain('...md');
});

test('a name composed differently is another name where the system says so', async () => {
  const path = folderWith({
    ['ä.md'.normalize('NFC')]: 'composed',
    ['ä.md'.normalize('NFD')]: 'apart',
  });
  const own = await startEngine();
  expect((await indexFolder(own.client, path)).scanned).toBe(readdirSync(path).length);
  await expectWholeIndex(own.dataDir);
});

test('the query finds a name in whichever way its letters are composed', async () => {
  for (const form of ['NFC', 'NFD']) {
    expect(await pathsFound(client, 'ölmühle'.normalize(form), { mode: 'keyword' })).toEqual([
      names.umlautDecomposed,
    ]);
  }
});

test('links are not followed: circles end, and nothing from outside comes in', async () => {
  const outside = folderWith({ 'secret.md': 'Outside secret.' });
  const path = folderWith({ 'a.md': 'Inside.', 'sub/b.md': 'Inside too.' });
  symlinkSync('..', join(path, 'sub', 'up'));
  symlinkSync(path, join(path, 'self'));
  symlinkSync(join(outside, 'secret.md'), join(path, 'file-link.md'));
  symlinkSync(outside, join(path, 'folder-link'));
  symlinkSync(join(path, 'nothing'), join(path, 'dangling.md'));
  const own = await startEngine();
  expect(await indexFolder(own.client, path)).toMatchObject({ scanned: 2, problems: 0 });
  expect(Object.keys(await statesOf(own.client))).toEqual(['a.md', 'sub/b.md']);
});

test.skipIf(process.platform === 'win32')(
  'a name that is no valid text is told, and does not stop the others',
  async () => {
    const path = folderWith({ 'good.md': 'Good.' });
    writeFileSync(Buffer.concat([Buffer.from(`${path}/bad-`), Buffer.from([0xff, 0xfe])]), 'Bad.');
    const own = await startEngine();
    await indexFolder(own.client, path);
    const states = await statesOf(own.client);
    expect(states['good.md']).toBe('indexed');
    expect(Object.values(states).toSorted()).toEqual(['indexed', 'skipped FILE_NAME_UNREADABLE']);
    expect(await updateAll(own.client)).toMatchObject({ unchanged: 2, extracted: 0 });
  },
);

test.skipIf(process.platform !== 'linux')(
  'what lies deeper than any path reaches does not stop the others',
  async () => {
    const path = folderWith({ 'good.md': 'Good zebra.', 'sub/b.md': 'Walrus.' });
    // Step by step: no path is as long as the system's limit, but all of them together are.
    const script = `cd "$1/sub"; for i in $(seq 1 25); do mkdir ${'d'.repeat(200)}; cd ${'d'.repeat(200)}; done; echo Deep. > deep.md`;
    execFileSync('bash', ['-c', script, 'bash', path]);
    const own = await startEngine();
    await indexFolder(own.client, path);
    const states = await statesOf(own.client);
    expect(states).toMatchObject({ 'good.md': 'indexed', 'sub/b.md': 'indexed' });
    expect(await updateAll(own.client)).toMatchObject({ extracted: 0, removed: 0 });
    await expectWholeIndex(own.dataDir);
  },
);

test('a folder with a hostile name is a folder like others', async () => {
  const root = temporaryFolder();
  const own = await startEngine();
  for (const name of ['--yes', 'new\nline', 'ü 🦊', ' ']) {
    writeFiles(join(root, name), { 'a.md': `Text of ${name.length}.` });
    expect(await indexFolder(own.client, join(root, name))).toMatchObject({ scanned: 1 });
  }
  const folders = await own.client.library.folders();
  expect(folders.map(({ path }) => path)).toContain(join(root, 'new\nline'));
});

test('a directory that takes the name of a file, and a file that of a directory', async () => {
  const path = folderWith({ 'x.md': 'File first.', 'y.md/inner.md': 'Directory first.' });
  const own = await startEngine();
  await indexFolder(own.client, path);
  rmSync(join(path, 'x.md'));
  mkdirSync(join(path, 'x.md'));
  renameSync(join(path, 'y.md', 'inner.md'), join(path, 'x.md', 'inner.md'));
  rmSync(join(path, 'y.md'), { recursive: true });
  writeFileSync(join(path, 'y.md'), 'File now.');
  await updateAll(own.client);
  expect(await statesOf(own.client)).toEqual({ 'x.md/inner.md': 'indexed', 'y.md': 'indexed' });
  await expectWholeIndex(own.dataDir);
});
