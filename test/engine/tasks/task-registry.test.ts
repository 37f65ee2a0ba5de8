import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Log } from '../../../src/engine/log/log.ts';
import {
  createTaskRegistry,
  type TaskRegistry,
  type TaskStart,
} from '../../../src/engine/tasks/task-registry.ts';
import type { IndexSummary, Task } from '../../../src/shared/contract/tasks.ts';
import { LorekeepError } from '../../../src/shared/errors.ts';

const never = new AbortController().signal;
const summary: IndexSummary = {
  scanned: 1,
  extracted: 1,
  unchanged: 0,
  renamed: 0,
  removed: 0,
  problems: 0,
  chunks: 2,
  embedded: 2,
  tookMs: 5,
};

let logged: string[];
let tasks: TaskRegistry;

beforeEach(() => {
  logged = [];
  const log: Log = {
    info: () => {},
    warn: () => {},
    error: (event) => void logged.push(event),
    close: () => Promise.resolve(),
  };
  tasks = createTaskRegistry(
    log,
    (error) => error,
    () => performance.now(),
  );
});
afterEach(() => tasks.close());

const start = (run: TaskStart['run']) =>
  tasks.start({ kind: 'index', folderIds: ['f'], phase: 'scanning', run });

/** Runs until its signal aborts, then throws as most work does. */
const untilAborted: TaskStart['run'] = ({ signal }) =>
  new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );

async function endOf(id: string): Promise<Task> {
  let last: Task | undefined;
  for await (const task of tasks.follow(id, never)) last = task;
  return last!;
}

test('work that ends is done, with its summary', async () => {
  const { id, ended } = start(() => Promise.resolve(summary));
  expect(tasks.list()).toMatchObject([{ id, state: 'running', endedAt: null, error: null }]);
  await ended;
  expect(await endOf(id)).toMatchObject({ state: 'done', summary, folderIds: ['f'] });
  expect(tasks.list()[0]!.endedAt).toBeGreaterThanOrEqual(tasks.list()[0]!.startedAt);
});

test('work that fails is failed, with a sentence, and logged', async () => {
  const error = new LorekeepError('FOLDER_OFFLINE', { path: '/drive' });
  expect(await endOf(start(() => Promise.reject(error)).id)).toMatchObject({
    state: 'failed',
    error: { code: 'FOLDER_OFFLINE', message: expect.stringContaining('/drive') as string },
  });
  expect(logged).toEqual(['task failed']);
  const bug = await endOf(start(() => Promise.reject(new TypeError('x is not a function'))).id);
  expect(bug.error).toMatchObject({ code: 'INTERNAL' });
  expect(bug.error!.message).not.toContain('not a function');
});

test('a cancelled task is no failure', async () => {
  const { id } = start(untilAborted);
  tasks.cancel(id);
  expect(await endOf(id)).toMatchObject({ state: 'cancelled', error: null, summary: null });
  const own = start(() => Promise.reject(new LorekeepError('CANCELLED')));
  expect(await endOf(own.id)).toMatchObject({ state: 'cancelled' });
  expect(logged).toEqual([]);
});

test('cancelling what has ended changes nothing', async () => {
  const { id, ended } = start(() => Promise.resolve(null));
  await ended;
  tasks.cancel(id);
  expect(await endOf(id)).toMatchObject({ state: 'done' });
});

test('followers see progress and then the end', async () => {
  const { id } = start(async ({ report }) => {
    report({ phase: 'reading', total: 2 });
    await delay(150);
    report({ done: 2, current: 'b.md' });
    await delay(150);
    return summary;
  });
  const seen: Task[] = [];
  for await (const task of tasks.follow(id, never)) seen.push(task);
  expect(seen.map(({ state }) => state).slice(0, -1)).not.toContain('done');
  expect(seen.some(({ progress }) => progress.total === 2 && progress.done === 0)).toBe(true);
  expect(seen.at(-1)).toMatchObject({
    state: 'done',
    progress: { phase: 'reading', done: 2, total: 2, current: 'b.md' },
  });
});

test('unknown tasks are told', async () => {
  expect(() => tasks.cancel('x')).toThrow(expect.objectContaining({ code: 'TASK_UNKNOWN' }));
  await expect(tasks.follow('x', never).next()).rejects.toMatchObject({ code: 'TASK_UNKNOWN' });
});

test('twenty ended tasks are kept, and running ones always', async () => {
  const running = start(untilAborted);
  for (let i = 0; i < 30; i++) await start(() => Promise.resolve(null)).ended;
  expect(tasks.list()).toHaveLength(21);
  expect(tasks.list()[0]).toMatchObject({ id: running.id, state: 'running' });
});

test('closing cancels what runs, waits for it, and lets nothing start', async () => {
  let cleaned = false;
  const { id } = start(async (context) => {
    await untilAborted(context).catch(() => {});
    await delay(20);
    cleaned = true;
    context.signal.throwIfAborted();
    return null;
  });
  await tasks.close();
  expect(cleaned).toBe(true);
  expect(await endOf(id)).toMatchObject({ state: 'cancelled' });
  expect(() => start(untilAborted)).toThrow(expect.objectContaining({ code: 'ENGINE_STOPPED' }));
});

test('a task that ran for long is not dropped when it ends, however many ended before', async () => {
  let fail = () => {};
  const long = start(
    () =>
      new Promise((_, reject) => {
        fail = () => reject(new LorekeepError('DISK_FULL'));
      }),
  );
  for (let i = 0; i < 30; i++) await start(() => Promise.resolve(summary)).ended;
  fail();
  await long.ended;
  const listed = tasks.list();
  expect(listed.find(({ id }) => id === long.id)?.error?.code).toBe('DISK_FULL');
  expect(listed).toHaveLength(20);
});
