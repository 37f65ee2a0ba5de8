// The sentences that say most of a text, by SumBasic (Nenkova and Vanderwende, “The impact of
// frequency on summarization”, 2005): a sentence says as much as its words are frequent, and once it
// is taken its words say less, so that the next one tells something else. Linear in the text. Words
// that were said are not squared as they are there: in a short text that made chance words win.
import { setImmediate as turn } from 'node:timers/promises';
import type { Hit } from '../../../shared/contract/search.ts';
import { stopWordsOf } from '../../text/stop-words.ts';
import { fold, termsOf } from '../../text/terms.ts';
import { type Sentence, sentencesOf } from '../sentences.ts';
import { saysSomething } from './says-something.ts';

export interface Telling {
  passage: Hit;
  range: Sentence;
  /** What it is about: its terms, stop words left out, each once. */
  terms: readonly string[];
  /** How much it says by itself, 0 to 1. */
  says: number;
}

export interface TextWords {
  /** Those that can stand as a quote, in order. */
  sentences: Telling[];
  /** How often each term stands in the text, as a part of all of them. */
  shares: Map<string, number>;
}

/** Shorter ones say too little, longer ones are no sentence; UTF-16 units. */
const shortest = 25;
const longest = 420;
const fewestTerms = 3;
/** What stands in a text more often is a running head or a form. */
const mostRepeats = 2;
/** A text tells what it is about at its beginning; so many sentences of it, and by how much more. */
const beginning = 5;
const beginningShare = 1.3;
/** What a word counts after each sentence that said it. */
const takenShare = 0.5;
/** Passages between which others get their turn. */
const passagesInTurn = 10;
/** Raw words by which a text's language is judged. */
const judgedWords = 600;

/** Cuts passages into sentences and counts their terms; lets others work in between. */
export async function readWords(passages: readonly Hit[], signal: AbortSignal): Promise<TextWords> {
  const stopWords = stopWordsIn(passages);
  const sentences = new Map<string, Telling & { times: number }>();
  const counts = new Map<string, number>();
  let total = 0;
  for (const [i, passage] of passages.entries()) {
    if (i % passagesInTurn === passagesInTurn - 1) {
      await turn();
      signal.throwIfAborted();
    }
    for (const range of sentencesOf(passage.text)) {
      const words = passage.text.slice(range.start, range.end);
      const key = words.toLowerCase().replace(/[\s\d]+/g, ' ');
      const known = sentences.get(key);
      if (known) {
        known.times++;
        continue;
      }
      const terms = termsIn(words, stopWords);
      const says = saysSomething(words, terms.length);
      sentences.set(key, { passage, range, terms, says, times: 1 });
      for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
      total += terms.length;
    }
  }
  const able = [...sentences.values()].filter(
    ({ range: { start, end }, terms, times }) =>
      times <= mostRepeats &&
      terms.length >= fewestTerms &&
      end - start >= shortest &&
      end - start <= longest,
  );
  const shares = new Map([...counts].map(([term, count]) => [term, count / total]));
  return { sentences: able, shares };
}

/** The most telling sentences, in the order of the text. */
export function tellingSentences({ sentences, shares }: TextWords, most: number): Telling[] {
  const weights = new Map(shares);
  const left = new Set(sentences.keys());
  const chosen: number[] = [];
  while (chosen.length < most && left.size > 0) {
    let [best, highest] = [-1, -1];
    for (const i of left) {
      const { terms } = sentences[i]!;
      const sum = terms.reduce((all, term) => all + (weights.get(term) ?? 0), 0);
      const score =
        (sum / terms.length) * sentences[i]!.says * (i < beginning ? beginningShare : 1);
      if (score > highest) [best, highest] = [i, score];
    }
    chosen.push(best);
    left.delete(best);
    for (const term of sentences[best]!.terms)
      weights.set(term, (weights.get(term) ?? 0) * takenShare);
  }
  return chosen.toSorted((a, b) => a - b).map((i) => sentences[i]!);
}

function termsIn(text: string, stopWords: ReadonlySet<string>): string[] {
  const terms = new Set<string>();
  for (const { term, start, end } of termsOf(text)) {
    if (!stopWords.has(fold(text.slice(start, end)))) terms.add(term);
  }
  return [...terms];
}

function stopWordsIn(passages: readonly Hit[]): ReadonlySet<string> {
  const words: string[] = [];
  for (const { text } of passages) {
    for (const { start, end } of termsOf(text)) {
      words.push(text.slice(start, end));
      if (words.length >= judgedWords) return stopWordsOf(words);
    }
  }
  return stopWordsOf(words);
}
