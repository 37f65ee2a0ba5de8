// Puts the features' handlers together: each gets from its neighbours what it needs as functions,
// so that no feature reaches into another.
import type { EngineHandlers } from '../shared/contract/contract.ts';
import type { Scope } from '../shared/contract/search.ts';
import { isServerModel } from '../shared/contract/servers.ts';
import { answerHandlers } from './answer/answer-handlers.ts';
import type { Evidence } from './answer/answers.ts';
import { chooseAnswerer } from './answer/choose-answerer.ts';
import type { Feed } from './calls/feed.ts';
import { evaluateHandlers } from './evaluate/evaluate-handlers.ts';
import type { IndexParts } from './index-parts.ts';
import type { Keeper } from './ingest/watch/keeper.ts';
import { documentHandlers } from './library/document-handlers.ts';
import { libraryHandlers } from './library/library-handlers.ts';
import { foldersInScope } from './library/scope.ts';
import type { Inference } from './inference/inference.ts';
import { localGenerator } from './inference/local-generator.ts';
import type { Models } from './models/models.ts';
import type { NetworkGate } from './network/gate.ts';
import type { Published } from './owner/endpoint.ts';
import type { Remote } from './remote/remote.ts';
import { plainQuery } from './retrieve/query/parse-query.ts';
import type { ParsedQuery } from './retrieve/query/parsed-query.ts';
import { readRequest } from './retrieve/query/read-request.ts';
import { type HitPlaces, searchHandlers, toHit } from './retrieve/search-handlers.ts';
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
}

/** Passages that an answer is written from. */
const passagesForAnswer = 12;
/** Enough passages to hold ten different files. */
const passagesForEvaluation = 100;

export function createHandlers(parts: HandlerParts): EngineHandlers {
  const { dataDir, version, library, index, changes, notices, gate, owner } = parts;
  const { models, inference, remote } = parts;
  const folderPath = (id: string) => library.folders.find(id)?.path ?? null;
  const { originOf } = library.sourcePages;
  const collections = () => library.collections.list();
  const scopeFolders = (scope: Scope) => foldersInScope(library, scope);
  return {
    answer: answerHandlers({
      library,
      answererFor: (writing) =>
        chooseAnswerer(writing, {
          chosen: () => remote.chosenChat() ?? models.chosen('chat')?.name ?? '',
          generator: (name) =>
            isServerModel(name)
              ? remote.generator(name)
              : localGenerator(inference, models.useOf('chat', name)),
          adapter(name, scale, model) {
            remote.refuseAdapters(model);
            return models.adapterUse(name, scale, model);
          },
        }),
      retrieve: (question, scope, signal) =>
        retrieveEvidence(
          index,
          { folderPath, originOf },
          readRequest({
            text: question,
            folderIds: scopeFolders(scope),
            collections: collections(),
            typing: false,
            now: new Date(),
          }).query,
          signal,
        ),
    }),
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

async function retrieveEvidence(
  index: IndexParts,
  where: HitPlaces,
  query: ParsedQuery,
  signal: AbortSignal,
): Promise<Evidence> {
  // Where nothing fits, the nearest passages are shown all the same.
  const ask = (asked: ParsedQuery) => {
    const how = {
      mode: 'hybrid',
      limit: passagesForAnswer,
      onlyEvident: false,
      widen: true,
      rerank: true,
    } as const;
    return index.retriever().retrieve({ ...how, query: asked }, signal);
  };
  const strict = await ask(query);
  // A question quotes to say what it means; passages that word it differently may answer it.
  const isTooStrict = strict.found.length === 0 && query.phrases.length > 0;
  const { found, terms } = isTooStrict ? await ask({ ...query, phrases: [] }) : strict;
  return {
    hits: found.flatMap((one) => toHit(one, where)),
    terms: new Map(terms.map(({ term, weight }) => [term, weight])),
  };
}
