// How far a task is, in numbers that a screen can show.
import type { Task } from '../../shared/contract/tasks.ts';

/** Share done between 0 and 1, by bytes where they are known, else by files; null if unknown. */
export function shareDone(task: Task): number | null {
  const { bytesDone, bytesTotal, done, total } = task.progress;
  if (bytesTotal !== null && bytesTotal > 0) return Math.min(1, bytesDone / bytesTotal);
  if (total !== null && total > 0) return Math.min(1, done / total);
  return null;
}
