// Files that do not hold still: what happens to them between the look at the folder and the
// reading, while they are read, and to their times. Nothing of it is lost, or kept that is gone.
import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Client } from '../../src/shared/contract/contract.ts';
import {
  indexFolder,
  openTestEngine,
  pathsFound,
  startEngine,
  statesOf,
  summaryOf,
  updateAll,
} from '../support/engine.ts';
import { filesIn, folderWith, temporaryFolder, writeFiles } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { startOther } from '../support/owner.ts';

const holding = (client: Client, word: string): Promise<string[]> =>
  pathsFound(client, word, { mode: 'keyword' });

/** Adds a folder, lets something happen after the look at it and before the reading, and goes on. */
async function indexAround(client: Client, folder: string, happens: () => void) {
  await client.settings.update({ paused: true });
  const { taskId } = await client.library.addFolder({ path: folder });
  const phase = async () => (await client.tasks.list())[0]!.progress.phase;
  await expect.poll(phase, { interval: 5, timeout: 20_000 }).toBe('reading');
  happens();
  await client.settings.update({ paused: false });
  return summaryOf(client, taskId);
}

test('what takes the place of a file before it is read is not read in its name', async () => {
  const outside = folderWith({ 'secret.md': 'An outside zebra.' });
  const folder = folderWith({
    'good.md': 'Good.',
    'directory.md': 'A file.',
    'sub/inner.md': 'Inside.',
    'link.md': 'A file.',
    'deleted.md': 'A file.',
    ...(process.platform === 'linux' && { 'pipe.md': 'A file.' }),
  });
  const { client, dataDir } = await startEngine();
  await indexAround(client, folder, () => {
    for (const name of filesIn(folder)) if (name !== 'good.md') rmSync(join(folder, name));
    writeFiles(folder, { 'directory.md/below.md': 'A walrus.' });
    rmSync(join(folder, 'sub'), { recursive: true });
    writeFileSync(join(folder, 'sub'), 'An okapi.');
    symlinkSync(join(outside, 'secret.md'), join(folder, 'link.md'));
    if (process.platform === 'linux') execFileSync('mkfifo', [join(folder, 'pipe.md')]);
  });
  // What came in the meantime is the next look's.
  expect(await statesOf(client)).toEqual({ 'good.md': 'indexed' });
  await expectWholeIndex(dataDir);
  await updateAll(client);
  const now = { 'good.md': 'indexed', 'directory.md/below.md': 'indexed', sub: 'indexed' };
  expect(await statesOf(client)).toEqual(now);
  expect(await holding(client, 'zebra')).toEqual([]);
  await expectWholeIndex(dataDir);
});

test('a file that changes before it is read is read as it is then, and not again', async () => {
  const folder = folderWith({ 'a.md': 'A zebra.' });
  const { client } = await startEngine();
  await indexAround(client, folder, () => writeFileSync(join(folder, 'a.md'), 'A walrus, longer.'));
  expect(await holding(client, 'walrus')).toEqual(['a.md']);
  expect(await updateAll(client)).toMatchObject({ extracted: 0, unchanged: 1 });
});

test('a file that is written to all the time is read as far as it is, and again when it is done', async () => {
  const folder = folderWith({ 'log.txt': 'Begun. ' });
  const path = join(folder, 'log.txt');
  const { client, dataDir } = await startEngine();
  // A process of its own writes while parsers of ours read.
  const script = `for i in $(seq 1 400); do printf 'Line %s. ' $i >> "$1"; sleep 0.002; done`;
  const writing = new Promise((resolve) => execFile('sh', ['-c', script, 'sh', path], resolve));
  await indexFolder(client, folder);
  await writing;
  writeFileSync(path, 'Finally a zebra.', { flag: 'a' });
  await updateAll(client);
  expect(await holding(client, 'zebra')).toEqual(['log.txt']);
  await expectWholeIndex(dataDir);
});

test('clock jumps: a change counts whatever time it bears', async () => {
  const { client, dataDir } = await startEngine();
  const times = {
    future: Date.UTC(2090, 0, 1),
    past: Date.UTC(1994, 5, 1),
    epoch: 0,
    before: -86_400_000,
    unchanged: Date.UTC(2026, 0, 1),
  };
  const words = Object.keys(times) as (keyof typeof times)[];
  const folder = folderWith(Object.fromEntries(words.map((word) => [word, 'At first.'])));
  const at = (word: string) => join(folder, word);
  utimesSync(at('unchanged'), new Date(times.unchanged), new Date(times.unchanged));
  await indexFolder(client, folder);
  for (const word of words) {
    writeFileSync(at(word), `The time is ${word}.`);
    utimesSync(at(word), new Date(times[word]), new Date(times[word]));
    expect(statSync(at(word)).mtimeMs).toBe(times[word]);
  }
  expect(await updateAll(client)).toMatchObject({ extracted: words.length, removed: 0 });
  for (const word of words) expect(await holding(client, word)).toEqual([word]);
  expect(await updateAll(client)).toMatchObject({ extracted: 0, unchanged: words.length });
  await expectWholeIndex(dataDir);
});

