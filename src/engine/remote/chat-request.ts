// What is asked of a server that is to write. Not all of them know all of it.
import type { GenerateRequest } from '../generator.ts';
import type { Refusal } from './server-errors.ts';

export type ChatRequest = Readonly<Record<string, unknown>>;

export function chatRequest(model: string, request: GenerateRequest): ChatRequest {
  const { messages, maxTokens, temperature, seed, schema } = request;
  return {
    model,
    messages: messages.map(({ role, text }) => ({ role, content: text })),
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: maxTokens,
    temperature,
    seed,
    ...(schema && {
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', strict: true, schema },
      },
    }),
  };
}

/** The request in another way, if the server says that it does not know a part of it; else null. */
export function askedOtherwise(request: ChatRequest, refusal: Refusal): ChatRequest | null {
  if (refusal.status !== 400 && refusal.status !== 422) return null;
  const { stream_options: counts, max_tokens: most, seed, ...others } = request;
  const says = (name: string) => refusal.said.includes(name);
  // Only the server's count of tokens is missing then.
  if (counts !== undefined && says('stream_options')) return without(request, 'stream_options');
  if (most !== undefined && says('max_completion_tokens')) {
    return { ...others, stream_options: counts, seed, max_completion_tokens: most };
  }
  // The same question may get another answer then.
  if (seed !== undefined && /\bseed\b/.test(refusal.said)) return without(request, 'seed');
  return null;
}

function without(request: ChatRequest, name: string): ChatRequest {
  return Object.fromEntries(Object.entries(request).filter(([key]) => key !== name));
}
