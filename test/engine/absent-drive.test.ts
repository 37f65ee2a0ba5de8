// Drives come and go: what was on them stays in the index until it is known to be gone.
import Database from 'better-sqlite3';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  endOf,
  indexFolder,
  pathsFound,
  startEngine,
  statesOf,
  updateAll,
} from '../support/engine.ts';
import { folderWith } from '../support/folder.ts';
import { manyFiles } from '../support/many-files.ts';

test('a drive that goes away while its files are read takes nothing with it', async () => {
  const folder = folderWith({ ...manyFiles(50), 'a.md': 'A zebra.' });
  const { client } = await startEngine();
  const { folderId } = await indexFolder(client, folder);
  await client.settings.update({ paused: true });
  for (const name of Object.keys(manyFiles(50))) writeFileSync(join(folder, name), 'Changed.');
  rmSync(join(folder, 'a.md'));
  const { taskId } = await client.library.update({ folderIds: [folderId] });
  const phase = async () => (await client.tasks.list()).at(-1)?.progress.phase;
  await expect.poll(phase, { timeout: 10_000 }).toBe('reading');
  renameSync(folder, `${folder}-away`);
  onTestFinished(() => rmSync(`${folder}-away`, { recursive: true, force: true }));
  await client.settings.update({ paused: false });
  expect((await endOf(client, taskId)).error?.code).toBe('FOLDER_OFFLINE');
  // What is gone is only known once the drive is back.
  expect(Object.keys(await statesOf(client))).toHaveLength(51);
  expect(await pathsFound(client, 'zebra')).toEqual(['a.md']);
  renameSync(`${folder}-away`, folder);
  expect(await updateAll(client)).toMatchObject({ scanned: 50, removed: 1 });
});

test('the empty place of a drive that is not there is no empty folder', async () => {
  const folder = folderWith({ 'a.md': 'A zebra.' });
  const { client, dataDir, close } = await startEngine();
  await indexFolder(client, folder);
  await close();
  // As if it had been on another drive, whose place this is.
  const db = new Database(join(dataDir, 'index.db'));
  db.exec("UPDATE folders SET device = '1'");
  db.close();
  rmSync(join(folder, 'a.md'));
  const again = await startEngine(dataDir);
  const { taskId } = await again.client.library.update({});
  expect((await endOf(again.client, taskId)).error?.code).toBe('FOLDER_OFFLINE');
  expect(await pathsFound(again.client, 'zebra')).toEqual(['a.md']);
  // With anything in it, it is a folder again.
  writeFileSync(join(folder, 'b.md'), 'A walrus.');
  expect(await updateAll(again.client)).toMatchObject({ scanned: 1, removed: 1 });
});
