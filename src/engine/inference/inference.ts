// Models at work, as the rest of the engine sees them: what can be asked of each. Which of them are
// loaded is the matter of `model-slots.ts`.
import type { ChatMessage, Generated, GenerateRequest } from '../generator.ts';
import { checkModel } from './check-model.ts';
import { createModelSlots, type InferenceParts } from './model-slots.ts';
import type { Loaded, LoadRequest } from './protocol.ts';
import { writeAnswer } from './write-answer.ts';

export type Inference = ReturnType<typeof createInference>;

export function createInference(parts: InferenceParts) {
  const models = createModelSlots(parts);
  return {
    machine: models.machine,
    status: models.status,
    /** Loads a model and says what came of it. */
    load: (request: LoadRequest, signal: AbortSignal): Promise<Loaded> =>
      models.use(request, signal, async ({ loaded, loading }) => loaded ?? loading),
    unload: models.unload,
    /** Whether llama.cpp takes a file, seen in a process of its own; see `checkModel`. */
    check: (path: string, signal: AbortSignal) => checkModel(parts, path, signal),
    backendChanged: models.backendChanged,
    /** Forgets the crashes of a file: the person wants it tried again. */
    tryAgain: (path: string) => parts.crashes.clear(path),
    countTokens: (request: LoadRequest, messages: readonly ChatMessage[], signal: AbortSignal) =>
      models.use(request, signal, ({ running }) => running.calls.countTokens([...messages])),
    generate: (
      request: LoadRequest,
      what: GenerateRequest,
      signal: AbortSignal,
    ): AsyncGenerator<string, Generated> =>
      writeAnswer({ models, log: parts.log }, request, what, signal),
    /** @param prefix stands before each text, and before each part of one that is split */
    embedDocuments: (
      request: LoadRequest,
      texts: readonly string[],
      signal: AbortSignal,
      prefix = '',
    ) =>
      models.use(request, signal, ({ running }) =>
        running.calls.embedDocuments(embedderRole(request), [...texts], prefix),
      ),
    embedQuery: (request: LoadRequest, text: string, signal: AbortSignal) =>
      models.use(request, signal, ({ running }) =>
        running.calls.embedQuery(embedderRole(request), text),
      ),
    rank: (
      request: LoadRequest,
      query: string,
      texts: readonly string[],
      budgetMs: number,
      signal: AbortSignal,
    ) =>
      models.use(request, signal, ({ running }) => running.calls.rank(query, [...texts], budgetMs)),
    close: models.close,
  };
}

function embedderRole({ role }: LoadRequest): 'embedder' | 'building' {
  return role === 'building' ? role : 'embedder';
}
