// Everything long is a task: it can be watched, cancelled, and always reaches an end state.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Client } from '../../src/shared/contract/contract.ts';
import type { Task } from '../../src/shared/contract/tasks.ts';
import {
  endOf,
  indexFolder,
  openTestEngine,
  pathsFound,
  startEngine,
  summaryOf,
  updateAll,
} from '../support/engine.ts';
import { folderWith, temporaryFolder, writeFiles } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { settledIn } from '../support/kill.ts';
import { manyFiles } from '../support/many-files.ts';
import { slowText } from '../support/slow-text.ts';

const count = 200;

async function untilSome(dataDir: string): Promise<void> {
  await expect.poll(() => settledIn(dataDir), { interval: 5, timeout: 10_000 }).toBeGreaterThan(10);
}

test('a cancelled index ends as cancelled, keeps what it has, and is completed by the next', async () => {
  const { client, dataDir } = await startEngine();
  const folder = folderWith(manyFiles(count));
  const { taskId } = await client.library.addFolder({ path: folder });
  await untilSome(dataDir);
  await client.tasks.cancel({ taskId });
  const task = await endOf(client, taskId);
  expect(task).toMatchObject({ state: 'cancelled', error: null, summary: null });
  expect(task.endedAt).toBeGreaterThanOrEqual(task.startedAt);
  const settled = settledIn(dataDir);
  expect(settled).toBeLessThan(count);
  await expectWholeIndex(dataDir, { complete: false });
  expect((await client.library.folders())[0]!.scannedAt).toBeNull();
  expect(await updateAll(client)).toMatchObject({
    scanned: count,
    extracted: count - settled,
    unchanged: settled,
  });
  await expectWholeIndex(dataDir);
});

test('progress goes up to its total, and the last event is the end', async () => {
  const { client } = await startEngine();
  const { taskId } = await client.library.addFolder({ path: folderWith(manyFiles(60)) });
  const seen: Task[] = [];
  for await (const task of await client.tasks.follow({ taskId })) seen.push(task);
  expect(seen.slice(0, -1).every(({ state }) => state === 'running')).toBe(true);
  expect(seen.at(-1)).toMatchObject({ state: 'done', summary: { scanned: 60, extracted: 60 } });
  for (const { progress } of seen) {
    if (progress.total !== null) expect(progress.done).toBeLessThanOrEqual(progress.total);
    if (progress.bytesTotal !== null) {
      expect(progress.bytesDone).toBeLessThanOrEqual(progress.bytesTotal);
    }
  }
});

test('a task that has ended can still be followed, and one that never was is told', async () => {
  const { client } = await startEngine();
  const { taskId } = await client.library.addFolder({ path: folderWith({ 'a.md': 'Alpha.' }) });
  expect((await endOf(client, taskId)).state).toBe('done');
  expect((await endOf(client, taskId)).state).toBe('done');
  await client.tasks.cancel({ taskId });
  expect((await client.tasks.list())[0]).toMatchObject({ id: taskId, state: 'done' });
  for (const call of [client.tasks.cancel({ taskId: 'x' }), endOf(client, 'x')]) {
    await expect(call).rejects.toMatchObject({ code: 'TASK_UNKNOWN' });
  }
});

test('of many short tasks each is followed to its end, and only the latest are kept', async () => {
  const { client } = await startEngine();
  const path = folderWith({ 'a.md': 'Alpha.' });
  const started = Array.from({ length: 60 }, () => client.library.addFolder({ path }));
  const tasks = await Promise.all(started.map(async (add) => endOf(client, (await add).taskId)));
  expect(tasks.map(({ state }) => state)).toEqual(tasks.map(() => 'done'));
  expect(tasks.filter(({ summary }) => summary!.extracted > 0).length).toBe(1);
  expect((await client.tasks.list()).length).toBeLessThanOrEqual(20);
});

test('two folders are indexed side by side, a large one not holding up a small one', async () => {
  const { client, dataDir } = await startEngine();
  const many = 4000;
  const large = await client.library.addFolder({ path: folderWith(manyFiles(many)) });
  const small = folderWith({ 'a.md': 'A small zebra.' });
  expect(await indexFolder(client, small)).toMatchObject({ extracted: 1 });
  const running = (await client.tasks.list()).find(({ id }) => id === large.taskId);
  expect(running?.state).toBe('running');
  expect((await pathsFound(client, 'zebra'))[0]).toBe('a.md');
  expect(await summaryOf(client, large.taskId)).toMatchObject({ extracted: many });
  await expectWholeIndex(dataDir);
});

test('an update that waits for another of its folder can be cancelled', async () => {
  const { client } = await startEngine();
  const { taskId, folderId } = await client.library.addFolder({ path: folderWith(manyFiles(300)) });
  await client.settings.update({ paused: true });
  const waiting = await client.library.update({ folderIds: [folderId] });
  await client.tasks.cancel({ taskId: waiting.taskId });
  expect((await endOf(client, waiting.taskId)).state).toBe('cancelled');
  await client.settings.update({ paused: false });
  expect((await endOf(client, taskId)).state).toBe('done');
});

