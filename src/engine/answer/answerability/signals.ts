// What tells whether passages hold an answer: how much of the question's words the best of them
// hold, how close together, and by how much they stand out from the next best document. All are
// parts and differences, so that they mean the same in a small and in a large index.
import type { Passage } from '../../answerer.ts';
import { stopWordsOf } from '../../text/stop-words.ts';
import { fold, termsOf } from '../../text/terms.ts';
import { type Held, heldIn } from './held-words.ts';
import { type QuestionWord, questionWords } from './question-words.ts';

export const signalNames = [
  'window',
  'pairs',
  'ofDocument',
  'names',
  'nameShare',
  'rarestShare',
  'leadOfWindow',
  'lead',
  'keyword',
  'letters',
  'length',
  'syllables',
  'stopWords',
] as const;
export type SignalName = (typeof signalNames)[number];
export type Signals = Record<SignalName, number>;

/**
 * Where words are told apart by a dictionary, and where each syllable stands alone (Vietnamese, known
 * by letters of its own), their pieces are held by chance.
 */
const syllabic =
  /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]/u;

/** The score of a passage that holds all words and letter sequences of a question. */
const fullScore = 1.5;
/** Passages that an answer may come from; the others tell what is usual. */
const considered = 8;

/**
 * @param terms the terms of the question that stand in the index, with their weights
 * @param passages the best first
 * @returns null if there is nothing to judge
 */
export function signalsOf(
  question: string,
  terms: ReadonlyMap<string, number>,
  passages: readonly Passage[],
): Signals | null {
  const words = questionWords(question, terms);
  const [top] = passages;
  if (!top || words.length === 0) return null;
  const hold = heldIn(words);
  const held = passages.map(hold);
  const best = held.slice(0, considered).reduce((a, b) => (b.all > a.all ? b : a));
  const total = words.reduce((sum, { weight }) => sum + weight, 0) || 1;
  return {
    // Of what is asked, as the best passage holds it.
    window: held[0]!.window,
    pairs: held[0]!.pairs,
    ofDocument: heldByDocument(words, passages, held),
    names: namesHeld(words, best),
    keyword: top.found?.keyword ?? top.score / fullScore,
    letters: top.found?.letters ?? top.score / fullScore,
    // How it stands out.
    leadOfWindow: leadOverUsual(passages, (i) => held[i]!.window),
    lead: leadOf(passages, (i) => passages[i]!.score),
    // What kind of question it is: short ones, and those with names, are held by chance less often.
    nameShare: partOf(words, ({ isName }) => (isName ? 1 : 0)),
    rarestShare: Math.max(...words.map(({ weight }) => weight)) / total,
    length: Math.log(1 + words.length),
    syllables: syllabic.test(question.normalize('NFC')) ? 1 : 0,
    stopWords: stopWordShare(question),
  };
}

/** The most that all passages of one document hold together. */
function heldByDocument(
  words: readonly QuestionWord[],
  passages: readonly Passage[],
  held: readonly Held[],
): number {
  const shares = new Map<string, number[]>();
  for (const [i, { words: own }] of held.entries()) {
    const document = documentOf(passages, i);
    const known = shares.get(document);
    shares.set(
      document,
      own.map((share, w) => Math.max(share, known?.[w] ?? 0)),
    );
  }
  return Math.max(...[...shares.values()].map((own) => partOf(words, (_, w) => own[w]!)));
}

/** The part of the names and numbers that the passage holds; all of them where there are none. */
function namesHeld(words: readonly QuestionWord[], { words: shares }: Held): number {
  const names = words.flatMap(({ isName, weight }, i) =>
    isName ? [{ weight, share: shares[i]! }] : [],
  );
  const total = names.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0
    ? 1
    : names.reduce((sum, { weight, share }) => sum + weight * share, 0) / total;
}

function partOf(
  words: readonly QuestionWord[],
  share: (word: QuestionWord, i: number) => number,
): number {
  const total = words.reduce((sum, { weight }) => sum + weight, 0) || 1;
  return words.reduce((sum, word, i) => sum + word.weight * share(word, i), 0) / total;
}

/** By how much the best document's value is above the next one's. */
function leadOf(passages: readonly Passage[], value: (i: number) => number): number {
  const [best = 0, next = 0] = byDocument(passages, value);
  return best - next;
}

/** By how much it is above what the others have on average. */
function leadOverUsual(passages: readonly Passage[], value: (i: number) => number): number {
  const [best = 0, ...others] = byDocument(passages, value);
  return best - others.reduce((sum, one) => sum + one, 0) / Math.max(1, others.length);
}

function documentOf(passages: readonly Passage[], i: number): string {
  return passages[i]!.found?.document ?? String(i);
}

/** The largest value of each document, the largest first. */
function byDocument(passages: readonly Passage[], value: (i: number) => number): number[] {
  const most = new Map<string, number>();
  for (const i of passages.keys()) {
    const document = documentOf(passages, i);
    most.set(document, Math.max(most.get(document) ?? -Infinity, value(i)));
  }
  return [...most.values()].toSorted((a, b) => b - a);
}

/** Languages whose stop words are known have fewer words left that anything holds. */
function stopWordShare(question: string): number {
  const words = [...termsOf(question)].map(({ start, end }) => question.slice(start, end));
  const stopWords = stopWordsOf(words);
  return words.filter((word) => stopWords.has(fold(word))).length / Math.max(1, words.length);
}
