// Entry of the scanning thread: the walk is synchronous (several times as fast as asynchronous
// calls a file), so it has a thread of its own and is pulled piece by piece.
import { serveThread } from '../calls/thread.ts';
import {
  type Comparison,
  type ComparisonOptions,
  type Differences,
  openComparison,
} from './scan/comparison.ts';
import { previewPatterns } from './scan/preview-patterns.ts';

const comparisons = new Map<number, Comparison>();
let lastId = 0;

const functions = {
  begin(options: ComparisonOptions): number {
    comparisons.set(++lastId, openComparison(options));
    return lastId;
  },
  /** What the next files give, at most `limit` of them. */
  next(id: number, limit: number): Differences {
    const comparison = comparisons.get(id);
    if (!comparison) throw new Error('this comparison was ended');
    return comparison.next(limit);
  },
  preview: previewPatterns,
  end(id: number): void {
    comparisons.get(id)?.close();
    comparisons.delete(id);
  },
};

export type ScannerThread = typeof functions;

serveThread(functions);
