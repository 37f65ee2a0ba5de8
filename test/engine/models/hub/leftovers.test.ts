// What half downloads leave in the models folder, and when it goes.
import { globSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Client } from '../../../../src/shared/contract/contract.ts';
import { endOf, startEngine } from '../../../support/engine.ts';
import { filesIn } from '../../../support/folder.ts';
import { chatModel } from '../../../support/gguf/chat-model.ts';
import { madeModel } from '../../../support/gguf/made-files.ts';
import { modelBytes, serveHub, type TestHub } from '../../../support/hub.ts';

const day = 24 * 60 * 60_000;
const large = modelBytes(3_000_000);
const half = [`hub/me--it/it-Q8_0.gguf.part`, `hub/me--it/it-Q8_0.gguf.part.json`];

function serveTwo(): Promise<TestHub> {
  return serveHub({ 'me/it': { files: { 'it-Q4_0.gguf': large, 'it-Q8_0.gguf': large } } });
}

/** Starts a download and stops it when some of it has come. */
async function stopHalfWay(client: Client, hub: TestHub, reference: string): Promise<void> {
  await client.settings.update({ hubMirror: hub.mirror });
  hub.speed = 1000;
  const { taskId } = await client.models.download({ reference });
  for await (const { progress } of await client.tasks.follow({ taskId })) {
    if ((progress.bytesDone ?? 0) > 100_000) break;
  }
  await client.tasks.cancel({ taskId });
  expect((await endOf(client, taskId)).state).toBe('cancelled');
}

function age(folder: string, days: number): void {
  const then = new Date(Date.now() - days * day);
  for (const path of globSync('**/*', { cwd: folder })) utimesSync(join(folder, path), then, then);
}

const leftIn = (dataDir: string) => filesIn(join(dataDir, 'models')).toSorted();

test('a half download waits for a month, then it goes at the next start, and the log says so', async () => {
  const hub = await serveTwo();
  const { client, dataDir, close } = await startEngine();
  await stopHalfWay(client, hub, 'hf:me/it:Q8_0');
  await close();
  expect(leftIn(dataDir)).toEqual(half);
  const models = join(dataDir, 'models');
  // A copy that was cut off, and the first file of a model in three of which the second is half here.
  writeFileSync(join(models, 'copy.gguf.part'), large);
  mkdirSync(join(models, 'hub/me--big'));
  const shards = ['big-00001-of-00003.gguf', 'big-00002-of-00003.gguf.part', 'alone.gguf'];
  for (const name of shards) writeFileSync(join(models, 'hub/me--big', name), large);
  age(models, 29);
  const before = leftIn(dataDir);
  await (await startEngine(dataDir)).close();
  expect(leftIn(dataDir)).toEqual(before);
  age(models, 31);
  await (await startEngine(dataDir)).close();
  expect(leftIn(dataDir)).toEqual(['hub/me--big/alone.gguf']);
  expect(readdirSync(join(models, 'hub'))).toEqual(['me--big']);
  const log = readFileSync(join(dataDir, 'logs/lorekeep.log'), 'utf8');
  expect(log.match(/half download removed/g)).toHaveLength(3);
});

test('whatever lies beside it, an installed model stays', async () => {
  const { client, dataDir, close } = await startEngine();
  const place = join(dataDir, 'models/hub/me--it');
  mkdirSync(place, { recursive: true });
  const path = join(place, 'it-00001-of-00001.gguf');
  writeFileSync(path, readFileSync(await madeModel('tiny', () => chatModel())));
  await client.models.add({ path });
  await close();
  writeFileSync(`${path}.part`, large);
  age(place, 40);
  await (await startEngine(dataDir)).close();
  expect(leftIn(dataDir)).toEqual(['hub/me--it/it-00001-of-00001.gguf']);
});

test('a half download is removed by the name that it was asked for, and no other one', async () => {
  const hub = await serveTwo();
  const { client, dataDir } = await startEngine();
  await stopHalfWay(client, hub, 'hf:me/it:Q4_0');
  await stopHalfWay(client, hub, 'hf:me/it:Q8_0');
  await client.models.remove({ name: 'hf:me/it:q4_0' });
  expect(leftIn(dataDir)).toEqual(half);
  await expect(client.models.remove({ name: 'hf:me/it:Q4_0' })).rejects.toMatchObject({
    code: 'MODEL_UNKNOWN',
  });
  // One that runs is stopped for it.
  const { taskId } = await client.models.download({ reference: 'hf:me/it:Q8_0' });
  await client.models.remove({ name: 'hf:me/it' });
  expect((await endOf(client, taskId)).state).toBe('cancelled');
  expect(leftIn(dataDir)).toEqual([]);
});
