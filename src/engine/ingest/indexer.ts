// Indexing as tasks: updates folders, removes them, embeds what waits. One change of a folder at
// a time; different folders go side by side and share the parsers.
import type { IndexSummary } from '../../shared/contract/tasks.ts';
import type { FolderPatterns, PatternPreview } from '../../shared/contract/library.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { isCancellation } from '../../shared/errors.ts';
import { abortable } from '../calls/abortable.ts';
import { startThread, type Thread } from '../calls/thread.ts';
import type { Embedder } from '../embedder.ts';
import type { Host } from '../host.ts';
import type { Log } from '../log/log.ts';
import type { IndexStore } from '../store/index/index-store.ts';
import type { TaskContext, TaskRegistry } from '../tasks/task-registry.ts';
import { type FolderCounts, type FolderJob, indexFolder } from './index-folder.ts';
import type { Pace } from './pace.ts';
import { readScans, unreadScans } from './ocr/read-scans.ts';
import { createParserPool } from './parse/parser-pool.ts';
import { parserCount } from './parse/slots.ts';
import type { ScannerThread } from './scanner.thread.ts';
import { createSemanticLane } from './semantic-lane.ts';

export interface IndexerParts {
  host: Host;
  log: Log;
  tasks: TaskRegistry;
  index: IndexStore;
  embedder: Embedder;
  settings: () => Settings;
  /** Directories that are never indexed. */
  except: readonly string[];
  /** Called after documents changed, for whoever shows them. */
  onChange: () => void;
  /** Resolves when a file may be read or a batch embedded: indexing may be paused or slowed. */
  pace: Pace;
}

export interface Indexer {
  /** Starts a task that brings folders up to date. */
  update(jobs: FolderJob[]): { id: string; ended: Promise<void> };
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
  const failedScans = new Set<string>();
  const lane = createSemanticLane(index.writer, parts.embedder, parts.pace);
  const turns = new Map<string, Promise<unknown>>();
  /** Aborted when a folder is removed, so that nobody goes on indexing it. */
  const removals = new Map<string, AbortController>();
  let scanner: Thread<ScannerThread> | null = null;
  let running = 0;
  let scanning = false;

  /** Runs after what else changes this folder. */
  function inTurn<T>(folderId: string, work: () => Promise<T>): Promise<T> {
    const before = turns.get(folderId) ?? Promise.resolve();
    const mine = before.then(work, work);
    turns.set(folderId, mine);
    return mine;
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

  async function updateFolder(job: FolderJob, task: TaskContext): Promise<FolderCounts> {
    const signal = AbortSignal.any([task.signal, removalOf(job.id).signal]);
    signal.throwIfAborted();
    const counts = await indexFolder(
      job,
      {
        index,
        parsers,
        scanner: startScanner().remote,
        settings: parts.settings(),
        pdfjsFolder: host.resourcePath('pdfjs'),
        chunkSize: parts.embedder.chunkSize,
        except: parts.except,
        onWritten: () => {
          lane.kick();
          onChange();
        },
      },
      { ...task, signal },
    );
    onChange();
    return counts;
  }

  async function updateAll(jobs: FolderJob[], task: TaskContext): Promise<IndexSummary> {
    const started = Date.now();
    const embeddedBefore = lane.embedded;
    const sum = { scanned: 0, extracted: 0, unchanged: 0, renamed: 0, removed: 0 };
    const failures: unknown[] = [];
    for (const job of jobs) {
      try {
        const counts = await inTurn(job.id, () => updateFolder(job, task));
        for (const key of Object.keys(sum) as (keyof FolderCounts)[]) sum[key] += counts[key];
      } catch (error) {
        // A drive that is not connected, or a folder that was removed in the meantime, does not
        // keep the others from being updated.
        if (jobs.length === 1 || task.signal.aborted) throw error;
        if (isCancellation(error)) continue;
        log.error('folder not updated', error);
        failures.push(error);
      }
    }
    if (failures.length > 0 && failures.length === jobs.length) throw failures[0];
    await embed(task);
    if (sum.extracted + sum.renamed + sum.removed > 0) await tidy(task);
    readScansLater(jobs);
    const problems = index.counts
      .byState()
      .filter(
        ({ folderId, state }) => jobs.some(({ id }) => id === folderId) && state !== 'indexed',
      )
      .reduce((total, { count }) => total + count, 0);
    return {
      ...sum,
      problems,
      chunks: index.counts.sums().chunks,
      embedded: lane.embedded - embeddedBefore,
      tookMs: Date.now() - started,
    };
  }

  /** In a task of its own, so that nobody who waits for the index waits for it. */
  function readScansLater(jobs: readonly FolderJob[]): void {
    const settings = parts.settings();
    const scanParts = {
      index,
      parsers: scanParsers,
      settings,
      pdfjsFolder: host.resourcePath('pdfjs'),
      chunkSize: parts.embedder.chunkSize,
      dataFolder: host.resourcePath('ocr'),
      failed: failedScans,
      onWritten: () => {
        lane.kick();
        onChange();
      },
    };
    const wanted = jobs.filter(
      (job) => !removalOf(job.id).signal.aborted && unreadScans(job, scanParts).length > 0,
    );
    if (!settings.ocr || wanted.length === 0 || scanning) return;
    scanning = true;
    const run = async (task: TaskContext): Promise<null> => {
      try {
        for (const job of wanted) {
          const signal = AbortSignal.any([task.signal, removalOf(job.id).signal]);
          await readScans(job, scanParts, { ...task, signal });
        }
        await embed(task);
        return null;
      } finally {
        scanning = false;
        scanParsers.trim();
        onChange();
      }
    };
    tasks.start({ kind: 'ocr', folderIds: wanted.map(({ id }) => id), phase: 'recognising', run });
  }

  async function embed(task: TaskContext): Promise<void> {
    const total = index.counts.sums().pending;
    if (total > 0) {
      task.report({ phase: 'embedding', done: 0, total, bytesTotal: null, current: null });
    }
    const timer = setInterval(() => {
      try {
        task.report({ done: Math.max(0, total - index.counts.sums().pending) });
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

  /** Parsers are let go when nothing is indexed any more. */
  async function counted<T>(work: () => Promise<T>): Promise<T> {
    running++;
    try {
      return await work();
    } finally {
      if (--running === 0) parsers.trim();
    }
  }

  return {
    update: (jobs) =>
      tasks.start({
        kind: 'index',
        folderIds: jobs.map(({ id }) => id),
        phase: 'scanning',
        run: (task) => counted(() => updateAll(jobs, task)),
      }),
    preview: (path, patterns) => startScanner().remote.preview(path, parts.except, patterns),
    remove(folderId) {
      removalOf(folderId).abort();
      return tasks.start({
        kind: 'remove',
        folderIds: [folderId],
        phase: 'removing',
        run: async (task) => {
          await inTurn(folderId, async () => {
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
      if (index.counts.sums().pending === 0) return null;
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
      parsers.close();
      scanParsers.close();
      await lane.close();
      await scanner?.stop();
    },
  };
}
