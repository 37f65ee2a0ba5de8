// Indexing as tasks: updates folders, removes them, embeds what waits. One change of a folder at
// a time; different folders go side by side and share the parsers.
import type { IndexSummary } from '../../shared/contract/tasks.ts';
import type { FolderPatterns, PatternPreview } from '../../shared/contract/library.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { isCancellation, LorekeepError } from '../../shared/errors.ts';
import { abortable } from '../calls/abortable.ts';
import { startThread, type Thread } from '../calls/thread.ts';
import type { ChunkSize } from '../embedder.ts';
import type { Host } from '../host.ts';
import type { Log } from '../log/log.ts';
import type { IndexStore } from '../store/index/index-store.ts';
import type { TaskContext, TaskRegistry } from '../tasks/task-registry.ts';
import type { FolderCounts, FolderJob } from './folder-job.ts';
import { indexFolder } from './index-folder.ts';
import type { Pace } from './pace.ts';
import { createScanLane } from './ocr/scan-lane.ts';
import { createParserPool } from './parse/parser-pool.ts';
import { parserCount } from './parse/parser-count.ts';
import type { ScannerThread } from './scanner.thread.ts';
import { createTurns } from './turns.ts';

export interface IndexerParts {
  host: Host;
  log: Log;
  tasks: TaskRegistry;
  index: IndexStore;
  /** How long chunks are, whatever embeds them: changing that would be reading everything again. */
  chunkSize: ChunkSize;
  vectors: VectorLane;
  settings: () => Settings;
  /** Directories that are never indexed. */
  except: readonly string[];
  /** Called after documents changed, for whoever shows them. */
  onChange: () => void;
  /** Resolves when a file may be read or a batch embedded: indexing may be paused or slowed. */
  pace: Pace;
}

/** What gives vectors to what was written. */
export interface VectorLane {
  /** Says that chunks may wait for a vector. */
  kick(): void;
  /** Resolves when none waits any more but for what has to wait longer. */
  drain(signal: AbortSignal): Promise<void>;
  /** Strings embedded since the start. */
  readonly embedded: number;
}

/** How long parsers that nobody needs stay: starting one takes longer than reading a short file. */
const warmMs = 3000;

export interface StartedUpdate {
  id: string;
  /** Resolves when the task is over, whatever came of it. */
  ended: Promise<void>;
  /** Resolves when all is written but the vectors, to true if that went through. */
  indexed: Promise<boolean>;
}

export interface Indexer {
  /** Starts a task that brings folders up to date. */
  update(jobs: FolderJob[]): StartedUpdate;
  /** Says what patterns would match in a directory. */
  preview(path: string, patterns: FolderPatterns): Promise<PatternPreview>;
  /** Starts a task that takes a folder's documents out of the index. */
  remove(folderId: string): { id: string };
  /** Starts a task for vectors that an earlier run left waiting; null if none waits. */
  resumeEmbedding(): { id: string } | null;
  close(): Promise<void>;
}

