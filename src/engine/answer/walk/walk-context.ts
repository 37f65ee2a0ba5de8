// What each kind of walk works with, and how a quoted line is written.
import type { AnswerRules } from '../../../shared/contract/answer.ts';
import type { Hit } from '../../../shared/contract/search.ts';
import type { Prompting, PromptedText } from '../../answerer.ts';
import type { ChatMessage } from '../../generator.ts';
import { readable } from '../../text/chunk-text.ts';
import { termSet } from '../../text/term-set.ts';
import { chooseWords } from '../cite/choose-words.ts';
import { passageParts } from '../cite/passage-parts.ts';
import type { Sentence } from '../sentences.ts';
import { saysSomething } from './says-something.ts';
import type { WalkBook } from './walk-book.ts';
import type { WalkSource } from './walk-source.ts';

export interface WalkContext {
  book: WalkBook;
  source: WalkSource;
  /** The question, standing by itself. */
  question: string;
  rules: AnswerRules;
  /** Null: sentences are quoted. */
  prompting: Prompting | null;
  signal: AbortSignal;
}

/**
 * The opening of a bracketed number of the document's own: a word joiner, which is not seen, keeps
 * it from being read as one of our references.
 */
const ownNumber = /\[(?=\d+\])/g;

const fewestLetters = 4;

/** Text of a document on one line of an answer. */
export function asLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(ownNumber, '[\u2060').trim();
}

/** A quoted sentence as it is shown, with its reference. */
export function quotedLine(passage: Hit, { start, end }: Sentence, n: number): string {
  const words = passage.text.slice(start, end);
  const shown = asLine(readable(words, passage.format));
  // What is hardly more than links is shown as it was written.
  const says = shown.replace(/[^\p{L}\p{N}]/gu, '').length >= fewestLetters;
  return `${says ? shown : asLine(words)} [${n}]`;
}

/** How much saying something by itself is worth beside the topic's words. */
const saysShare = 0.3;

/** The words of a passage that fit a topic best; null for a passage without words. */
export function bestWords({ text }: Hit, topic: string): Sentence | null {
  const all = passageParts(text);
  const wanted = termSet(topic);
  const held = all.parts.map(() => 0);
  for (const term of wanted) for (const part of all.holding.get(term) ?? []) held[part]!++;
  let best: Sentence | null = null;
  let highest = 0;
  for (const [i, { start, end, size }] of all.parts.entries()) {
    const share = wanted.size === 0 ? 1 : held[i]! / wanted.size;
    const score = share + saysShare * saysSomething(text.slice(start, end), size);
    if (share > 0 && score > highest) [best, highest] = [{ start, end }, score];
  }
  // The row of a table wants its head; words that stand in the headings alone are in no part.
  const isRow = best !== null && /^\s*\||\t/.test(text.slice(best.start, best.end));
  return isRow ? chooseWords(text, all, topic) : (best ?? chooseWords(text, all, topic));
}

/** A prompt's whole answer, of which nothing is shown yet. */
export async function answered(
  { book, prompting, signal }: WalkContext,
  messages: readonly ChatMessage[],
): Promise<PromptedText> {
  if (!prompting) throw new Error('there is no model to ask');
  const writer = prompting.write(messages, book.passageCount, signal);
  for (;;) {
    const next = await writer.next();
    if (!next.done) continue;
    book.note(messages, next.value);
    return next.value;
  }
}
