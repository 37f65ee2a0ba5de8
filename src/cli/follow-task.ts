// Shows a task until it ends: a bar on a terminal, nothing in a pipe.
import type { Client } from '../shared/contract/contract.ts';
import type { Task } from '../shared/contract/tasks.ts';
import { LorekeepError } from '../shared/errors.ts';
import { safeLine, sizeText } from './print.ts';

const phases: Record<Task['progress']['phase'], string> = {
  fetching: 'Fetching',
  scanning: 'Looking',
  reading: 'Reading',
  recognising: 'Reading scans',
  embedding: 'Embedding',
  removing: 'Removing',
  finishing: 'Finishing',
  downloading: 'Downloading',
  copying: 'Copying',
  converting: 'Converting',
};

/**
 * Waits for a task's end. When the signal aborts, the task is cancelled and waited for.
 *
 * @throws LorekeepError the task's own error; CANCELLED
 */
export async function followTask(
  client: Client,
  taskId: string,
  signal: AbortSignal,
): Promise<Task> {
  const cancel = () => void client.tasks.cancel({ taskId }).catch(() => {});
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  let last: Task | null = null;
  try {
    for await (const task of await client.tasks.follow({ taskId })) {
      last = task;
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${barOf(task)}`);
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
  }
  if (!last || last.state === 'running') throw new LorekeepError('ENGINE_STOPPED');
  if (last.state === 'cancelled') throw new LorekeepError('CANCELLED');
  if (last.error) throw new LorekeepError(last.error.code, last.error.params);
  return last;
}

function barOf({ progress }: Task): string {
  const { phase, current, remainingSeconds } = progress;
  const columns = process.stderr.columns ?? 80;
  const { done, total, said } = amountOf(progress);
  const head = `${phases[phase]} ${said(done)}`;
  if (!total) return `${head} …`;
  const width = 20;
  const filled = Math.min(width, Math.round((done / total) * width));
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
  const left = remainingSeconds === null ? '' : `, ${spanOf(remainingSeconds)} left`;
  const line = `${bar} ${head} of ${said(total)}${left}  ${safeLine(current ?? '')}`;
  return line.length > columns - 1 ? `${line.slice(0, columns - 2)}…` : line;
}

/** Files are counted; of one large file its bytes are. */
function amountOf({ phase, done, total, bytesDone, bytesTotal }: Task['progress']) {
  return phase === 'downloading' || phase === 'copying'
    ? { done: bytesDone, total: bytesTotal, said: sizeText }
    : { done, total, said: (n: number) => n.toLocaleString('en') };
}

function spanOf(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
