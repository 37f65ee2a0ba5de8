// What a server writes, out of the stream of its answer: POST /v1/chat/completions
// (https://platform.openai.com/docs/api-reference/chat), as llama-server, vLLM, Ollama and LM Studio
// speak it. Nothing of what comes is trusted to have its shape.
import type { EndReason } from '../generator.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { type AskedServer, fieldsOf, saidIn, unclear } from './server-errors.ts';
import { eventsOf, TooLongLine } from './sse.ts';

export interface ChatEnd {
  reason: EndReason;
  /** As the server counts; null if it does not tell. */
  usage: { prompt: number; reused: number; written: number } | null;
}

export interface ChatPart {
  /** Text of the answer. */
  text: string;
  /** Characters that were written: the text, or thoughts, which are not shown. */
  length: number;
}

/** A server that sends signs of life but no text is left to itself after so long. */
const patienceMs = 600_000;
/** Most characters of an answer that comes as a whole. */
const longestWhole = 16 * 1024 * 1024;

/**
 * @throws LorekeepError SERVER_ANSWER for what cannot be understood, and for what the server says
 *   went wrong; SERVER_UNREACHABLE if no text comes; what the body throws
 */
export async function* readChat(
  body: AsyncIterable<Uint8Array>,
  server: AskedServer,
): AsyncGenerator<ChatPart, ChatEnd> {
  const end: ChatEnd = { reason: 'end', usage: null };
  const others: string[] = [];
  let othersLength = 0;
  let finished = false;
  let lastText = performance.now();
  try {
    for await (const event of eventsOf(body)) {
      if (performance.now() - lastText > patienceMs) throw silence(server);
      if (event === null) continue;
      if (event.field === 'other') {
        othersLength += event.text.length;
        if (othersLength > longestWhole) throw tooLong(server);
        others.push(event.text);
        continue;
      }
      if (event.text.trim() === '[DONE]') {
        finished = true;
        break;
      }
      const value = jsonOf(event.text, server);
      throwIfFailed(value, event.field === 'error', server);
      finished = readFinish(value, end) || finished;
      const part = partOf(value, 'delta');
      if (part.length > 0) {
        lastText = performance.now();
        yield part;
      }
    }
  } catch (error) {
    throw error instanceof TooLongLine ? tooLong(server) : error;
  }
  if (finished) return end;
  if (others.length === 0) throw unclear(server.name, 'its answer breaks off');
  // A server that does not stream sends all of it at once.
  const whole = jsonOf(others.join('\n'), server);
  throwIfFailed(whole, false, server);
  if (!Array.isArray(fieldsOf(whole)['choices'])) throw unclear(server.name, 'there is no answer');
  readFinish(whole, end);
  yield partOf(whole, 'message');
  return end;
}

function partOf(value: unknown, name: 'delta' | 'message'): ChatPart {
  const choice = choiceOf(value);
  const { content, reasoning_content: thought, reasoning } = fieldsOf(choice[name]);
  const text = textOf(content);
  return { text, length: text.length + textOf(thought).length + textOf(reasoning).length };
}

/** A text, or one in parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: unknown) => textOf(fieldsOf(part)['text'])).join('');
}

/** Notes what a part says of the end. True if it is the last one with text. */
function readFinish(value: unknown, end: ChatEnd): boolean {
  const usage = fieldsOf(fieldsOf(value)['usage']);
  const { prompt_tokens: prompt, completion_tokens: written } = usage;
  if (isCount(prompt) && isCount(written)) {
    const { cached_tokens: cached } = fieldsOf(usage['prompt_tokens_details']);
    end.usage = { prompt, written, reused: isCount(cached) ? cached : 0 };
  }
  const { finish_reason: reason } = choiceOf(value);
  if (typeof reason !== 'string') return false;
  end.reason = reason === 'length' ? 'limit' : 'end';
  return true;
}

function choiceOf(value: unknown): Record<string, unknown> {
  const { choices } = fieldsOf(value);
  return fieldsOf(Array.isArray(choices) ? choices[0] : null);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function throwIfFailed(value: unknown, isError: boolean, { name }: AskedServer): void {
  const said = saidIn(value) ?? (isError ? saidIn({ error: value }) : null);
  if (said?.tokens) {
    const { sent, limit } = said.tokens;
    throw new LorekeepError('PROMPT_TOO_LONG', { tokens: sent, limit });
  }
  if (said) throw unclear(name, said.said);
}

function jsonOf(text: string, { name }: AskedServer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without the cause: it quotes the text, and causes are logged.
    throw unclear(name, 'a part of its answer is no JSON');
  }
}

function tooLong({ name }: AskedServer): LorekeepError {
  return unclear(name, 'its answer has no end');
}

function silence({ name, host }: AskedServer): LorekeepError {
  const reason = `no text within ${patienceMs / 1000} s`;
  return new LorekeepError('SERVER_UNREACHABLE', { name, host, reason });
}
