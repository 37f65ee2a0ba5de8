import { expect, test } from 'vitest';
import { createForecast } from '../../../src/engine/tasks/forecast.ts';
import { createWorkClock } from '../../../src/engine/tasks/work-clock.ts';
import type { TaskProgress } from '../../../src/shared/contract/tasks.ts';

const progress = (part: Partial<TaskProgress>) => ({
  phase: 'reading' as const,
  done: 0,
  total: 1000,
  pagesDone: 0,
  bytesDone: 0,
  bytesTotal: null,
  current: null,
  ...part,
});

test('nothing is said before there is something to go by', () => {
  let now = 0;
  const { remaining } = createForecast(() => now);
  expect(remaining(progress({}))).toBeNull();
  now = 2000;
  expect(remaining(progress({ done: 100 }))).toBeNull();
  now = 4000;
  expect(remaining(progress({ done: 200 }))).toBe(16);
  expect(remaining(progress({ done: 200, total: null }))).toBeNull();
});

test('it is the pace of late that counts', () => {
  let now = 0;
  const { remaining } = createForecast(() => now);
  for (let done = 0; done <= 400; done += 10, now += 100) remaining(progress({ done }));
  // Ten times as slow from here on.
  let last: number | null = null;
  for (let done = 400; done <= 500; done += 1, now += 1000) last = remaining(progress({ done }));
  expect(last).toBe(500);
});

test('large files that are left count by their bytes', () => {
  let now = 0;
  const { remaining } = createForecast(() => now);
  const bytes = { bytesTotal: 1e9, total: 100 };
  remaining(progress(bytes));
  now = 5000;
  // Of a hundred files, the ninety small ones are done.
  expect(remaining(progress({ ...bytes, done: 90, bytesDone: 1e7 }))).toBeGreaterThan(300);
});

test('a new phase begins anew', () => {
  let now = 0;
  const { remaining } = createForecast(() => now);
  remaining(progress({}));
  now = 5000;
  expect(remaining(progress({ done: 500 }))).toBe(5);
  expect(remaining(progress({ phase: 'embedding', done: 10 }))).toBeNull();
});

test('the clock stands still while work is paused', () => {
  let time = 0;
  const clock = createWorkClock(() => time);
  time = 100;
  clock.setPaused(true);
  clock.setPaused(true);
  time = 5000;
  expect(clock.now()).toBe(100);
  clock.setPaused(false);
  clock.setPaused(false);
  time = 5050;
  expect(clock.now()).toBe(150);
});
