// How long a task will take: at the pace of the last minute, of the phase that it is in.
import type { TaskProgress } from '../../shared/contract/tasks.ts';

export interface Forecast {
  /** Seconds until the end of the phase, or null while too little was done to tell. */
  remaining(progress: Omit<TaskProgress, 'remainingSeconds'>): number | null;
}

/** What reading a file costs beside its bytes, as bytes. */
const perFile = 32 * 1024;
const windowMs = 60_000;
const betweenMs = 500;
/** Nothing is said after less time, or with less of the work done. */
const leastMs = 3000;
const leastShare = 0.01;

/** @param clock milliseconds that stand still while work is paused */
export function createForecast(clock: () => number): Forecast {
  let phase: TaskProgress['phase'] | null = null;
  let samples: { at: number; work: number }[] = [];
  return {
    remaining(progress) {
      const at = clock();
      const { work, total } = workOf(progress);
      if (progress.phase !== phase || total === null) samples = [];
      phase = progress.phase;
      if (total === null) return null;
      const last = samples.at(-1);
      if (!last || at - last.at >= betweenMs) samples.push({ at, work });
      while (samples.length > 2 && at - samples[0]!.at > windowMs) samples.shift();
      const first = samples[0]!;
      const span = at - first.at;
      if (span < leastMs || work < total * leastShare || work <= first.work) return null;
      const perMs = (work - first.work) / span;
      return Math.ceil((total - work) / perMs / 1000);
    },
  };
}

/** Done and total in one unit. Total is null where it is not known. */
function workOf({ done, total, bytesDone, bytesTotal }: Omit<TaskProgress, 'remainingSeconds'>): {
  work: number;
  total: number | null;
} {
  if (bytesTotal === null) return { work: done, total };
  return {
    work: done * perFile + bytesDone,
    total: total === null ? null : total * perFile + bytesTotal,
  };
}
