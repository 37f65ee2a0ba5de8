import { expect, test } from 'vitest';
import { isDue } from '../../../src/engine/sources/sources.ts';
import { openLibraryStore } from '../../../src/engine/store/library/library-store.ts';
import { endOf, startEngine } from '../../support/engine.ts';
import { htmlOf, serveSite } from '../../support/web-server.ts';

test('a source is due when its hours are over, or were never counted', () => {
  const hour = 3_600_000;
  const now = 1000 * hour;
  const due = (everyHours: number, triedAt: number | null, unreached = 0) =>
    isDue({ everyHours, triedAt, unreached }, now);
  expect(due(0, null)).toBe(false);
  expect(due(2, null)).toBe(true);
  expect(due(2, now - hour)).toBe(false);
  expect(due(2, now - 2 * hour)).toBe(true);
  // The clock was set back.
  expect(due(2, now + 100 * hour)).toBe(true);
  // What was not reached is tried again earlier, but ever more seldom, and never less than usual.
  expect(due(24, now - hour / 4, 1)).toBe(true);
  expect(due(24, now - hour / 5, 1)).toBe(false);
  expect(due(24, now - hour / 4, 2)).toBe(false);
  expect(due(24, now - hour / 2, 2)).toBe(true);
  expect(due(24, now - 24 * hour, 2000)).toBe(true);
});

test('what is due is fetched while somebody wants all kept up to date, and only then', async () => {
  const site = await serveSite({ '/due': htmlOf('A', 'Old.'), '/never': htmlOf('B', 'Old.') });
  const first = await startEngine();
  for (const [path, everyHours] of [
    ['/due', 1],
    ['/never', 0],
  ] as const) {
    const { taskId } = await first.client.sources.add({ address: site.url(path), everyHours });
    await endOf(first.client, taskId);
  }
  await first.close();
  site.asked.length = 0;
  // As if the last try were long ago.
  const library = await openLibraryStore(first.dataDir);
  for (const { id } of library.sources.list()) library.sources.change(id, { triedAt: 1 });
  library.close();

  const { client } = await startEngine(first.dataDir);
  await client.settings.update({ paused: true });
  expect(site.asked).toEqual([]);
  const stop = new AbortController();
  const reading = (async () => {
    for await (const _ of await client.library.keepUpToDate(undefined, { signal: stop.signal }));
  })().catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(site.asked).toEqual([]);
  await client.settings.update({ paused: false });
  const again = (async () => {
    for await (const _ of await client.library.keepUpToDate(undefined, { signal: stop.signal }));
  })().catch(() => {});
  await expect.poll(() => site.asked, { timeout: 15_000 }).toEqual(['/due']);
  stop.abort();
  await Promise.all([reading, again]);
});
