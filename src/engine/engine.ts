// The composition root: makes the parts, gives each what it needs, and takes them down again.
import { join } from 'node:path';
import type { Client, EngineHandlers } from '../shared/contract/contract.ts';
import type { Scope } from '../shared/contract/search.ts';
import { LorekeepError } from '../shared/errors.ts';
import { answerHandlers } from './answer/answer-handlers.ts';
import type { Evidence } from './answer/answers.ts';
import { extractiveAnswerer } from './answer/extractive-answerer.ts';
import { createFeed } from './calls/feed.ts';
import { createBuiltInEmbedder } from './embed/built-in-embedder.ts';
import { evaluateHandlers } from './evaluate/evaluate-handlers.ts';
import type { Host } from './host.ts';
import { openIndexParts } from './index-parts.ts';
import { documentHandlers } from './library/document-handlers.ts';
import { libraryHandlers } from './library/library-handlers.ts';
import { foldersInScope } from './library/scope.ts';
import { openLog } from './log/log.ts';
import { createNetworkGate } from './network/gate.ts';
import { openEndpoint } from './owner/endpoint.ts';
import { takeLock } from './owner/lock.ts';
import { searchHandlers, toHit } from './retrieve/search-handlers.ts';
import { createRpcServer, type RpcPort, type RpcSocket } from './rpc.ts';
import { createSettings } from './settings/settings.ts';
import { openLibraryStore } from './store/library/library-store.ts';
import { engineChecks } from './system/checks.ts';
import { createNotices } from './system/notices.ts';
import { systemHandlers } from './system/system-handlers.ts';
import { createTaskRegistry } from './tasks/task-registry.ts';
import { taskHandlers } from './tasks/task-handlers.ts';

export interface EngineOptions {
  /** Absolute path of the data folder; made if it is not there. */
  dataDir: string;
  host: Host;
  version: string;
  /** Brings all folders up to date at once, as a screen that stays open wants it. */
  updateOnStart?: boolean;
}

export interface Engine {
  readonly client: Client;
  servePort(port: RpcPort): void;
  serveSocket(socket: RpcSocket): void;
  close(): Promise<void>;
}

/** Passages that an answer is written from. */
const passagesForAnswer = 12;
/** Enough passages to hold ten different files. */
const passagesForEvaluation = 100;

/**
 * Starts the engine of a data folder and takes its ownership.
 *
 * @throws LorekeepError DATA_FOLDER_IN_USE, DATA_FOLDER_UNUSABLE, DATA_NEWER, DISK_FULL
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { dataDir, host, version } = options;
  const lock = takeLock(dataDir);
  if (!lock) throw new LorekeepError('DATA_FOLDER_IN_USE', { path: dataDir });
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
    const embedder = createBuiltInEmbedder(host.threadUrl('embedder'));
    stack.defer(() => embedder.close());
    let revision = 0;
    const changes = createFeed(() => ({ revision }), 250);
    const onChange = () => {
      revision++;
      changes.notify();
    };
    const tasks = createTaskRegistry(log, (error) => onFailure(error));
    const index = await openIndexParts({
      dataDir,
      host,
      log,
      library,
      tasks,
      embedder,
      notices,
      onChange,
      settings: settings.current,
    });
    stack.defer(() => index.close());
    stack.defer(() => tasks.close());

    /** A damaged index is replaced while we run; whoever met it is told where it went. */
    const onFailure = (error: unknown) => {
      if (!(error instanceof LorekeepError) || error.code !== 'INDEX_DAMAGED') return error;
      return new LorekeepError('INDEX_DAMAGED', { file: index.recover() }, error);
    };

    const folderPath = (id: string) => library.folders.find(id)?.path ?? null;
    const scopeFolders = (scope: Scope) => foldersInScope(library, scope);
    const retrieve = async (
      question: string,
      scope: Scope,
      signal: AbortSignal,
    ): Promise<Evidence> => {
      const folderIds = scopeFolders(scope);
      const request = {
        query: question,
        mode: 'hybrid',
        folderIds,
        limit: passagesForAnswer,
      } as const;
      const { found, terms } = await index.retriever().retrieve(request, signal);
      const hits = found.flatMap((one) => toHit(one, folderPath));
      return {
        hits,
        terms: new Map(terms.map(({ term, weight }) => [term, weight])),
      };
    };
    const handlers: EngineHandlers = {
      answer: answerHandlers({ library, answerer: extractiveAnswerer, retrieve }),
      documents: documentHandlers({ library, index: index.store, readAgain: index.readAgain }),
      evaluate: evaluateHandlers({
        indexFile: () => index.store().file,
        async search(query, mode, folderId, signal) {
          const request = { query, mode, folderIds: [folderId], limit: passagesForEvaluation };
          const { found } = await index.retriever().retrieve(request, signal);
          return found.map(({ relativePath }) => relativePath);
        },
      }),
      library: libraryHandlers({
        dataDir,
        library,
        embedder,
        changes,
        index: index.store,
        update: index.update,
        remove: index.remove,
      }),
      search: searchHandlers({
        retriever: index.retriever,
        foldersInScope: scopeFolders,
        folderPath,
      }),
      settings: settings.handlers,
      system: systemHandlers({
        version,
        dataDir,
        gate,
        notices,
        owner: () => endpoint.published,
        checks: engineChecks(dataDir, index.store),
      }),
      tasks: taskHandlers(tasks),
    };
    const rpc = createRpcServer(handlers, log, onFailure);
    const endpoint = await openEndpoint(dataDir, rpc.serveSocket);
    stack.defer(() => endpoint.close());
    log.info('engine started', { version });
    await index.resume(options.updateOnStart ?? false);
    const owned = stack.move();
    return { ...rpc, close: () => owned.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
