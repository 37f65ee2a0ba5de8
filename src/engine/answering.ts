// The answer feature put together: what it gets from its neighbours, as functions.
import type { AnswerSettings } from '../shared/contract/answer.ts';
import type { EngineHandlers } from '../shared/contract/contract.ts';
import { isServerModel } from '../shared/contract/servers.ts';
import { answerHandlers } from './answer/answer-handlers.ts';
import { answerQuestion } from './answer/answers.ts';
import type { AnswerStream, Evidence } from './answer/asked.ts';
import { createAssistants } from './answer/assistants/assistants.ts';
import { chooseAnswerer } from './answer/choose-answerer.ts';
import { createAttachments } from './answer/conversations/attachments.ts';
import { conversationHandlers } from './answer/conversations/conversation-handlers.ts';
import { createConversations } from './answer/conversations/conversations.ts';
import { questionScope } from './question-scope.ts';
import { wholeDocuments } from './whole-documents.ts';
import type { IndexParts } from './index-parts.ts';
import type { Inference } from './inference/inference.ts';
import { localGenerator } from './inference/local-generator.ts';
import type { Log } from './log/log.ts';
import type { Models } from './models/models.ts';
import type { Remote } from './remote/remote.ts';
import type { LibraryStore } from './store/library/library-store.ts';
import type { ParsedQuery } from './retrieve/query/parsed-query.ts';
import { type HitPlaces, toHit } from './retrieve/search-handlers.ts';

export interface AnsweringParts {
  dataDir: string;
  library: LibraryStore;
  index: IndexParts;
  log: Log;
  models: Models;
  inference: Inference;
  remote: Remote;
  /** Aborts when the engine ends. */
  closing: AbortSignal;
}

/** Passages that an answer is written from. */
const passagesForAnswer = 12;

export function answering(
  parts: AnsweringParts,
  places: HitPlaces,
): Pick<EngineHandlers, 'answer' | 'assistants' | 'conversations'> {
  const { dataDir, library, index, log, closing } = parts;
  const { handlers: assistants, settingsOf } = createAssistants(library);
  const attachments = createAttachments({
    dataDir,
    library,
    update: (folder) => index.update([folder]),
    removeFromIndex: (folderId) => void index.remove(folderId),
  });
  const answererFor = (settings: AnswerSettings, schema?: object) =>
    chooseAnswerer(settings, schema, writers(parts));
  const answer: AnswerStream = (asked, signal) => {
    const scope = questionScope(asked, library);
    return answerQuestion(
      asked,
      {
        answerer: answererFor(asked.settings, asked.schema),
        retrieve: (question, abort) =>
          retrieveEvidence(index, places, scope.queryOf(question), abort),
        documents: wholeDocuments(scope, asked.attached ?? null, index, places),
      },
      signal,
    );
  };
  const completeBy = (settings: AnswerSettings) => answererFor(settings).complete;
  const writerOf = ({ writing }: AnswerSettings) => ({
    model: (writing.model ?? writers(parts).chosen()) || null,
    adapters: writing.adapters ?? [],
  });
  const common = { library, attachments, settingsOf };
  const conversations = createConversations({
    ...common,
    log,
    closing,
    answer,
    completeBy,
    writerOf,
  });
  conversations.recover();
  return {
    answer: answerHandlers({ settingsOf, answer }),
    assistants,
    conversations: conversationHandlers(conversations, common),
  };
}

function writers({ models, inference, remote }: AnsweringParts) {
  return {
    chosen: () => remote.chosenChat() ?? models.chosen('chat')?.name ?? '',
    generator: (name: string) =>
      isServerModel(name)
        ? remote.generator(name)
        : localGenerator(inference, models.useOf('chat', name)),
    adapter(name: string, scale: number, model: string) {
      remote.refuseAdapters(model);
      return models.adapterUse(name, scale, model);
    },
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
