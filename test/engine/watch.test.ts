// Folders that are kept up to date by themselves: whatever happens to files is found soon after,
// and a folder that goes away and comes back loses nothing.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Client } from '../../src/shared/contract/contract.ts';
import { childPids } from '../support/child-pids.ts';
import { indexFolder, pathsFound, startEngine, statesOf } from '../support/engine.ts';
import { folderWith } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';

/** Reads the stream that keeps folders up to date, until the test is over; gives its newest event. */
function keep(client: Client): () => string[] {
  const stop = new AbortController();
  let states: string[] = [];
  const reading = (async () => {
    const events = await client.library.keepUpToDate(undefined, { signal: stop.signal });
    for await (const event of events) states = event.map(({ state }) => state);
  })().catch(() => {});
  onTestFinished(async () => {
    stop.abort();
    await reading;
  });
  return () => states;
}

async function watchedFolder(files: Record<string, string>) {
  const { client, dataDir } = await startEngine();
  const folder = folderWith(files);
  await indexFolder(client, folder);
  const states = keep(client);
  await expect.poll(states, { timeout: 5000 }).toEqual(['watched']);
  return { client, dataDir, folder, states };
}

const soon = { timeout: 8000, interval: 50 };

/** What holds the word itself: animals are near to each other in meaning. */
const holding = (client: Client, word: string) => pathsFound(client, word, { mode: 'keyword' });

test('new, changed, renamed, moved and deleted files are followed', async () => {
  const { client, dataDir, folder } = await watchedFolder({ 'a.md': 'A zebra.', 'b.md': 'Bees.' });
  writeFileSync(join(folder, 'c.md'), 'A walrus.');
  await expect.poll(() => holding(client, 'walrus'), soon).toEqual(['c.md']);
  writeFileSync(join(folder, 'a.md'), 'An okapi.');
  await expect.poll(() => holding(client, 'okapi'), soon).toEqual(['a.md']);
  renameSync(join(folder, 'c.md'), join(folder, 'd.md'));
  await expect.poll(() => holding(client, 'walrus'), soon).toEqual(['d.md']);
  mkdirSync(join(folder, 'sub'));
  renameSync(join(folder, 'd.md'), join(folder, 'sub', 'd.md'));
  await expect.poll(() => holding(client, 'walrus'), soon).toEqual(['sub/d.md']);
  renameSync(join(folder, 'sub'), join(folder, 'other'));
  await expect.poll(() => holding(client, 'walrus'), soon).toEqual(['other/d.md']);
  rmSync(join(folder, 'other'), { recursive: true });
  await expect.poll(() => holding(client, 'walrus'), soon).toEqual([]);
  expect(Object.keys(await statesOf(client)).toSorted()).toEqual(['a.md', 'b.md']);
  await expectWholeIndex(dataDir);
});

test('one save looks at that file alone, and embeds what changed in it alone', async () => {
  const sections = Array.from(
    { length: 20 },
    (_, i) => `# Part ${i}\n\n${`Animal ${i}. `.repeat(60)}\n`,
  );
  const { client, folder } = await watchedFolder({
    'a.md': sections.join('\n'),
    'b.md': 'Bees.',
    'c.md': 'Cats.',
  });
  sections[7] = '# Part 7\n\nA walrus.\n';
  writeFileSync(join(folder, 'a.md'), sections.join('\n'));
  await expect.poll(() => holding(client, 'walrus'), soon).toEqual(['a.md']);
  const newest = async () => (await client.tasks.list()).at(-1);
  await expect.poll(async () => (await newest())?.state, soon).toBe('done');
  expect((await newest())?.summary).toMatchObject({ scanned: 1, extracted: 1, embedded: 1 });
});

