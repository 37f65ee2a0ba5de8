// The words that the static embedder knows: what its training counted and what it looks up.
// Both sides go through here, so that a word means the same in training and in use: what changes
// here, or in how words are folded, needs a new table.
import { fold } from '../text/terms.ts';

const wordPattern = /[\p{L}\p{N}\p{M}]+/gu;
const needsSplit =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const runs =
  /([\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}ー]+)|([\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{M}]+)|[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+/gu;
/** Longer runs are no words. */
const longest = 40;

const segmenter = new Intl.Segmenter('th', { granularity: 'word' });

/**
 * Folded words in order. Thai and its like give the words of a dictionary. Chinese, Japanese and
 * Korean give none: pairs of characters carry too little meaning to learn (measured), and took
 * a sixth of the table.
 */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [match] of text.matchAll(wordPattern)) {
    if (needsSplit.test(match)) splitInto(words, match);
    else words.push(folded(match));
  }
  return words;
}

function splitInto(words: string[], match: string): void {
  for (const [run, unlearnt, dictionary] of match.matchAll(runs)) {
    if (unlearnt) continue;
    if (dictionary) {
      for (const { segment } of segmenter.segment(run)) words.push(folded(segment));
    } else words.push(folded(run));
  }
}

const known = new Map<string, string>();
const mostKnown = 50_000;

function folded(word: string): string {
  const cached = known.get(word);
  if (cached !== undefined) return cached;
  const short = fold(word.length > longest ? word.slice(0, longest) : word);
  if (known.size >= mostKnown) known.clear();
  known.set(word, short);
  return short;
}
