import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createFeed, pause } from '../../../src/engine/calls/feed.ts';

test('a follower gets the value now, then the newest one of many changes', async () => {
  let value = 0;
  const feed = createFeed(() => value, 1);
  const stop = new AbortController();
  const seen: number[] = [];
  for await (const one of feed.follow(stop.signal)) {
    seen.push(one);
    if (one === 100) stop.abort();
    // A slow follower: the changes meanwhile are no queue.
    for (let i = 0; i < 50 && value < 100; i++) {
      value++;
      feed.notify();
    }
  }
  expect(seen).toEqual([0, 50, 100]);
});

test('a burst of changes is slowed down to one event in an interval', async () => {
  let value = 0;
  const feed = createFeed(() => value, 40);
  const stop = new AbortController();
  const seen: number[] = [];
  const following = (async () => {
    for await (const one of feed.follow(stop.signal)) seen.push(one);
  })();
  for (; value < 60; value++) {
    feed.notify();
    await delay(1);
  }
  await delay(90);
  stop.abort();
  await following;
  expect(seen.at(-1)).toBe(60);
  expect(seen.length).toBeLessThan(8);
});

test('an abort ends a follower that waits for a change', async () => {
  const feed = createFeed(() => 1, 1);
  const stop = new AbortController();
  const follower = feed.follow(stop.signal);
  expect(await follower.next()).toEqual({ value: 1, done: false });
  const waiting = follower.next();
  await delay(5);
  stop.abort();
  expect(await waiting).toEqual({ value: undefined, done: true });
});

test('an abort ends one that waits out its interval, and one that never began', async () => {
  const feed = createFeed(() => 1, 60_000);
  const stop = new AbortController();
  const follower = feed.follow(stop.signal);
  await follower.next();
  const waiting = follower.next();
  stop.abort();
  expect((await waiting).done).toBe(true);
  expect((await feed.follow(AbortSignal.abort()).next()).done).toBe(true);
  await pause(60_000, stop.signal);
});

test('followers do not disturb each other', async () => {
  const feed = createFeed(() => 'x', 1);
  const [gone, stays] = [new AbortController(), new AbortController()];
  const [first, second] = [feed.follow(gone.signal), feed.follow(stays.signal)];
  await Promise.all([first.next(), second.next()]);
  const ends = first.next();
  const goesOn = second.next();
  await delay(5);
  gone.abort();
  expect((await ends).done).toBe(true);
  feed.notify();
  expect(await goesOn).toEqual({ value: 'x', done: false });
  stays.abort();
});
