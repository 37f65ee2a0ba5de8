// How far a task is, in numbers that a screen can show.
import type { Task } from '../../shared/contract/tasks.ts';

/** Time that must have passed before a forecast is worth showing. */
const settleMs = 3_000;
/** Share that must be done before a forecast is worth showing. */
const settleShare = 0.02;

/** Share done between 0 and 1, by bytes where they are known, else by files; null if unknown. */
export function shareDone(task: Task): number | null {
  const { bytesDone, bytesTotal, done, total } = task.progress;
  if (bytesTotal !== null && bytesTotal > 0) return Math.min(1, bytesDone / bytesTotal);
  if (total !== null && total > 0) return Math.min(1, done / total);
  return null;
}

/**
 * Milliseconds until the end at the pace so far, or null while too little is done to tell. It
 * covers the present phase only, and says nothing in phases that have no total.
 */
export function remainingMs(task: Task, now: number): number | null {
  const share = shareDone(task);
  const elapsed = now - task.startedAt;
  if (share === null || share < settleShare || elapsed < settleMs) return null;
  return (elapsed / share) * (1 - share);
}
