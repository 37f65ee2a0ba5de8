// Works off a queue of files in groups. One message to a parser costs about as much as reading a
// short note, so small files share one; and while a group is stored, the next is read.
import type { ReadJob } from './scan/comparison.ts';

const mostFiles = 16;
const mostBytes = 128 * 1024;

export interface GroupWork<R> {
  read(group: readonly ReadJob[]): Promise<R>;
  store(group: readonly ReadJob[], results: R): Promise<void>;
}

/**
 * Empties the queue from its end, several groups at once. When one fails nobody begins another;
 * it rejects with the failure once all have stopped.
 *
 * @param workers groups that are read at once
 */
export async function readGroups<R>(
  queue: ReadJob[],
  workers: number,
  work: GroupWork<R>,
): Promise<void> {
  const ends = await Promise.allSettled(
    Array.from({ length: workers }, () => readInTurn(queue, work)),
  );
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

async function readInTurn<R>(queue: ReadJob[], { read, store }: GroupWork<R>): Promise<void> {
  let storing: Promise<void> = Promise.resolve();
  try {
    for (let group = takeGroup(queue); group.length > 0; group = takeGroup(queue)) {
      const results = await read(group);
      await storing;
      storing = store(group, results);
      // Its failure is met at the next turn.
      storing.catch(() => {});
    }
    await storing;
  } catch (error) {
    queue.length = 0;
    await storing.catch(() => {});
    throw error;
  }
}

/** Takes the next files from the end of a queue: several small ones, or one. */
function takeGroup(queue: ReadJob[]): ReadJob[] {
  const group: ReadJob[] = [];
  let bytes = 0;
  for (let job = queue.at(-1); job; job = queue.at(-1)) {
    bytes += job.file.size;
    if (group.length > 0 && (bytes > mostBytes || group.length === mostFiles)) break;
    group.push(job);
    queue.pop();
  }
  return group;
}
