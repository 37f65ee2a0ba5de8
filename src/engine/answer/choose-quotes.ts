// Which words of the passages answer a question without a model: of each of the best passages the
// run of sentences that holds most of what is asked, with what stands around it.
import type { Passage, Quote } from '../answerer.ts';
import { type Held, heldIn } from './answerability/held-words.ts';
import { type QuestionWord, questionWords } from './answerability/question-words.ts';
import { type Sentence, sentencesOf } from './sentences.ts';

const mostQuotes = 3;
/** Passages that are looked at: one without a sentence gives none. */
const mostPassages = 8;
/**
 * Longest quote in UTF-16 units, about a paragraph. Half as long, a third fewer answers stand in
 * it (on people's own questions to handbooks): what answers often follows what was asked for.
 */
const longestQuote = 640;
/** A passage that fits less than this part of the best one is no further answer. */
const furtherShare = 0.5;

/**
 * The passages' own order decides which are quoted: measured, no other one found more answers.
 *
 * @param terms the terms of the question that stand in the index, with their weights
 * @param passages the best first
 * @returns at most three, of different passages, the best first
 */
export function chooseQuotes(
  question: string,
  terms: ReadonlyMap<string, number>,
  passages: readonly Passage[],
): Quote[] {
  const words = questionWords(question, terms);
  if (words.length === 0) return [];
  const hold = heldIn(words);
  const least = (passages[0]?.score ?? 0) * furtherShare;
  const quotes: Quote[] = [];
  for (const [i, passage] of passages.slice(0, mostPassages).entries()) {
    if (quotes.length === mostQuotes) break;
    const quote = passage.score >= least ? bestRun(passage, words, hold) : null;
    if (quote) quotes.push({ ...quote, passage: i });
  }
  return quotes;
}

interface Run {
  first: number;
  last: number;
}

/** Null where there is no sentence. */
function bestRun(
  passage: Passage,
  words: readonly QuestionWord[],
  hold: (passage: Passage) => Held,
): Sentence | null {
  const { text } = passage;
  const sentences = sentencesOf(text);
  const held = sentences.map(({ start, end }) => {
    // Headings say the same of all its sentences.
    const alone = { ...passage, title: '', headingPath: [], text: text.slice(start, end) };
    return hold(alone).words;
  });
  const weigh = (shares: readonly number[]) =>
    words.reduce((sum, { weight }, w) => sum + weight * shares[w]!, 0);
  const canJoin = (run: Run) => fits(text, sentences, run);
  let best: Run | null = null;
  let most = -1;
  for (let first = 0; first < sentences.length; first++) {
    const shares = words.map(() => 0);
    for (let last = first; last < sentences.length; last++) {
      if (last > first && !canJoin({ first, last })) break;
      for (const [w, share] of held[last]!.entries()) shares[w] = Math.max(shares[w]!, share);
      const sum = weigh(shares);
      // Of runs that hold the same the first and shortest.
      if (sum > most + 1e-9) [best, most] = [{ first, last }, sum];
    }
  }
  if (!best) return null;
  const { first, last } = widened(best, held.map(weigh), canJoin);
  return { start: sentences[first]!.start, end: sentences[last]!.end };
}

/** Takes in neighbouring sentences, the better one first, as far as they fit. */
function widened(run: Run, values: readonly number[], canJoin: (run: Run) => boolean): Run {
  const { first, last } = run;
  const before = { first: first - 1, last };
  const after = { first, last: last + 1 };
  const canBefore = first > 0 && canJoin(before);
  const canAfter = last + 1 < values.length && canJoin(after);
  if (!canBefore && !canAfter) return run;
  const prefersAfter = (values[last + 1] ?? -1) >= (values[first - 1] ?? -1);
  return widened(canAfter && (prefersAfter || !canBefore) ? after : before, values, canJoin);
}

/** Between rows of a table stands nothing but the ruler below its head. */
const nothingBetween = /^[\s|:-]*$/;

/**
 * A heading or anything else that is no sentence ends a quote: what stands beyond is about
 * something else.
 */
function fits(text: string, sentences: readonly Sentence[], { first, last }: Run): boolean {
  if (sentences[last]!.end - sentences[first]!.start > longestQuote) return false;
  for (let i = first; i < last; i++) {
    const between = text.slice(sentences[i]!.end, sentences[i + 1]!.start);
    if (!nothingBetween.test(between)) return false;
  }
  return true;
}
