// The composition root: makes the parts, gives each what it needs, and takes them down again.
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../shared/contract/contract.ts';
import { LorekeepError } from '../shared/errors.ts';
import { createFeed, each } from './calls/feed.ts';
import { createBuiltInEmbedder } from './embed/built-in-embedder.ts';
import type { Host } from './host.ts';
import { createHandlers } from './handlers.ts';
import { createInference } from './inference/inference.ts';
import { openIndexParts } from './index-parts.ts';
import { createPace } from './ingest/pace.ts';
import { createWatcher } from './ingest/watch/watcher.ts';
import { createKeeper } from './ingest/watch/keeper.ts';
import { openLog } from './log/log.ts';
import { createModels } from './models/models.ts';
import { embedderSource, rerankingBy } from './models-in-use.ts';
import { createNetworkGate } from './network/gate.ts';
import { openEndpoint } from './owner/endpoint.ts';
import type { Lock } from './owner/lock.ts';
import { createRemote } from './remote/remote.ts';
import { createRpcServer, type RpcPort, type RpcSocket } from './rpc.ts';
import { createSettings } from './settings/settings.ts';
import { createSources } from './sources/sources.ts';
import { openLibraryStore } from './store/library/library-store.ts';
import { createNotices } from './system/notices.ts';
import { createTaskRegistry } from './tasks/task-registry.ts';
import { createWorkClock } from './tasks/work-clock.ts';

export interface EngineOptions {
  /** Absolute path of the data folder; made if it is not there. */
  dataDir: string;
  host: Host;
  version: string;
  /** Keeps all folders up to date from the start, as a screen that stays open wants it. */
  keepUpToDate?: boolean;
}

export interface Engine {
  readonly client: Client;
  servePort(port: RpcPort): void;
  serveSocket(socket: RpcSocket): void;
  close(): Promise<void>;
}

/**
 * Starts the engine of a data folder.
 *
 * @param lock the data folder's, which the engine lets go when it ends, or cannot start
 * @throws LorekeepError DATA_FOLDER_UNUSABLE, DATA_NEWER, DISK_FULL
 */
export async function createEngine(options: EngineOptions, lock: Lock): Promise<Engine> {
  const { dataDir, host, version } = options;
  const stack = new AsyncDisposableStack();
  try {
    stack.defer(() => lock.release());
    const log = openLog(join(dataDir, 'logs'));
    stack.defer(() => log.close());
    const notices = createNotices();
    const library = await openLibraryStore(dataDir);
    stack.defer(() => library.close());
    if (library.backupFailure) log.error('library not backed up', library.backupFailure);
    if (library.restored) notices.add(new LorekeepError('LIBRARY_DAMAGED', library.restored));
    const gate = createNetworkGate();
    const settings = createSettings(library.settings, log);
    const embedder = createBuiltInEmbedder(
      host.threadUrl('embedder'),
      host.resourcePath('embedder'),
    );
    stack.defer(() => embedder.close());
    // Starts no process before a model is needed.
    const inference = createInference({
      host,
      log,
      backend: () => ({ backend: settings.current().modelBackend }),
      idleMinutes: () => settings.current().modelIdleMinutes,
      crashes: {
        count: (path) => library.modelFiles.atPath(path)?.loadCrashes ?? 0,
        add: library.modelFiles.addCrash,
        clear: library.modelFiles.clearCrashes,
      },
      onChange: () => models.onRunnerChange(),
    });
    stack.defer(() => inference.close());
    let revision = 0;
    const changes = createFeed(() => ({ revision }), 250);
    const onChange = () => {
      revision++;
      changes.notify();
    };
    const clock = createWorkClock();
    const tasks = createTaskRegistry(log, (error) => onFailure(error), clock.now);
    const pace = createPace({ settings: settings.current, follow: settings.follow, host });
    const inUse = {
      builtIn: embedder,
      inference,
      models: () => models,
      remote: () => remote,
      settings: settings.current,
      notices,
      log,
    };
    const index = await openIndexParts({
      dataDir,
      host,
      log,
      library,
      tasks,
      embedder,
      embedders: embedderSource(inUse),
      reranking: rerankingBy(inUse),
      notices,
      onChange,
      pace,
      settings: settings.current,
    });
    stack.defer(() => index.close());
    stack.defer(() => tasks.close());
    const sources = createSources({
      dataDir,
      version,
      library,
      tasks,
      gate,
      log,
      settings: settings.current,
      index: (folder) => index.update([folder]),
      onChange,
    });
    const models = createModels({
      dataDir,
      version,
      host,
      log,
      library,
      tasks,
      gate,
      settings: { ...settings, change: (changes) => void settings.change(changes) },
      runner: inference,
    });
    const remote = createRemote({
      version,
      library,
      gate,
      vault: host.secrets,
      environmentKey: host.serverKey,
      settings: settings.current,
      change: (changes) => void settings.change(changes),
      prefixesOf: models.prefixesOf,
    });
    const keeper = createKeeper({
      log,
      watcher: createWatcher(host, log),
      // What is fetched is indexed by whoever fetches it.
      folders: () => library.folders.list().filter(({ id }) => !library.sources.ofFolder(id)),
      except: [realpathSync.native(dataDir)],
      settings: settings.current,
      async update(folderId, only) {
        const folder = library.folders.list().find(({ id }) => id === folderId);
        if (!folder) return false;
        return (only ? index.updatePaths(folder, only) : index.update([folder])).indexed;
      },
    });
    const living = new AbortController();
    const { signal } = living;
    stack.defer(() => {
      living.abort();
      return keeper.close();
    });
    void each(changes.follow(signal), keeper.sync);
    let backend = settings.current().modelBackend;
    let chosenEmbedder = settings.current().embedder;
    void each(settings.follow(signal), ({ paused, modelBackend, embedder: chosen }) => {
      if (chosen !== chosenEmbedder) void index.followEmbedder(false);
      chosenEmbedder = chosen;
      clock.setPaused(paused);
      keeper.sync();
      if (modelBackend === backend) return;
      backend = modelBackend;
      inference.backendChanged();
      models.forgetMachine();
    });

    /** As long as somebody reads it, folders are watched and sources are fetched when it is time. */
    async function* keepUpToDate(whoReads: AbortSignal) {
      const stop = sources.keepFetching();
      try {
        yield* keeper.follow(whoReads);
      } finally {
        stop();
      }
    }

    /** A damaged index is replaced while we run; whoever met it is told where it went. */
    const onFailure = (error: unknown) => {
      if (!(error instanceof LorekeepError) || error.code !== 'INDEX_DAMAGED') return error;
      return new LorekeepError('INDEX_DAMAGED', { file: index.recover() }, error);
    };

    const handlers = createHandlers({
      dataDir,
      log,
      version,
      library,
      index,
      tasks,
      settings,
      notices,
      gate,
      changes,
      sources,
      models,
      inference,
      remote,
      onChange,
      keepUpToDate,
      owner: () => endpoint.published,
      closing: signal,
    });
    const rpc = createRpcServer(handlers, log, onFailure);
    const endpoint = await openEndpoint(dataDir, rpc.serveSocket);
    stack.defer(() => endpoint.close());
    if (endpoint.publishFailure) {
      log.error('endpoint not published', endpoint.publishFailure);
      notices.add(endpoint.publishFailure);
    }
    log.info('engine started', { version });
    if (options.keepUpToDate) void each(keepUpToDate(signal), () => {});
    await index.resume(options.keepUpToDate ?? false);
    const owned = stack.move();
    return { ...rpc, close: () => owned.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
