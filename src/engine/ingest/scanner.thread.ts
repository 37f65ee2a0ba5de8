// Entry of the scanning thread: the walk is synchronous (several times as fast as asynchronous
// calls a file), so it has a thread of its own and is pulled batch by batch.
import { serveThread } from '../calls/thread.ts';
import { previewPatterns } from './scan/preview-patterns.ts';
import { type Found, walk, type WalkOptions } from './scan/walk.ts';

const walks = new Map<number, Generator<Found>>();
let lastId = 0;

const functions = {
  begin(options: WalkOptions): number {
    walks.set(++lastId, walk(options));
    return lastId;
  },
  /** The next entries, at most `limit`; fewer than that at the end. */
  next(id: number, limit: number): Found[] {
    const batch: Found[] = [];
    const entries = walks.get(id);
    if (!entries) return batch;
    while (batch.length < limit) {
      const { value, done } = entries.next();
      if (done) break;
      batch.push(value);
    }
    if (batch.length < limit) walks.delete(id);
    return batch;
  },
  preview: previewPatterns,
  end(id: number): void {
    walks.delete(id);
  },
};

export type ScannerThread = typeof functions;

serveThread(functions);
