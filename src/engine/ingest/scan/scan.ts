// Finds out what is to be done in a folder: pulls a comparison out of the scanner thread.
import { abortable } from '../../calls/abortable.ts';
import type { Remote } from '../../calls/calls.ts';
import type { KnownFile } from '../../store/index/records.ts';
import type { ScannerThread } from '../scanner.thread.ts';
import type { SkippedFile } from './compare.ts';
import type { ComparisonOptions, ReadJob } from './comparison.ts';

export interface Plan {
  /** Small files first, and of those of one size class the recently changed ones. */
  read: ReadJob[];
  skip: SkippedFile[];
  missing: KnownFile[];
  unchanged: number;
}

const batchSize = 2000;

/** Compares all files of a folder with the index. `onProgress` gets the count of files so far. */
export async function scanFolder(
  scanner: Remote<ScannerThread>,
  options: ComparisonOptions,
  signal: AbortSignal,
  onProgress: (count: number) => void,
): Promise<Plan> {
  const plan: Plan = { read: [], skip: [], missing: [], unchanged: 0 };
  const id = await abortable(scanner.begin(options), signal);
  try {
    for (;;) {
      signal.throwIfAborted();
      // A drive that does not answer blocks the thread, but not whoever gives up waiting.
      const piece = await abortable(scanner.next(id, batchSize), signal);
      for (const job of piece.read) plan.read.push(job);
      for (const file of piece.skip) plan.skip.push(file);
      for (const file of piece.missing) plan.missing.push(file);
      plan.unchanged += piece.unchanged;
      onProgress(plan.unchanged + plan.read.length + plan.skip.length);
      if (piece.done) break;
    }
  } finally {
    void scanner.end(id).catch(() => {});
  }
  plan.read.sort(bySizeThenRecency);
  return plan;
}

/** Size classes double: the order of files of about the same size is that of their age. */
export function bySizeThenRecency(a: Pick<ReadJob, 'file'>, b: Pick<ReadJob, 'file'>): number {
  const sizes = Math.floor(Math.log2(a.file.size + 1)) - Math.floor(Math.log2(b.file.size + 1));
  return sizes || b.file.modifiedAt - a.file.modifiedAt;
}
