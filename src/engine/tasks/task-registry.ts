// Everything long is a task: visible, cancellable, always reaching an end state. What starts one
// gives a function that reports progress and obeys its signal; the registry does the rest.
import { randomUUID } from 'node:crypto';
import type { IndexSummary, Task, TaskProgress } from '../../shared/contract/tasks.ts';
import { flattenError, isCancellation, LorekeepError } from '../../shared/errors.ts';
import { errorSentence } from '../../shared/texts/format.ts';
import { createFeed, type Feed } from '../calls/feed.ts';
import type { Log } from '../log/log.ts';
import { createForecast } from './forecast.ts';

export interface TaskContext {
  signal: AbortSignal;
  /** Changes part of the progress; followers see the newest state. */
  report(progress: Partial<Omit<TaskProgress, 'remainingSeconds'>>): void;
}

export interface TaskStart {
  kind: Task['kind'];
  folderIds: string[];
  phase: TaskProgress['phase'];
  /** Runs to its end; throws to fail, or when its signal aborts. */
  run(context: TaskContext): Promise<IndexSummary | null>;
}

export interface TaskRegistry {
  start(start: TaskStart): { id: string; ended: Promise<void> };
  cancel(id: string): void;
  list(): Task[];
  follow(id: string, signal: AbortSignal): AsyncGenerator<Task, void>;
  watch: Feed<Task[]>['follow'];
  /** Cancels what runs and waits until all has ended. Nothing can be started any more. */
  close(): Promise<void>;
}

/** Ended tasks that are kept to be seen. */
const keptEnded = 20;

interface Entry {
  task: Task;
  controller: AbortController;
  ended: Promise<void>;
}

/**
 * @param onFailure told of what made a task fail; what it gives back becomes the task's error
 * @param clock milliseconds that stand still while work is paused
 */
export function createTaskRegistry(
  log: Log,
  onFailure: (error: unknown) => unknown,
  clock: () => number,
): TaskRegistry {
  const entries = new Map<string, Entry>();
  const endedIds: string[] = [];
  const closing = new AbortController();
  const list = () => [...entries.values()].map((entry) => entry.task);
  const feed = createFeed(list, 100);

  function change(entry: Entry, patch: Partial<Task>): void {
    // Replaced, not changed in place: a follower keeps what it was given.
    entry.task = { ...entry.task, ...patch };
    feed.notify();
  }

  async function run(entry: Entry, start: TaskStart): Promise<void> {
    const { signal } = entry.controller;
    try {
      const forecast = createForecast(clock);
      const report: TaskContext['report'] = (changes) => {
        const progress = { ...entry.task.progress, ...changes };
        const remainingSeconds = forecast.remaining(progress);
        change(entry, { progress: { ...progress, remainingSeconds } });
      };
      const summary = await start.run({ signal, report });
      change(entry, { state: 'done', endedAt: Date.now(), summary });
    } catch (error) {
      if (signal.aborted || isCancellation(error)) {
        change(entry, { state: 'cancelled', endedAt: Date.now() });
      } else {
        log.error('task failed', error, { kind: start.kind });
        change(entry, failedBy(onFailure(error)));
      }
    }
    // In the order of their ends: what ran for long is not dropped the moment it ends.
    endedIds.push(entry.task.id);
    for (const id of endedIds.splice(0, endedIds.length - keptEnded)) entries.delete(id);
  }

  return {
    start(start) {
      if (closing.signal.aborted) throw new LorekeepError('ENGINE_STOPPED');
      const task = newTask(start);
      const entry: Entry = { task, controller: new AbortController(), ended: Promise.resolve() };
      entries.set(task.id, entry);
      entry.ended = run(entry, start);
      feed.notify();
      return { id: task.id, ended: entry.ended };
    },
    cancel(id) {
      const entry = entries.get(id);
      if (!entry) throw new LorekeepError('TASK_UNKNOWN');
      entry.controller.abort();
    },
    list,
    async *follow(id, signal) {
      // Held on to, so that its end is seen also when it is no longer kept by then.
      const entry = entries.get(id);
      if (!entry) throw new LorekeepError('TASK_UNKNOWN');
      for await (const _ of feed.follow(signal)) {
        const { task } = entry;
        yield task;
        if (task.state !== 'running') return;
      }
    },
    watch: feed.follow,
    async close() {
      closing.abort();
      const all = [...entries.values()];
      for (const { controller } of all) controller.abort();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}

function failedBy(error: unknown): Partial<Task> {
  const { code, params } = flattenError(error);
  return {
    state: 'failed',
    endedAt: Date.now(),
    error: { code, params: { ...params }, message: errorSentence(code, params) },
  };
}

function newTask({ kind, folderIds, phase }: TaskStart): Task {
  return {
    id: randomUUID(),
    kind,
    folderIds,
    state: 'running',
    progress: {
      phase,
      done: 0,
      total: null,
      pagesDone: 0,
      bytesDone: 0,
      bytesTotal: null,
      current: null,
      remainingSeconds: null,
    },
    startedAt: Date.now(),
    endedAt: null,
    error: null,
    summary: null,
  };
}
