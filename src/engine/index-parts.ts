// The parts of the engine that live and die with index.db: store, indexer, retriever. When the
// file turns out to be damaged, they are replaced as a whole: the file is set aside and the
// folders are indexed again. What a person made is in library.db and is not touched.
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../shared/contract/settings.ts';
import { LorekeepError } from '../shared/errors.ts';
import { createBatches } from './embed/embed-batch.ts';
import {
  createEmbedderSwitch,
  type EmbedderSource,
  type EmbedderSwitch,
} from './embed/embedder-switch.ts';
import { createSemanticLane, type SemanticLane } from './embed/semantic-lane.ts';
import type { Embedder } from './embedder.ts';
import type { Host } from './host.ts';
import { createIndexer, type Indexer } from './ingest/indexer.ts';
import { createMemberFiles, type MemberFiles } from './ingest/member-files.ts';
import type { Pace } from './ingest/pace.ts';
import type { Log } from './log/log.ts';
import { createRetriever, type Retriever, type RetrieverParts } from './retrieve/retriever.ts';
import {
  type IndexStore,
  openIndexStore,
  setAsideIndex,
  setAsideName,
} from './store/index/index-store.ts';
import type { FolderRow } from './store/library/folders.ts';
import type { LibraryStore } from './store/library/library-store.ts';
import type { Notices } from './system/notices.ts';
import type { TaskRegistry } from './tasks/task-registry.ts';

export interface IndexPartsOptions {
  dataDir: string;
  host: Host;
  log: Log;
  library: LibraryStore;
  tasks: TaskRegistry;
  /** The built-in embedder, whose vectors are there before those of any other. */
  embedder: Embedder;
  embedders: EmbedderSource;
  reranking: RetrieverParts['reranking'];
  notices: Notices;
  settings: () => Settings;
  onChange: () => void;
  pace: Pace;
}

type Started = ReturnType<Indexer['update']>;

export interface IndexParts {
  store(): IndexStore;
  retriever(): Retriever;
  /** What the vectors that are searched are of. */
  embedder(): { id: string; name: string; dimensions: number };
  /**
   * The setting of the embedder changed, or (`again`) the person chose one just now, be it the same.
   *
   * @returns when its vectors are searched, or a task makes them, or it was said why not
   */
  followEmbedder(again: boolean): Promise<void>;
  /** Starts a task that brings folders up to date. */
  update(folders: FolderRow[]): Started;
  /** The same for one folder, looking only at these relative paths and what is below them. */
  updatePaths(folder: FolderRow, relativePaths: readonly string[]): Started;
  /** The same for one folder, reading these files again whatever is known of them. */
  readAgain(folder: FolderRow, relativePaths: string[]): { id: string };
  remove(folderId: string): { id: string };
  /** Bytes of documents inside documents. */
  memberFiles: MemberFiles;
  preview: Indexer['preview'];
  /** Goes on where the last run stopped: removals, vectors, a rebuild; updates all if asked. */
  resume(updateAll: boolean): Promise<void>;
  /**
   * Replaces a damaged index, once at a time.
   *
   * @returns the name under which the damaged file is set aside
   */
  recover(): string;
  close(): Promise<void>;
}

interface Current {
  store: IndexStore;
  indexer: Indexer;
  retriever: Retriever;
  embedders: EmbedderSwitch;
  lane: SemanticLane;
}

