// The sources of the library: what a person wants fetched from the web or from a program of their
// own. What is fetched becomes ordinary files in a folder of the library's, so that reading,
// searching and citing them is what it is for any file.
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../shared/contract/settings.ts';
import type { SourceRun } from '../../shared/contract/sources.ts';
import { flattenError, isCancellation, LorekeepError } from '../../shared/errors.ts';
import { abortable } from '../calls/abortable.ts';
import { createSlots } from '../calls/slots.ts';
import type { Log } from '../log/log.ts';
import type { NetworkGate } from '../network/gate.ts';
import type { FolderRow } from '../store/library/folders.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import type { NewSource, SourceFailure, SourceRow, SourceState } from '../store/library/sources.ts';
import type { TaskContext, TaskRegistry } from '../tasks/task-registry.ts';
import { runConnector } from './connector/connector-run.ts';
import { connectorPath, readConnector } from './connector/connector-file.ts';
import { createHostTurns } from './web/host-turns.ts';
import { openKeptPages } from './kept-pages.ts';
import { settleMirrors } from './settle-mirrors.ts';
import { explained } from './mirror.ts';
import { createMirrorIndexing } from './mirror-indexing.ts';
import { runWebSource } from './web/web-run.ts';

export interface SourcesParts {
  dataDir: string;
  version: string;
  library: LibraryStore;
  tasks: TaskRegistry;
  gate: NetworkGate;
  log: Log;
  settings(): Settings;
  /** Starts a task that brings a folder's index up to date. */
  index(folder: FolderRow): { ended: Promise<void> };
  /** Called after what the screens show of the library changed. */
  onChange(): void;
}

export interface Sources {
  /** Adds a source with a folder of its own, in the default collection. */
  add(source: Omit<NewSource, 'folderId'>): SourceRow;
  /** Starts fetching it, as a task; the one that runs if there is one. */
  update(source: SourceRow): { taskId: string };
  /** Ends what runs for a folder that is about to be removed, and removes what was fetched. */
  leave(folderId: string): void;
  /** Fetches what is due until the function that it gives is called. */
  keepFetching(): () => void;
}

const lookEveryMs = 60_000;
const hourMs = 3_600_000;
/** Sources that are fetched side by side; programs, if their time has come. */
const atOnce = 4;
const mostPageBytes = 64 * 1024 * 1024;
const mostDocuments = 200_000;
/** What could not be reached is tried again after this, then after twice as long, and so on. */
const retryMs = 15 * 60_000;

export function createSources(parts: SourcesParts): Sources {
  const { library, tasks, log } = parts;
  const root = join(realpathSync.native(parts.dataDir), 'sources');
  const turns = createHostTurns();
  const slots = createSlots(() => atOnce);
  /** Ids of tasks by source. */
  const running = new Map<string, string>();
  let keepers = 0;
  let timer: NodeJS.Timeout | null = null;

  settleMirrors(root, library);

  async function run(id: string, task: TaskContext): Promise<null> {
    const source = library.sources.find(id);
    const folder = source && library.folders.find(source.folderId);
    if (!source || !folder) throw new LorekeepError('SOURCE_UNKNOWN', { name: id });
    const triedAt = Date.now();
    library.sources.change(id, { triedAt });
    const indexing = createMirrorIndexing(() => {
      const current = library.folders.find(folder.id);
      return current && parts.index(current).ended;
    });
    try {
      explained(folder.path, () => mkdirSync(folder.path, { recursive: true }));
      const { run, failure } = await fetchAll(source, folder, task, indexing.changed);
      const whole = failure === null && { since: triedAt };
      const fetched = { fetchedAt: Date.now(), unreached: 0, failure, lastRun: run };
      library.sources.change(id, { ...fetched, ...whole });
      task.report({ phase: 'finishing', done: 0, total: null, current: null });
      // Indexing may be paused: whoever stops waiting is let go.
      await abortable(indexing.finish(), task.signal);
      return null;
    } catch (error) {
      if (!task.signal.aborted && !isCancellation(error)) {
        const { code, params } = flattenError(error);
        const unreached = code === 'PAGE_UNREACHABLE' ? source.unreached + 1 : 0;
        library.sources.change(id, { failure: { code, params }, unreached });
      }
      // What was fetched until now is found all the same.
      indexing.giveUp();
      throw error;
    } finally {
      parts.onChange();
    }
  }

  async function fetchAll(
    source: SourceRow,
    folder: FolderRow,
    task: TaskContext,
    onWritten: () => void,
  ): Promise<{ run: SourceRun; failure: SourceFailure | null }> {
    const pages = openKeptPages(source.id, library.sourcePages, folder.path);
    if (source.connector !== null) {
      const file = readConnector(parts.dataDir, source.connector);
      const directory = join(parts.dataDir, 'connectors');
      return runConnector(source, file, { pages, directory, mostDocuments, onWritten }, task);
    }
    const run = {
      gate: parts.gate,
      turns,
      version: parts.version,
      maxBytes: Math.min(mostPageBytes, parts.settings().maxFileBytes),
      pages,
      change: (changes: Partial<SourceState>) => library.sources.change(source.id, changes),
      onWritten,
    };
    const address = new URL(source.address ?? '');
    return slots.use(task.signal, () => runWebSource(source, address, run, task));
  }

  function update(source: SourceRow): { taskId: string } {
    const known = running.get(source.id);
    if (known) return { taskId: known };
    const { id } = tasks.start({
      kind: 'fetch',
      folderIds: [source.folderId],
      phase: 'fetching',
      run: (task) => run(source.id, task).finally(() => running.delete(source.id)),
    });
    running.set(source.id, id);
    return { taskId: id };
  }

  function look(): void {
    if (parts.settings().paused) return;
    try {
      for (const source of library.sources.list()) {
        if (isDue(source, Date.now()) && running.size < atOnce) update(source);
      }
    } catch (error) {
      // The next look tries again.
      log.error('sources not looked at', error);
    }
  }

  return {
    add(chosen) {
      const folder = library.folders.add(join(root, crypto.randomUUID()));
      const collection = library.collections.list().find(({ isDefault }) => isDefault);
      if (collection) library.collections.addFolder(collection.id, folder.id);
      return library.sources.add({ ...chosen, folderId: folder.id });
    },
    update,
    leave(folderId) {
      const source = library.sources.ofFolder(folderId);
      const folder = library.folders.find(folderId);
      if (!source || !folder) return;
      const taskId = running.get(source.id);
      if (taskId !== undefined) tasks.cancel(taskId);
      rmSync(folder.path, { recursive: true, force: true });
      if (source.connector !== null) {
        rmSync(connectorPath(parts.dataDir, source.connector), { force: true });
      }
    },
    keepFetching() {
      keepers++;
      timer ??= setInterval(look, lookEveryMs).unref();
      look();
      return () => {
        if (--keepers > 0 || !timer) return;
        clearInterval(timer);
        timer = null;
      };
    },
  };
}

/**
 * True if it is time to fetch it; a clock that was set back holds nothing up. What was not reached is
 * tried again earlier: the computer may have been offline, or have just woken up.
 */
export function isDue(
  { everyHours, triedAt, unreached }: Pick<SourceRow, 'everyHours' | 'triedAt' | 'unreached'>,
  now: number,
): boolean {
  if (everyHours === 0) return false;
  const retry = unreached === 0 ? Infinity : retryMs * 2 ** (unreached - 1);
  return triedAt === null || triedAt > now || triedAt + Math.min(everyHours * hourMs, retry) <= now;
}
