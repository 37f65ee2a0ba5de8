// How many tokens a server's model makes of a text: as the server counts them where it does, which
// are llama-server and vLLM, else about.
import { LorekeepError } from '../../shared/errors.ts';
import type { ChatMessage } from '../generator.ts';
import { tokenCounter } from '../text/count-tokens.ts';
import { fieldsOf } from './server-errors.ts';
import type { ServerVisit } from './server-visit.ts';

/** Tokens that stand around a message: who speaks, where it begins and ends. */
const aroundMessage = 8;
/**
 * The count is made for the vocabularies of embedding models, and chat models' differ; rather too
 * much than too little, as what is too long is cut or refused.
 */
const margin = 1.3;
const seconds = 30;

export interface TokenCounts {
  count(messages: readonly ChatMessage[], signal: AbortSignal): Promise<number>;
}

/** Whether a server counts is found out once. */
export function createTokenCounts(visit: ServerVisit, model: string): TokenCounts {
  let counts: boolean | null = null;

  async function counted(text: string, signal: AbortSignal): Promise<number | null> {
    // The fields of llama-server and of vLLM; each leaves out what it does not know.
    const request = { model, content: text, prompt: text };
    const asking = { purpose: 'counting tokens', seconds, signal } as const;
    try {
      const { tokens, count } = fieldsOf(await visit.post('/tokenize', request, asking));
      if (typeof count === 'number' && count >= 0) return count;
      return Array.isArray(tokens) ? tokens.length : null;
    } catch (error) {
      // Most servers do not know this path, and what they say to it is of many kinds.
      const code = error instanceof LorekeepError ? error.code : '';
      if (code === 'SERVER_REFUSED' || code === 'SERVER_ANSWER') return null;
      throw error;
    }
  }

  return {
    async count(messages, signal) {
      const texts = messages.map(({ text }) => text);
      const around = messages.length * aroundMessage;
      const estimate = texts.reduce((sum, text) => sum + estimateTokens(text), around);
      // Asked with a word of ours first, so that no text is sent to whoever does not count it.
      counts ??= (await counted('Hello', signal)) !== null;
      if (!counts) return estimate;
      const tokens = await counted(texts.join('\n'), signal);
      return tokens === null ? estimate : tokens + around;
    },
  };
}

const pieces = tokenCounter('word-pieces');

/** About how many tokens a text has for a chat model, rather too many. */
export function estimateTokens(text: string): number {
  const words = text.split(/\s+/).reduce((sum, word) => sum + pieces(word), 0);
  return Math.ceil(words * margin);
}
