// index.db as the engine sees it: the writer thread, a reading connection of its own, and what
// happens when the file turns out to be damaged: it is set aside, never repaired in place.
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LorekeepError } from '../../../shared/errors.ts';
import { pause } from '../../calls/feed.ts';
import { type Thread, startThread } from '../../calls/thread.ts';
import type { Remote } from '../../calls/calls.ts';
import type { IndexWriterThread } from '../index-writer.thread.ts';
import { type Db, explainedAll, openForReading } from '../sqlite.ts';
import { documentReader, type DocumentReader } from './document-reader.ts';
import { indexCounts } from './index-counts.ts';
import type { IndexWriterOptions } from './index-writer.ts';

/** How long the writer may take to close the file in order. */
const closingMs = 5000;

export interface IndexStore {
  readonly file: string;
  readonly writer: Remote<IndexWriterThread>;
  readonly documents: DocumentReader;
  readonly counts: ReturnType<typeof indexCounts>;
  /** Name of the damaged file that was set aside when this store was opened, if any. */
  readonly setAside: string | null;
  /** Bytes on disk, the write-ahead log included. */
  bytes(): number;
  close(): Promise<void>;
}

/**
 * Opens the index, making it if there is none. A damaged one is renamed and replaced by an
 * empty one: everything in it can be made again from the folders.
 */
export async function openIndexStore(
  threadUrl: URL,
  options: IndexWriterOptions,
): Promise<IndexStore> {
  try {
    return await open(threadUrl, options, null);
  } catch (error) {
    if (!(error instanceof LorekeepError) || error.code !== 'INDEX_DAMAGED') throw error;
    const setAside = setAsideName(options.file);
    setAsideIndex(options.file, setAside);
    return open(threadUrl, options, setAside);
  }
}

/** The name for an index that is set aside now. */
export function setAsideName(file: string): string {
  const stamp = new Date().toISOString().replaceAll(':', '-');
  return `${basename(file, '.db')}.damaged-${stamp}.db`;
}

/** Renames a damaged index and removes its log files. No one may have it open. */
export function setAsideIndex(file: string, name: string): void {
  if (existsSync(file)) renameSync(file, join(dirname(file), name));
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
}

async function open(
  threadUrl: URL,
  options: IndexWriterOptions,
  setAside: string | null,
): Promise<IndexStore> {
  const thread: Thread<IndexWriterThread> = startThread(threadUrl, null);
  let db: Db | undefined;
  try {
    await thread.remote.open(options);
    db = openForReading(options.file);
    return store(thread, db, options.file, setAside);
  } catch (error) {
    db?.close();
    await thread.stop();
    throw error;
  }
}

function store(
  thread: Thread<IndexWriterThread>,
  db: Db,
  file: string,
  setAside: string | null,
): IndexStore {
  return {
    file,
    writer: thread.remote,
    documents: explainedAll(file, documentReader(db)),
    counts: explainedAll(file, indexCounts(db)),
    setAside,
    bytes: () => [file, `${file}-wal`].reduce((sum, path) => sum + sizeOf(path), 0),
    async close() {
      db.close();
      // A damaged database may refuse to close well, and tidying may take long; the thread goes
      // all the same: what was not committed is undone at the next start.
      const closed = thread.remote.close().catch(() => {});
      const patience = new AbortController();
      await Promise.race([closed, pause(closingMs, patience.signal)]);
      patience.abort();
      await thread.stop();
    },
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
