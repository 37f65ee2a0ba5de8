// Puts the features' handlers together: each gets from its neighbours what it needs as functions,
// so that no feature reaches into another.
import type { EngineHandlers } from '../shared/contract/contract.ts';
import type { Scope } from '../shared/contract/search.ts';
import { LorekeepError } from '../shared/errors.ts';
import { answering } from './answering.ts';
import type { Feed } from './calls/feed.ts';
import { evaluateHandlers } from './evaluate/evaluate-handlers.ts';
import type { IndexParts } from './index-parts.ts';
import type { Keeper } from './ingest/watch/keeper.ts';
import { documentHandlers } from './library/document-handlers.ts';
import { libraryHandlers } from './library/library-handlers.ts';
import { foldersInScope } from './library/scope.ts';
import type { Inference } from './inference/inference.ts';
import type { Log } from './log/log.ts';
import type { Models } from './models/models.ts';
import type { NetworkGate } from './network/gate.ts';
import type { Published } from './owner/endpoint.ts';
import type { Remote } from './remote/remote.ts';
import { plainQuery } from './retrieve/query/parse-query.ts';
import { searchHandlers } from './retrieve/search-handlers.ts';
import type { SettingsFeature } from './settings/settings.ts';
import { sourceHandlers } from './sources/source-handlers.ts';
import type { Sources } from './sources/sources.ts';
import type { LibraryStore } from './store/library/library-store.ts';
import { engineChecks } from './system/checks.ts';
import type { Notices } from './system/notices.ts';
import { systemHandlers } from './system/system-handlers.ts';
import { taskHandlers } from './tasks/task-handlers.ts';
import type { TaskRegistry } from './tasks/task-registry.ts';

export interface HandlerParts {
  dataDir: string;
  log: Log;
  version: string;
  library: LibraryStore;
  index: IndexParts;
  tasks: TaskRegistry;
  settings: SettingsFeature;
  notices: Notices;
  gate: NetworkGate;
  changes: Feed<{ revision: number }>;
  sources: Sources;
  models: Models;
  inference: Inference;
  remote: Remote;
  onChange(): void;
  keepUpToDate: Keeper['follow'];
  owner: () => Published;
  /** Aborts when the engine ends. */
  closing: AbortSignal;
}

/** Enough passages to hold ten different files. */
const passagesForEvaluation = 100;

export function createHandlers(parts: HandlerParts): EngineHandlers {
  const { dataDir, version, library, index, changes, notices, gate, owner } = parts;
  const { models, remote } = parts;
  const folderPath = (id: string) => library.folders.find(id)?.path ?? null;
  const { originOf } = library.sourcePages;
  const collections = () => library.collections.list();
  const scopeFolders = (scope: Scope) => foldersInScope(library, scope);
  const answers = answering(parts, { folderPath, originOf });
  return {
    ...answers,
    documents: documentHandlers({
      library,
      index: index.store,
      readAgain: index.readAgain,
      memberFile: index.memberFiles.fileOf,
    }),
    evaluate: evaluateHandlers({
      indexFile: () => index.store().file,
      reranks: () => parts.settings.current().reranker !== '',
      async search(query, { mode, rerank }, folderId, signal) {
        const words = plainQuery(query);
        const request = {
          query: { ...words, filter: { ...words.filter, folderIds: [folderId] } },
          mode,
          limit: passagesForEvaluation,
          onlyEvident: mode === 'hybrid',
          rerank,
        };
        const { found } = await index.retriever().retrieve(request, signal);
        return found;
      },
      async answer(question, folderId, model, signal) {
        const asked = { question, scope: { folderIds: [folderId] }, writing: { model } };
        for await (const event of answers.answer.ask(asked, { signal })) {
          if (event.type === 'done') return event.answer;
        }
        throw new LorekeepError('CANCELLED');
      },
      without: (folderId, path, work) => withoutDocument(parts, folderId, path, work),
    }),
    library: libraryHandlers({
      dataDir,
      library,
      embedder: index.embedder,
      changes,
      index: index.store,
      update: index.update,
      preview: index.preview,
      keepUpToDate: parts.keepUpToDate,
      leave: parts.sources.leave,
      remove: index.remove,
    }),
    search: searchHandlers({
      retriever: index.retriever,
      foldersInScope: scopeFolders,
      collections,
      folderPath,
      originOf,
    }),
    models: parts.models.handlers,
    servers: remote.handlers,
    settings: {
      ...parts.settings.handlers,
      async update(changes) {
        const checked = models.checkSettings(remote.checkSettings(changes));
        const now = parts.settings.change(checked);
        // Also if it is the same: what was stopped goes on.
        if (checked.embedder !== undefined) await index.followEmbedder(true);
        return now;
      },
    },
    system: systemHandlers({
      version,
      dataDir,
      gate,
      notices,
      owner,
      checks: engineChecks(dataDir, index.store),
    }),
    sources: sourceHandlers({
      dataDir,
      library,
      sources: parts.sources,
      removeFromIndex: index.remove,
      onChange: parts.onChange,
    }),
    tasks: taskHandlers(parts.tasks),
  };
}

/** Takes a file out of the index for as long as `work` runs, then reads it again. */
async function withoutDocument<T>(
  { index, library }: HandlerParts,
  folderId: string,
  relativePath: string,
  work: () => Promise<T>,
): Promise<T> {
  const { documents, writer } = index.store();
  const row = documents.find(folderId, relativePath);
  const folder = library.folders.find(folderId);
  if (!row || !folder) return work();
  // Of what is inside a file the file itself goes.
  const file = documents.member(row.id)?.file ?? relativePath;
  await writer.removeFiles(folderId, [file]);
  try {
    return await work();
  } finally {
    await index.updatePaths(folder, [file]).ended;
  }
}