test('searching goes on while a folder is indexed', async () => {
  const { client, dataDir } = await startEngine();
  await indexFolder(client, folderWith({ 'a.md': 'A small zebra.' }));
  const { taskId } = await client.library.addFolder({ path: folderWith(manyFiles(count)) });
  let searches = 0;
  for (;;) {
    expect((await pathsFound(client, 'zebra'))[0]).toBe('a.md');
    const indexing = (await client.tasks.list()).find(({ id }) => id === taskId);
    if (indexing?.state !== 'running') break;
    searches++;
  }
  expect(searches).toBeGreaterThan(3);
  await summaryOf(client, taskId);
  await expectWholeIndex(dataDir);
});

test('a folder removed while it is indexed is gone, and nobody goes on with it', async () => {
  const { client, dataDir } = await startEngine();
  const added = await client.library.addFolder({ path: folderWith(manyFiles(count)) });
  await untilSome(dataDir);
  const asked = Date.now();
  const { taskId } = await client.library.removeFolder({ folderId: added.folderId });
  expect((await endOf(client, taskId)).state).toBe('done');
  expect(Date.now() - asked).toBeLessThan(3000);
  expect((await endOf(client, added.taskId)).state).toBe('cancelled');
  expect(await client.library.status()).toMatchObject({ folders: [], chunks: 0, problems: [] });
  await expectWholeIndex(dataDir);
});

test('a folder removed while an update of all waits for it stays removed', async () => {
  const { client, dataDir } = await startEngine();
  const first = folderWith(manyFiles(60));
  const { folderId } = await indexFolder(client, first);
  const second = await indexFolder(client, folderWith({ 'b.md': 'Beta.' }));
  writeFiles(first, { 'slow.txt': slowText(1024 * 1024) });
  const update = await client.library.update({});
  const removal = await client.library.removeFolder({ folderId: second.folderId });
  await endOf(client, removal.taskId);
  expect(await endOf(client, update.taskId)).toMatchObject({ state: 'done' });
  const { documents, folders } = await client.library.status();
  expect(folders.map(({ id }) => id)).toEqual([folderId]);
  expect(documents.indexed).toBe(61);
  await expectWholeIndex(dataDir);
});

test('a removal that was cut short goes on at the next start', async () => {
  const dataDir = temporaryFolder();
  const first = await openTestEngine(dataDir);
  const { folderId } = await indexFolder(first.client, folderWith(manyFiles(count)));
  await first.client.library.removeFolder({ folderId });
  await first.close();
  const { client } = await startEngine(dataDir);
  const isEmpty = async () => (await client.library.status()).chunks === 0;
  await expect.poll(isEmpty, { timeout: 10_000 }).toBe(true);
  expect(await client.library.folders()).toEqual([]);
  await expectWholeIndex(dataDir);
});

test.each([
  ['while files are read', async (dataDir: string) => untilSome(dataDir)],
  ['at once', async () => {}],
])('closing the engine %s is prompt and leaves a whole index', async (_, wait) => {
  const dataDir = temporaryFolder();
  const engine = await openTestEngine(dataDir);
  const folder = folderWith({ ...manyFiles(count), 'slow.txt': slowText(3 * 1024 * 1024) });
  const { taskId } = await engine.client.library.addFolder({ path: folder });
  const following = endOf(engine.client, taskId);
  await wait(dataDir);
  const asked = Date.now();
  await engine.close();
  expect(Date.now() - asked).toBeLessThan(3000);
  expect((await following).state).toBe('cancelled');
  await expectWholeIndex(dataDir, { complete: false });
  const again = await startEngine(dataDir);
  expect(await updateAll(again.client)).toMatchObject({ scanned: count + 1 });
  await expectWholeIndex(dataDir);
});

test('vectors that were left waiting are made at the next start', async () => {
  const dataDir = temporaryFolder();
  const first = await openTestEngine(dataDir);
  const path = folderWith({ 'book.md': longBook(3000) });
  await first.client.library.addFolder({ path });
  const phase = async () => (await first.client.tasks.list())[0]!.progress.phase;
  await expect.poll(phase, { interval: 2, timeout: 10_000 }).toBe('embedding');
  await first.close();
  const { client } = await startEngine(dataDir);
  const waiting = async () => (await client.library.status()).semanticPending;
  await expect.poll(waiting, { timeout: 15_000 }).toBe(0);
  await expectWholeIndex(dataDir);
});

function longBook(sections: number): string {
  return Array.from(
    { length: sections },
    (_, i) => `## Part ${i}\n\n${`Line of part${i} with its word${i} in it. `.repeat(8)}\n\n`,
  ).join('');
}

test('changes and tasks are streams that end when their reader leaves', async () => {
  const { client } = await startEngine();
  const follow = async (stream: Promise<AsyncIterable<unknown>>) => {
    for await (const _ of await stream) break;
  };
  await follow(client.library.changes());
  await follow(client.tasks.watch());
  await follow(client.settings.watch());
  await follow(client.system.notices());
  const revisions: number[] = [];
  const reading = (async (client: Client) => {
    for await (const { revision } of await client.library.changes()) {
      revisions.push(revision);
      if (revisions.length === 3) return;
    }
  })(client);
  await indexFolder(client, folderWith({ 'a.md': 'Alpha.' }));
  await indexFolder(client, join(folderWith({ 'sub/b.md': 'Beta.' }), 'sub'));
  await reading;
  expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
  expect(new Set(revisions).size).toBe(3);
});
