// Answers written by a model, from passages or freely. What it writes is a draft: its references
// become quotes, and those are checked like any other (check-citations.ts).
import type { Answerer, AnswerRequest, Draft } from '../answerer.ts';
import type { AdapterUse, ChatMessage, Generated, Generator } from '../generator.ts';
import { citePassages } from './cite-passages.ts';
import { packPassages } from './pack-passages.ts';
import { freePrompt, notFound } from './prompt.ts';

export interface WritingOptions {
  adapters: readonly AdapterUse[];
  temperature: number;
  seed: number;
  maxTokens: number;
  free: boolean;
}

/** Rather words that are likely than words that surprise. */
export const usualTemperature = 0.2;
export const usualMaxTokens = 1024;

export function modelAnswerer(generator: Generator, options: WritingOptions): Answerer {
  const { adapters, free } = options;
  return {
    model: generator.name,
    adapters: adapters.map(({ name, scale }) => ({ name, scale })),
    async *write(request, signal) {
      const { messages, count } = await prompt(generator, request, options, signal);
      const generated = { messages, ...options };
      let text = '';
      const writer = generator.write(generated, signal);
      for (;;) {
        const next = await writer.next();
        if (next.done) return draftOf(text, request, count, next.value, free);
        text += next.value;
        yield next.value;
      }
    },
  };
}

async function prompt(
  generator: Generator,
  { question, passages }: AnswerRequest,
  { free, maxTokens }: WritingOptions,
  signal: AbortSignal,
): Promise<{ messages: ChatMessage[]; count: number }> {
  if (free) return { messages: freePrompt(question), count: 0 };
  const size = await generator.contextSize(signal);
  // An answer that may be as long as the context would leave no room for what it rests on.
  const room = Math.min(maxTokens, Math.floor(size / 4));
  return packPassages(question, passages, room, generator, signal);
}

/** @param count passages that the model was given */
export function draftOf(
  written: string,
  { passages }: Pick<AnswerRequest, 'passages'>,
  count: number,
  generated: Generated | null,
  free: boolean,
): Draft {
  const text = written.trim();
  if (free) return { text, grounded: false, quotes: [], generated };
  // A model that refuses says so first; some go on to explain.
  if (text.startsWith(notFound)) return { text: '', grounded: false, quotes: [], generated };
  const cited = citePassages(text, passages.slice(0, count));
  return { ...cited, grounded: cited.quotes.length > 0, generated };
}
