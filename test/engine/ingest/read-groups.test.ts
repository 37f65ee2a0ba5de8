import { expect, test } from 'vitest';
import { readGroups } from '../../../src/engine/ingest/read-groups.ts';
import type { ReadJob } from '../../../src/engine/ingest/scan/comparison.ts';

const job = (relativePath: string, size: number): ReadJob => ({
  file: { relativePath, size, modifiedAt: 1 },
  known: null,
});
const namesOf = (group: readonly ReadJob[]) => group.map(({ file }) => file.relativePath).join(' ');

/** A queue is worked off from its end. */
const queueOf = (...sizes: number[]) => sizes.map((size, i) => job(String(i), size)).toReversed();

test('small files share a group, large ones have one of their own', async () => {
  const groups: string[] = [];
  await readGroups(queueOf(10, 20, 30, 200_000, 100_000, 100_000), 1, {
    read: async (group) => groups.push(namesOf(group)),
    store: async () => {},
  });
  expect(groups).toEqual(['0 1 2', '3', '4', '5']);
});

test('a group is stored while the next is read, and everything is stored in the end', async () => {
  const events: string[] = [];
  const tick = () => new Promise((resolve) => setTimeout(resolve, 5));
  await readGroups(queueOf(200_000, 200_000, 200_000), 1, {
    async read(group) {
      events.push(`read ${namesOf(group)}`);
      await tick();
      return namesOf(group);
    },
    async store(_, name) {
      await tick();
      await tick();
      events.push(`stored ${name}`);
    },
  });
  expect(events).toEqual(['read 0', 'read 1', 'stored 0', 'read 2', 'stored 1', 'stored 2']);
});

test.each(['read', 'store'] as const)('when a %s fails, nobody begins another', async (what) => {
  let begun = 0;
  const run = readGroups(queueOf(...Array.from({ length: 50 }, () => 200_000)), 3, {
    async read() {
      begun++;
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (what === 'read' && begun > 5) throw new Error('broken');
    },
    async store() {
      if (what === 'store' && begun > 5) throw new Error('broken');
    },
  });
  await expect(run).rejects.toThrow('broken');
  expect(begun).toBeLessThan(20);
});
