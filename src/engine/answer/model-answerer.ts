// Answers written by a model, from passages or freely. What it writes is a draft: its references
// become quotes, and those are checked like any other (cite/check-citations.ts).
import type { AnswerRules } from '../../shared/contract/answer.ts';
import type { Answerer, AnswerRequest, Draft } from '../answerer.ts';
import type { AdapterUse, ChatMessage, Generated, Generator } from '../generator.ts';
import { attribute } from './cite/attribute.ts';
import { citePassages } from './cite/cite-passages.ts';
import { createHarmlessText } from './cite/harmless.ts';
import { createReferenceStream } from './cite/reference-stream.ts';
import { packFreePrompt, packPrompt, type Packed, promptRoom } from './pack-prompt.ts';
import { notFound } from './prompt.ts';
import { withheld } from './withhold.ts';
import { watchRepetition } from './repetition.ts';
import {
  readResult,
  readStructured,
  resultSchema,
  wrappedSchema,
} from './structured/structured.ts';

export interface WritingOptions {
  adapters: readonly AdapterUse[];
  temperature: number;
  seed: number;
  maxTokens: number;
  rules: AnswerRules;
  /** What the answer keeps to, as a JSON schema. */
  schema?: object;
}

/** Rather words that are likely than words that surprise. */
export const usualTemperature = 0.2;
export const usualMaxTokens = 1024;

export function modelAnswerer(generator: Generator, options: WritingOptions): Answerer {
  const { adapters, rules, maxTokens } = options;
  return {
    model: generator.name,
    adapters: adapters.map(({ name, scale }) => ({ name, scale })),
    async *write(request, signal) {
      const { question, history, passages } = request;
      const parts = { question, history, rules, asData: options.schema !== undefined };
      const packed = await packPrompt(parts, passages, maxTokens, generator, signal);
      if (options.schema) {
        const asData = { ...options, schema: wrappedSchema(options.schema) };
        const data = yield* writeBy(generator, packed.messages, asData, plainText(), signal);
        return structuredDraft(data, packed, request);
      }
      const shown = createReferenceStream(packed.count);
      const written = yield* writeBy(generator, packed.messages, options, shown, signal);
      return draftOf(written, shown.dropped, packed, request);
    },
    async *writeFreely({ question, history }, signal) {
      const parts = { question, history, rules, asData: options.schema !== undefined };
      const messages = await packFreePrompt(parts, maxTokens, generator, signal);
      const nothing = { grounded: false, quotes: [], dropped: 0, messages, given: 0 };
      if (options.schema) {
        const asData = { ...options, schema: resultSchema(options.schema) };
        const data = yield* writeBy(generator, messages, asData, plainText(), signal);
        const { written, generated, ended } = data;
        const result = ended === 'stopped' ? { text: written } : readResult(written, ended);
        return { ...nothing, written, generated, ended, ...result };
      }
      const written = yield* writeBy(generator, messages, options, createHarmlessText(), signal);
      return { ...nothing, ...written, text: written.shown.trim() };
    },
    async complete(messages, most, signal) {
      const plain = { adapters: [], maxTokens: most, temperature: 0, seed: 0 };
      let text = '';
      for await (const part of generator.write({ ...plain, messages }, signal)) text += part;
      return text.trim();
    },
    prompting: {
      room: (signal) => promptRoom(generator, maxTokens, signal),
      countTokens: (messages, signal) => generator.countTokens(messages, signal),
      async *write(messages, passageCount, signal) {
        const shown = createReferenceStream(passageCount);
        const text = yield* writeBy(generator, messages, options, shown, signal);
        return { ...text, dropped: shown.dropped };
      },
    },
  };
}

interface Written {
  /** As the model wrote it, and as it was passed on. */
  written: string;
  shown: string;
  generated: Generated | null;
  ended: Draft['ended'];
}

/** What a text passes through on its way. */
interface TextFilter {
  push(part: string): string;
  end(): string;
}

function plainText(): TextFilter {
  return { push: (part) => part, end: () => '' };
}

/** Passes on what is written, but for the words of a refusal; ends a text that only repeats. */
async function* writeBy(
  generator: Generator,
  messages: readonly ChatMessage[],
  { adapters, temperature, seed, maxTokens, schema }: WritingOptions,
  filter: TextFilter,
  signal: AbortSignal,
): AsyncGenerator<string, Written> {
  const request = { messages, adapters, temperature, seed, maxTokens, ...(schema && { schema }) };
  const writer = generator.write(request, signal);
  const repeats = watchRepetition();
  const hold = withheld(notFound);
  let written = '';
  let shown = '';
  try {
    for (;;) {
      const next = await writer.next();
      const part = next.done
        ? hold.push(filter.end()) + hold.end()
        : hold.push(filter.push(next.value));
      shown += part;
      if (part !== '') yield part;
      if (next.done) {
        return { written, shown, generated: next.value, ended: next.value.reason };
      }
      written += next.value;
      const repeated = schema ? 0 : repeats(next.value);
      if (repeated > 0) {
        const cut = { written, shown: shown.slice(0, -repeated) };
        return { ...cut, generated: null, ended: 'repeated' };
      }
    }
  } finally {
    // Left in the middle: the model stops as well.
    await writer.return(nothingMore).catch(() => {});
  }
}

const nothingMore: Generated = {
  reason: 'stopped',
  promptTokens: 0,
  reusedTokens: 0,
  writtenTokens: 0,
  firstTextMs: 0,
  tookMs: 0,
};

function structuredDraft(
  { written, generated, ended }: Written,
  { messages, count }: Packed,
  { passages }: Pick<AnswerRequest, 'passages'>,
): Draft {
  const rest = { written, generated, ended, messages, given: count, dropped: 0 };
  const read =
    ended === 'stopped' ? null : readStructured(written, ended, passages.slice(0, count));
  if (!read) return { ...rest, text: '', grounded: false, quotes: [] };
  return { ...rest, ...read, grounded: read.quotes.length > 0 };
}

/** @param packed the prompt, and how many of the passages are in it */
function draftOf(
  { shown, ...written }: Written,
  dropped: number,
  { messages, count }: Packed,
  { passages }: Pick<AnswerRequest, 'passages'>,
): Draft {
  const rest = { ...written, dropped, messages, given: count };
  // A model that refuses says so first; some go on to explain.
  if (written.written.trimStart().startsWith(notFound)) {
    return { ...rest, text: '', grounded: false, quotes: [] };
  }
  const given = passages.slice(0, count);
  const named = citePassages(shown.trim(), given);
  const cited =
    named.quotes.length > 0 ? named : citePassages(attribute(shown.trim(), given), given);
  return { ...rest, ...cited, grounded: cited.quotes.length > 0 };
}