export function createIndexer(parts: IndexerParts): Indexer {
  const { host, index, log, tasks, onChange } = parts;
  const workers = () => parserCount(parts.settings().parserProcesses);
  const parsers = createParserPool(host, log, workers, parts.pace);
  const scanParsers = createParserPool(host, log, () => 1, parts.pace);
  const scans = createScanLane({
    tasks,
    settings: parts.settings,
    scanParts: {
      index,
      parsers: scanParsers,
      pdfjsFolder: host.resourcePath('pdfjs'),
      chunkSize: parts.chunkSize,
      dataFolder: host.resourcePath('ocr'),
      onWritten: () => written(),
    },
    removal: (folderId) => removalOf(folderId).signal,
    embed: (task) => embed(task),
    onEnd: () => {
      scanParsers.trim();
      onChange();
    },
  });
  const lane = parts.vectors;
  const turns = createTurns();
  /** Aborted when a folder is removed, so that nobody goes on indexing it. */
  const removals = new Map<string, AbortController>();
  let scanner: Thread<ScannerThread> | null = null;
  let running = 0;
  let trimming: NodeJS.Timeout | undefined;

  function written(): void {
    lane.kick();
    onChange();
  }

  function startScanner(): Thread<ScannerThread> {
    scanner ??= startThread<ScannerThread>(host.threadUrl('scanner'), null);
    return scanner;
  }

  function removalOf(folderId: string): AbortController {
    const removal = removals.get(folderId) ?? new AbortController();
    removals.set(folderId, removal);
    return removal;
  }

  async function updateFolder(
    job: FolderJob,
    task: TaskContext,
    signal: AbortSignal,
  ): Promise<FolderCounts> {
    const counts = await indexFolder(
      job,
      {
        index,
        parsers,
        scanner: startScanner().remote,
        settings: parts.settings(),
        pdfjsFolder: host.resourcePath('pdfjs'),
        chunkSize: parts.chunkSize,
        except: parts.except,
        onWritten: written,
      },
      { ...task, signal },
    );
    onChange();
    return counts;
  }

  /** Updates folders one by one; what fails in one does not keep the others waiting. */
  async function updateFolders(jobs: FolderJob[], task: TaskContext): Promise<FolderCounts> {
    const sum: FolderCounts = { scanned: 0, extracted: 0, unchanged: 0, renamed: 0, removed: 0 };
    const failures: unknown[] = [];
    for (const job of jobs) {
      const signal = AbortSignal.any([task.signal, removalOf(job.id).signal]);
      try {
        const counts = await turns.take(job.id, signal, () => updateFolder(job, task, signal));
        for (const key of Object.keys(sum) as (keyof FolderCounts)[]) sum[key] += counts[key];
      } catch (error) {
        if (jobs.length === 1 || task.signal.aborted || isFatal(error)) throw error;
        // A folder that was removed in the meantime is no failure.
        if (isCancellation(error)) continue;
        log.error('folder not updated', error);
        failures.push(error);
      }
    }
    // A drive that is not connected is told by the folder itself.
    const worst = failures.find((error) => !isOffline(error));
    if (worst ?? failures.length === jobs.length) throw worst ?? failures[0];
    return sum;
  }

  async function updateAll(
    jobs: FolderJob[],
    task: TaskContext,
    onIndexed: () => void,
  ): Promise<IndexSummary> {
    const started = performance.now();
    const embeddedBefore = lane.embedded;
    const sum = await updateFolders(jobs, task);
    onIndexed();
    await embed(task);
    if (sum.extracted + sum.renamed + sum.removed > 0) await tidy(task);
    scans.add(jobs);
    const problems = index.counts
      .byState()
      .filter(
        ({ folderId, state }) => jobs.some(({ id }) => id === folderId) && state !== 'indexed',
      )
      .reduce((total, { count }) => total + count, 0);
    return {
      ...sum,
      problems,
      chunks: index.counts.chunks(),
      embedded: lane.embedded - embeddedBefore,
      tookMs: Math.round(performance.now() - started),
    };
  }

  async function embed(task: TaskContext): Promise<void> {
    const total = index.counts.pending();
    if (total > 0) {
      task.report({ phase: 'embedding', done: 0, total, bytesTotal: null, current: null });
    }
    const timer = setInterval(() => {
      try {
        task.report({ done: Math.max(0, total - index.counts.pending()) });
      } catch {
        // A damaged index fails the embedding itself, whose error is told.
      }
    }, 250);
    try {
      await lane.drain(task.signal);
    } finally {
      clearInterval(timer);
      onChange();
    }
  }

  /** Gives back the space of what is gone. The index is good without it: a failure is noted only. */
  async function tidy({ signal, report }: TaskContext): Promise<void> {
    report({ phase: 'finishing', total: null, current: null });
    await abortable(index.writer.maintain(), signal).catch((error: unknown) => {
      signal.throwIfAborted();
      log.error('index not tidied', error);
    });
  }

  /** Parsers are let go soon after nothing is indexed any more: the next save may be near. */
  async function counted<T>(work: () => Promise<T>): Promise<T> {
    running++;
    clearTimeout(trimming);
    try {
      return await work();
    } finally {
      if (--running === 0) trimming = setTimeout(parsers.trim, warmMs).unref();
    }
  }

  return {
    update(jobs) {
      let onIndexed = () => {};
      const indexed = new Promise<boolean>((resolve) => {
        onIndexed = () => resolve(true);
      });
      const { id, ended } = tasks.start({
        kind: 'index',
        folderIds: jobs.map((job) => job.id),
        phase: 'scanning',
        run: (task) => counted(() => updateAll(jobs, task, onIndexed)),
      });
      return { id, ended, indexed: Promise.race([indexed, ended.then(() => false)]) };
    },
    preview: (path, patterns) => startScanner().remote.preview(path, parts.except, patterns),
    remove(folderId) {
      removalOf(folderId).abort();
      return tasks.start({
        kind: 'remove',
        folderIds: [folderId],
        phase: 'removing',
        run: async (task) => {
          await turns.take(folderId, task.signal, async () => {
            // What is left when this is stopped goes at the next start.
            do {
              task.signal.throwIfAborted();
              onChange();
            } while (await index.writer.removeSomeOfFolder(folderId));
          });
          onChange();
          await tidy(task);
          return null;
        },
      });
    },
    resumeEmbedding() {
      if (index.counts.pending() === 0) return null;
      return tasks.start({
        kind: 'embed',
        folderIds: [],
        phase: 'embedding',
        run: async (task) => {
          await embed(task);
          return null;
        },
      });
    },
    async close() {
      clearTimeout(trimming);
      parsers.close();
      scanParsers.close();
      await scanner?.stop();
    },
  };
}

/** What no other folder can escape either. */
function isFatal(error: unknown): boolean {
  const fatal = ['INDEX_DAMAGED', 'DISK_FULL', 'ENGINE_STOPPED'];
  return error instanceof LorekeepError && fatal.includes(error.code);
}

function isOffline(error: unknown): boolean {
  return error instanceof LorekeepError && error.code === 'FOLDER_OFFLINE';
}