const isWindows = process.platform === 'win32';
/** Root may read everything: then another process, of a user who may not, does the indexing. */
const nobody = process.getuid?.() === 0 ? 65_534 : undefined;

test.skipIf(isWindows)(
  `permissions lost during indexing are told, and their files read once they are back${isWindows ? ' (skipped: Windows has others)' : ''}`,
  async () => {
    const folder = folderWith({ 'a.md': 'Alpha.', 'closed.md': 'Zebra.', 'sub/b.md': 'Walrus.' });
    const dataDir = temporaryFolder();
    if (nobody !== undefined) {
      const owned = [
        folder,
        dataDir,
        join(folder, 'sub'),
        ...filesIn(folder).map((name) => join(folder, name)),
      ];
      for (const path of owned) chownSync(path, nobody, nobody);
    }
    const other = await startOther(dataDir, nobody);
    const { client, close } = await openTestEngine(dataDir);
    const setModes = (file: number, directory: number) => {
      chmodSync(join(folder, 'closed.md'), file);
      chmodSync(join(folder, 'sub'), directory);
    };
    await indexAround(client, folder, () => setModes(0o000, 0o000));
    expect(await statesOf(client)).toEqual({
      'a.md': 'indexed',
      'closed.md': 'failed FILE_UNREADABLE',
      'sub/b.md': 'failed FILE_UNREADABLE',
    });
    setModes(0o600, 0o700);
    await updateAll(client);
    const all = { 'a.md': 'indexed', 'closed.md': 'indexed', 'sub/b.md': 'indexed' };
    expect(await statesOf(client)).toEqual(all);
    // Of a directory that is closed nobody knows what is in it: nothing is taken for deleted.
    setModes(0o000, 0o000);
    await updateAll(client);
    const closed = { 'sub/': 'skipped DIRECTORY_UNREADABLE' };
    expect(await statesOf(client)).toEqual({ ...all, ...closed });
    expect(await holding(client, 'walrus')).toEqual(['sub/b.md']);
    setModes(0o600, 0o700);
    await updateAll(client);
    expect(await statesOf(client)).toEqual(all);
    await close();
    await other.stop();
    await expectWholeIndex(dataDir);
  },
);

test('a rename of one case to the other embeds nothing, for files, folders and archives', async () => {
  const folder = folderWith({ 'notes.md': 'A zebra.', 'sub/b.md': 'A walrus.' });
  const { client, dataDir } = await startEngine();
  await indexFolder(client, folder);
  // By way of another name, as systems that do not tell cases apart demand.
  for (const [from, to] of [
    ['notes.md', 'Notes.md'],
    ['sub', 'SUB'],
  ] as const) {
    renameSync(join(folder, from), join(folder, 'between'));
    renameSync(join(folder, 'between'), join(folder, to));
  }
  expect(await updateAll(client)).toMatchObject({ renamed: 2, embedded: 0, removed: 0 });
  expect(Object.keys(await statesOf(client)).toSorted()).toEqual(['Notes.md', 'SUB/b.md']);
  expect(await holding(client, 'zebra')).toEqual(['Notes.md']);
  await expectWholeIndex(dataDir);
});

test('a name composed anew is the same file', async () => {
  const name = 'Straßenübersicht Ångström.md';
  const folder = folderWith({ [name.normalize('NFC')]: 'A zebra.' });
  const { client, dataDir } = await startEngine();
  await indexFolder(client, folder);
  renameSync(join(folder, name.normalize('NFC')), join(folder, name.normalize('NFD')));
  const summary = await updateAll(client);
  // Some systems keep one form of each name and see no change.
  expect(summary).toMatchObject({ embedded: 0, removed: 0, scanned: 1 });
  expect(Object.keys(await statesOf(client))).toEqual(filesIn(folder));
  expect(await holding(client, 'zebra')).toEqual(filesIn(folder));
  await expectWholeIndex(dataDir);
});
