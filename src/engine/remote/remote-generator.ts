// A chat model of a server as a generator. What it writes passes through as it comes; thoughts are
// left out, and a server that does not keep to the limit is stopped.
import { LorekeepError } from '../../shared/errors.ts';
import { abortable } from '../calls/abortable.ts';
import type { Generated, GenerateRequest, Generator } from '../generator.ts';
import { askedOtherwise, type ChatRequest, chatRequest } from './chat-request.ts';
import { type ChatEnd, readChat } from './chat-stream.ts';
import { createTokenCounts, estimateTokens } from './count-tokens.ts';
import { unclear } from './server-errors.ts';
import { RefusedError, type ServerVisit } from './server-visit.ts';
import { createThoughtFilter } from './thoughts.ts';

export interface RemoteGeneratorParts {
  /** As people choose it: `server:NAME/MODEL`. */
  name: string;
  /** As the server names it. */
  model: string;
  visit: ServerVisit;
  contextSize(signal: AbortSignal): Promise<number>;
}

/** A model on a slow machine may read for minutes before its first word. */
const seconds = 600;
/** More characters than a token has, so that a server that goes on beyond the limit is told. */
const charactersOfToken = 16;
/** Parts of a request that one kind of server or another does not know. */
const mostTries = 4;

export function remoteGenerator(parts: RemoteGeneratorParts): Generator {
  const { name, model, visit } = parts;
  const counts = createTokenCounts(visit, model);
  return {
    name,
    contextSize: parts.contextSize,
    countTokens: counts.count,
    async *write(request, signal): AsyncGenerator<string, Generated> {
      if (request.adapters.length > 0) throw new LorekeepError('SERVER_NO_ADAPTERS', { name });
      const started = performance.now();
      const thoughts = createThoughtFilter();
      const most = request.maxTokens * charactersOfToken;
      let written = '';
      let length = 0;
      let firstTextMs: number | null = null;
      const chat = ask(parts, chatRequest(model, request), signal);
      let end: ChatEnd | null = null;
      try {
        while (!end) {
          const next = await abortable(chat.next(), signal);
          if (next.done) end = next.value;
          else if ((length += next.value.length) > most) end = { reason: 'limit', usage: null };
          const text = next.done ? thoughts.end() : thoughts.take(next.value.text);
          if (text === '') continue;
          firstTextMs ??= performance.now() - started;
          written += text;
          yield text;
        }
      } finally {
        // Not waited for: a server that is silent now would hold up whoever left.
        void chat.return({ reason: 'stopped', usage: null }).catch(() => {});
      }
      if (written === '' && end.reason === 'limit') {
        const reason = 'it wrote nothing but thoughts until its tokens were used up';
        throw unclear(visit.server().name, reason);
      }
      const tookMs = performance.now() - started;
      const times = { firstTextMs: firstTextMs ?? tookMs, tookMs };
      return { reason: end.reason, ...tokensOf(end, request, written), ...times };
    },
  };
}

/** Asks, and once more in another way where the server does not know a part of the request. */
async function* ask(
  { visit }: RemoteGeneratorParts,
  first: ChatRequest,
  signal: AbortSignal,
): ReturnType<typeof readChat> {
  const asking = { purpose: 'an answer', seconds, signal } as const;
  let request: ChatRequest | null = first;
  for (let tries = 1; ; tries++) {
    try {
      const body = visit.stream('/v1/chat/completions', request, asking);
      return yield* readChat(body, visit.server());
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      request = askedOtherwise(request, error.refusal);
      if (!request || tries === mostTries) throw error.told;
    }
  }
}

function tokensOf({ usage }: ChatEnd, { messages }: GenerateRequest, written: string) {
  const prompt = () => messages.reduce((sum, { text }) => sum + estimateTokens(text), 0);
  return {
    promptTokens: usage?.prompt ?? prompt(),
    reusedTokens: usage?.reused ?? 0,
    writtenTokens: usage?.written ?? estimateTokens(written),
  };
}
