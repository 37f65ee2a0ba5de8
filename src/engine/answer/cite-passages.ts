// From the numbers that a model writes to quotes: which words of the passage a statement rests on.
// The model names a passage; the sentence in it that shares most with the statement is quoted.
import type { Passage, Quote } from '../answerer.ts';
import { termsOf } from '../text/terms.ts';
import { type Sentence, sentencesOf } from './sentences.ts';

export interface Cited {
  /** The text, its references pointing at the quotes, counted from 1. */
  text: string;
  quotes: Quote[];
}

const reference = /\s?\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]/g;

/**
 * @param text with `[n]` or `[n, m]` for passages counted from 1; numbers of passages that were not
 *   given are dropped
 */
export function citePassages(text: string, passages: readonly Passage[]): Cited {
  const quotes: Quote[] = [];
  let from = 0;
  const cited = text.replace(reference, (whole: string, list: string, at: number) => {
    const statement = lastSentence(text.slice(from, at));
    from = at + whole.length;
    const numbers = list.split(/[,;]/).map(Number);
    const found = numbers.flatMap((n) => {
      const passage = passages[n - 1];
      const place = passage && bestSentence(passage.text, statement);
      return place ? [numberOf({ ...place, passage: n - 1 }, quotes)] : [];
    });
    const space = whole.startsWith('[') ? '' : ' ';
    return found.map((n) => `${space}[${n}]`).join('');
  });
  return { text: cited, quotes };
}

function numberOf(quote: Quote, quotes: Quote[]): number {
  const known = quotes.findIndex(
    ({ passage, start, end }) =>
      passage === quote.passage && start === quote.start && end === quote.end,
  );
  if (known >= 0) return known + 1;
  return quotes.push(quote);
}

/** What a reference belongs to; after a full stop it is the sentence before it. */
function lastSentence(text: string): string {
  const sentences = sentencesOf(text);
  const last = sentences.at(-1);
  return last ? text.slice(last.start, last.end) : text;
}

function bestSentence(text: string, statement: string): Sentence | null {
  const wanted = termSet(statement);
  let best: Sentence | null = null;
  let most = -1;
  for (const sentence of sentencesOf(text)) {
    const held = termSet(text.slice(sentence.start, sentence.end));
    let shared = 0;
    for (const term of wanted) if (held.has(term)) shared++;
    // A long sentence shares more with anything.
    const score = shared / Math.sqrt(Math.max(8, held.size));
    if (score > most) [best, most] = [sentence, score];
  }
  return best;
}

function termSet(text: string): Set<string> {
  return new Set([...termsOf(text)].map(({ term }) => term));
}