test('a directory that is moved in or away is followed with all that is in it', async () => {
  const { client, dataDir, folder } = await watchedFolder({ 'a.md': 'A zebra.' });
  const other = folderWith({ 'sub/deep/b.md': 'A walrus.', 'sub/c.md': 'An okapi.' });
  renameSync(join(other, 'sub'), join(folder, 'sub'));
  await expect.poll(() => holding(client, 'walrus'), soon).toEqual(['sub/deep/b.md']);
  expect(await holding(client, 'okapi')).toEqual(['sub/c.md']);
  renameSync(join(folder, 'sub'), join(other, 'sub'));
  await expect.poll(() => holding(client, 'walrus'), soon).toEqual([]);
  expect(Object.keys(await statesOf(client))).toEqual(['a.md']);
  await expectWholeIndex(dataDir);
});

test('a change of the rules counts; what the rules leave out starts nothing', async () => {
  const { client, folder } = await watchedFolder({ 'a.md': 'A zebra.', 'b.log': 'A walrus.' });
  const tasks = async () => (await client.tasks.list()).length;
  const before = await tasks();
  mkdirSync(join(folder, 'node_modules'));
  writeFileSync(join(folder, 'node_modules', 'x.md'), 'An okapi.');
  writeFileSync(join(folder, '.hidden'), 'x');
  writeFileSync(join(folder, 'b.md.tmp'), 'x');
  await delay(1500);
  expect(await tasks()).toBe(before);
  writeFileSync(join(folder, '.gitignore'), '*.log\n');
  await expect.poll(() => holding(client, 'walrus'), soon).toEqual([]);
});

test('a file written in many steps is read when it is done, not at every step', async () => {
  const { client, folder } = await watchedFolder({ 'a.md': 'A zebra.' });
  const before = (await client.tasks.list()).length;
  for (let i = 0; i < 30; i++) {
    writeFileSync(join(folder, 'long.md'), `Step ${i}. `.repeat(i + 1));
    await delay(30);
  }
  await expect.poll(() => pathsFound(client, 'step 29'), soon).toEqual(['long.md']);
  expect((await client.tasks.list()).length - before).toBeLessThan(5);
});

test('a folder that vanishes keeps its documents, and is followed again when it is back', async () => {
  const { client, folder, states } = await watchedFolder({ 'a.md': 'A zebra.' });
  renameSync(folder, `${folder}-away`);
  onTestFinished(() => rmSync(`${folder}-away`, { recursive: true, force: true }));
  await expect.poll(states, { timeout: 20_000 }).toEqual(['offline']);
  expect(await holding(client, 'zebra')).toEqual(['a.md']);
  expect((await client.library.folders())[0]!.online).toBe(false);
  writeFileSync(join(`${folder}-away`, 'b.md'), 'A walrus.');
  renameSync(`${folder}-away`, folder);
  await expect.poll(states, { timeout: 20_000 }).toEqual(['watched']);
  await expect.poll(() => holding(client, 'walrus'), soon).toEqual(['b.md']);
  writeFileSync(join(folder, 'c.md'), 'An okapi.');
  await expect.poll(() => holding(client, 'okapi'), soon).toEqual(['c.md']);
}, 60_000);

const onLinux = test.skipIf(process.platform !== 'linux');

onLinux(
  'what watches may die: its folders are looked at and followed again',
  async () => {
    const { client, folder, states } = await watchedFolder({ 'a.md': 'A zebra.' });
    const other = folderWith({ 'b.md': 'Bees.' });
    await indexFolder(client, other);
    await expect.poll(states, soon).toEqual(['watched', 'watched']);
    const [first, ...more] = childPids('watcher');
    expect(more).toEqual([]);
    process.kill(first!, 'SIGKILL');
    // Nobody watches now.
    writeFileSync(join(folder, 'c.md'), 'A walrus.');
    writeFileSync(join(other, 'd.md'), 'An okapi.');
    await expect.poll(() => holding(client, 'walrus'), soon).toEqual(['c.md']);
    await expect.poll(() => holding(client, 'okapi'), soon).toEqual(['d.md']);
    await expect.poll(() => childPids('watcher'), soon).toHaveLength(1);
    expect(childPids('watcher')).not.toEqual([first]);
    writeFileSync(join(other, 'e.md'), 'A quokka.');
    await expect.poll(() => holding(client, 'quokka'), soon).toEqual(['e.md']);
    expect(states()).toEqual(['watched', 'watched']);
  },
  40_000,
);

