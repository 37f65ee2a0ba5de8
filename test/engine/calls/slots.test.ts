import { expect, test } from 'vitest';
import { createSlots } from '../../../src/engine/calls/slots.ts';
import { parserCount } from '../../../src/engine/ingest/parse/parser-count.ts';

const never = new AbortController().signal;
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('no more are given than there are, in the order of asking', async () => {
  const slots = createSlots(() => 2);
  const given: number[] = [];
  const releases: (() => void)[] = [];
  for (const i of [1, 2, 3, 4]) {
    void (async () => {
      releases.push(await slots.take(never));
      given.push(i);
    })();
  }
  await settle();
  expect(given).toEqual([1, 2]);
  releases[1]!();
  await settle();
  expect(given).toEqual([1, 2, 3]);
  releases[0]!();
  await settle();
  expect(given).toEqual([1, 2, 3, 4]);
});

test('who stops waiting is passed over, and takes no slot', async () => {
  const slots = createSlots(() => 1);
  const release = await slots.take(never);
  const stop = new AbortController();
  const waiting = slots.take(stop.signal);
  const next = slots.take(never);
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
  release();
  await expect(next).resolves.toBeTypeOf('function');
  await expect(slots.take(AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
});

test('an abort after the slot was given changes nothing', async () => {
  const slots = createSlots(() => 1);
  const stop = new AbortController();
  const release = await slots.take(stop.signal);
  stop.abort();
  const next = slots.take(never);
  release();
  await next;
});

test('a smaller size is kept from the next slot on', async () => {
  let size = 2;
  const slots = createSlots(() => size);
  const first = await slots.take(never);
  const second = await slots.take(never);
  size = 1;
  let given = false;
  void slots.take(never).then(() => (given = true));
  first();
  await settle();
  expect(given).toBe(false);
  second();
  await settle();
  expect(given).toBe(true);
});

test('the setting decides, and without one the machine', () => {
  expect(parserCount(7)).toBe(7);
  expect(parserCount(0)).toBeGreaterThanOrEqual(1);
  expect(parserCount(0)).toBeLessThanOrEqual(4);
});

test('as many at once as there are places; who stops waiting takes none', async () => {
  const slots = createSlots(() => 2);
  const { signal } = new AbortController();
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside--;
  };
  const stop = new AbortController();
  const all = [1, 2, 3, 4, 5].map(() => slots.use(signal, work));
  const never = slots.use(stop.signal, () => Promise.reject(new Error('it began')));
  stop.abort(new Error('stopped'));
  await expect(never).rejects.toThrow('stopped');
  await Promise.all(all);
  expect(most).toBe(2);
  await expect(slots.use(signal, () => Promise.reject(new Error('failed')))).rejects.toThrow();
  await slots.use(signal, work);
});
