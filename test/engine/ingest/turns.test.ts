import { expect, test } from 'vitest';
import { createTurns } from '../../../src/engine/ingest/turns.ts';

const never = new AbortController().signal;

/** Work that ends when it is told to. */
function held() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end };
}

test('of one folder one after the other, also after a failure; of others at once', async () => {
  const turns = createTurns();
  const events: string[] = [];
  const first = held();
  const one = turns.take('a', never, async () => {
    await first.work();
    events.push('a1');
    throw new Error('broken');
  });
  const two = turns.take('a', never, async () => void events.push('a2'));
  await turns.take('b', never, async () => void events.push('b'));
  first.end();
  await expect(one).rejects.toThrow('broken');
  await two;
  expect(events).toEqual(['b', 'a1', 'a2']);
});

test('who waits can be stopped at once, and what comes after still has its turn', async () => {
  const turns = createTurns();
  const first = held();
  const one = turns.take('a', never, first.work);
  const stop = new AbortController();
  let ran = false;
  const two = turns.take('a', stop.signal, async () => {
    ran = true;
  });
  const three = turns.take('a', never, () => Promise.resolve('done'));
  stop.abort();
  await expect(two).rejects.toMatchObject({ name: 'AbortError' });
  first.end();
  await one;
  expect(await three).toBe('done');
  expect(ran).toBe(false);
});

test('work that has begun is not left by its signal', async () => {
  const turns = createTurns();
  const stop = new AbortController();
  const first = held();
  const one = turns.take('a', stop.signal, first.work);
  await Promise.resolve();
  await Promise.resolve();
  stop.abort();
  const soon = new Promise((resolve) => setTimeout(resolve, 20, 'still at it'));
  expect(await Promise.race([one, soon])).toBe('still at it');
  first.end();
  await one;
});