onLinux(
  'what keeps dying is not started for ever: then folders are said to be unwatched',
  async () => {
    const { client, states } = await watchedFolder({ 'a.md': 'A zebra.' });
    for (let deaths = 0; deaths < 5; deaths++) {
      const pids = () => childPids('watcher');
      await expect.poll(pids, soon).toHaveLength(1);
      const [pid] = pids();
      process.kill(pid!, 'SIGKILL');
      await expect.poll(pids, soon).not.toContain(pid);
    }
    await expect.poll(states, soon).toEqual(['unwatchable']);
    expect(await holding(client, 'zebra')).toEqual(['a.md']);
  },
  60_000,
);

test('folders that come and go, the setting, and the last reader decide what is watched', async () => {
  const { client, states } = await watchedFolder({ 'a.md': 'A zebra.' });
  const other = folderWith({ 'b.md': 'Bees.' });
  const { folderId } = await indexFolder(client, other);
  await expect.poll(states, soon).toEqual(['watched', 'watched']);
  await client.library.removeFolder({ folderId });
  await expect.poll(states, soon).toEqual(['watched']);
  await client.settings.update({ watchFolders: false });
  await expect.poll(states, soon).toEqual([]);
  if (process.platform === 'linux') await expect.poll(() => childPids('watcher'), soon).toEqual([]);
  await client.settings.update({ watchFolders: true });
  await expect.poll(states, soon).toEqual(['watched']);
});

test('the clock may be set back or forward by days: changes are followed as before', async () => {
  const { client, folder } = await watchedFolder({ 'a.md': 'A zebra.' });
  const day = 24 * 3_600_000;
  onTestFinished(() => void vi.useRealTimers());
  vi.useFakeTimers({ toFake: ['Date'] });
  for (const [days, word] of [
    [-2, 'walrus'],
    [2, 'okapi'],
    [-1, 'tapir'],
  ] as const) {
    // It stands still between the jumps, which is one more thing that a clock may do.
    vi.setSystemTime(performance.timeOrigin + performance.now() + days * day);
    writeFileSync(join(folder, `${word}.md`), `The ${word}.`);
    await expect.poll(() => pathsFound(client, word), soon).toEqual([`${word}.md`]);
  }
}, 60_000);

test('a folder that another one takes the place of is followed there', async () => {
  const { client, folder } = await watchedFolder({ 'a.md': 'A zebra.' });
  const other = folderWith({ 'b.md': 'A walrus.' });
  renameSync(folder, `${folder}-old`);
  renameSync(other, folder);
  onTestFinished(() => rmSync(`${folder}-old`, { recursive: true, force: true }));
  await expect.poll(() => holding(client, 'walrus'), { timeout: 20_000 }).toEqual(['b.md']);
  // Followed, not only looked at once.
  await expect
    .poll(
      async () => {
        writeFileSync(join(folder, 'c.md'), `An okapi at ${performance.now()}.`);
        await delay(1000);
        return holding(client, 'okapi');
      },
      { timeout: 20_000 },
    )
    .toEqual(['c.md']);
});

test('what begins to be a program’s output is let go, beside what says so', async () => {
  const { client, folder } = await watchedFolder({ 'dist/a.md': 'A zebra.', 'b.md': 'Bees.' });
  expect(await holding(client, 'zebra')).toEqual(['dist/a.md']);
  writeFileSync(join(folder, 'package.json'), '{}');
  await expect.poll(() => holding(client, 'zebra'), soon).toEqual([]);
});
