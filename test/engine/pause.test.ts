// Indexing that is paused stands still without losing anything, and goes on where it was.
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPace } from '../../src/engine/ingest/pace.ts';
import { defaultSettings } from '../../src/shared/contract/settings.ts';
import { endOf, pathsFound, startEngine, statesOf, summaryOf } from '../support/engine.ts';
import { folderWith } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { manyFiles } from '../support/many-files.ts';

const indexedOf = async (client: Parameters<typeof statesOf>[0]) =>
  Object.values(await statesOf(client)).filter((state) => state === 'indexed').length;

test('paused in the middle: nothing more is read until it is resumed', async () => {
  const { client, dataDir } = await startEngine();
  const { taskId } = await client.library.addFolder({ path: folderWith(manyFiles(200)) });
  await expect.poll(() => indexedOf(client), { interval: 5, timeout: 20_000 }).toBeGreaterThan(5);
  await client.settings.update({ paused: true });
  await delay(500);
  const standing = await indexedOf(client);
  await delay(700);
  expect(await indexedOf(client)).toBe(standing);
  expect(standing).toBeLessThan(200);
  expect((await client.tasks.list()).find(({ id }) => id === taskId)?.state).toBe('running');
  await client.settings.update({ paused: false });
  expect(await summaryOf(client, taskId)).toMatchObject({ extracted: 200, problems: 0 });
  await expectWholeIndex(dataDir);
});

test('what is paused can be cancelled, searched, and closed', async () => {
  const { client, close } = await startEngine();
  const { taskId } = await client.library.addFolder({ path: folderWith(manyFiles(200)) });
  await expect.poll(() => indexedOf(client), { interval: 5, timeout: 20_000 }).toBeGreaterThan(5);
  await client.settings.update({ paused: true });
  expect((await pathsFound(client, 'file')).length).toBeGreaterThan(0);
  await client.tasks.cancel({ taskId });
  expect((await endOf(client, taskId)).state).toBe('cancelled');
  await client.library.update({});
  await close();
});

test('on battery and while a person is busy, work is followed by as long a rest, unless that is not wanted', async () => {
  const never = new AbortController().signal;
  const timed = async (wanted: boolean, { onBattery = false, busy = false }) => {
    const settings = { ...defaultSettings, gentleOnBattery: wanted, gentleWhileBusy: wanted };
    const pace = createPace({
      settings: () => settings,
      follow: async function* () {
        await Promise.resolve();
        yield settings;
      },
      host: {
        onBattery: () => Promise.resolve(onBattery),
        busyElsewhere: () => Promise.resolve(busy),
      },
    });
    const done = await pace.begin(never);
    await delay(120);
    done();
    const started = performance.now();
    (await pace.begin(never))();
    return performance.now() - started;
  };
  expect(await timed(true, { onBattery: true })).toBeGreaterThan(90);
  expect(await timed(true, { busy: true })).toBeGreaterThan(90);
  expect(await timed(true, {})).toBeLessThan(60);
  expect(await timed(false, { onBattery: true, busy: true })).toBeLessThan(60);
});