export async function openIndexParts(options: IndexPartsOptions): Promise<IndexParts> {
  const { dataDir, host, log, library, embedder, notices, onChange } = options;
  const file = join(dataDir, 'index.db');

  async function open(): Promise<Current> {
    const { id, dimensions } = embedder;
    const store = await openIndexStore(host.threadUrl('index-writer'), {
      file,
      embedder: id,
      dimensions,
    });
    const kernels = host.resourcePath('kernels');
    const places = { file, kernels, scanHelper: host.threadUrl('scan-helper') };
    const embedBatch = createBatches(store.writer, options.pace);
    const embedders = createEmbedderSwitch({
      index: store,
      source: options.embedders,
      embedBatch,
      tasks: options.tasks,
      log,
      tell(error) {
        const notice = notices.add(error);
        return () => notices.dismiss(notice);
      },
      chosen: () => options.settings().embedder,
      onLive() {
        onChange();
        lane.kick();
      },
    });
    const lane = createSemanticLane(embedders, embedBatch, log);
    const retriever = createRetriever({
      threadUrl: host.threadUrl('searcher'),
      places,
      live: embedders,
      reranking: options.reranking,
      onHelperLost: (reason) =>
        log.warn('scan helper lost, searching goes on without it', { reason }),
    });
    const except = [realpathSync.native(dataDir)];
    const { chunkSize } = embedder;
    const indexer = createIndexer({ ...options, index: store, chunkSize, vectors: lane, except });
    return { store, indexer, retriever, embedders, lane };
  }

  async function close({ store, indexer, retriever, embedders, lane }: Current): Promise<void> {
    await embedders.close();
    await indexer.close();
    await lane.close();
    await retriever.close();
    await store.close();
  }

  const memberFiles = createMemberFiles(host, dataDir, options.settings);
  let current = await open();
  if (current.store.setAside) tell(current.store.setAside);

  function tell(setAside: string): void {
    const error = new LorekeepError('INDEX_DAMAGED', { file: setAside });
    log.error('index set aside', error, { setAside });
    notices.add(error);
  }

  const jobOf = ({ id, path, include, exclude }: FolderRow) => ({
    id,
    path,
    include,
    exclude,
    ignored: library.ignored.list(id),
    retry: new Set<string>(),
  });

  const update = (folders: FolderRow[]) => current.indexer.update(folders.map(jobOf));

  /** A screen's first search should not wait for the searching thread to start. */
  function warmUp(): void {
    current.retriever
      .warmUp()
      .catch((error: unknown) => log.error('searching thread not started', error));
  }

  let recovering: { setAside: string; done: Promise<void> } | null = null;

  async function replace(setAside: string): Promise<void> {
    // What runs works on the index that goes; the new one is filled by new tasks.
    for (const { id, state } of options.tasks.list()) {
      if (state === 'running') options.tasks.cancel(id);
    }
    await close(current);
    setAsideIndex(file, setAside);
    current = await open();
    tell(setAside);
    onChange();
    startResuming(false);
  }

  function startResuming(updateAll: boolean): void {
    void current.embedders.follow(false);
    const folders = library.folders.all();
    const known = new Set(folders.map(({ id }) => id));
    const indexed = current.store.counts.scannedAt();
    for (const id of indexed.keys()) {
      if (!known.has(id)) current.indexer.remove(id);
    }
    // A folder that the index does not know at all: it was lost or set aside, now or before.
    const wanted = updateAll ? folders : folders.filter(({ id }) => !indexed.has(id));
    if (wanted.length > 0) update(wanted);
    else current.indexer.resumeEmbedding();
  }

  function recover(): string {
    if (recovering) return recovering.setAside;
    const setAside = setAsideName(file);
    const done = replace(setAside)
      .catch((error: unknown) => {
        // Closing meanwhile is no failure: the next start indexes what the new file lacks.
        const closing = error instanceof LorekeepError && error.code === 'ENGINE_STOPPED';
        if (!closing) log.error('index not replaced', error);
      })
      .finally(() => {
        recovering = null;
      });
    recovering = { setAside, done };
    return setAside;
  }

  return {
    store: () => current.store,
    retriever: () => current.retriever,
    embedder() {
      const { embedder: id, name, dimensions } = current.embedders.generation();
      return { id, name: name || embedder.name, dimensions };
    },
    followEmbedder: (again) => current.embedders.follow(again),
    update,
    updatePaths: (folder, only) => current.indexer.update([{ ...jobOf(folder), only }]),
    readAgain: (folder, relativePaths) =>
      current.indexer.update([{ ...jobOf(folder), retry: new Set(relativePaths) }]),
    remove: (folderId) => current.indexer.remove(folderId),
    memberFiles,
    preview: (path, patterns) => current.indexer.preview(path, patterns),
    async resume(updateAll) {
      if (updateAll) warmUp();
      try {
        startResuming(updateAll);
      } catch (error) {
        if (!(error instanceof LorekeepError) || error.code !== 'INDEX_DAMAGED') throw error;
        recover();
        await recovering?.done;
      }
    },
    recover,
    async close() {
      await recovering?.done;
      memberFiles.close();
      await close(current);
    },
  };
}
