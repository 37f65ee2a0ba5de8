// How text becomes the terms that keyword search matches. Index and query go through here
// alike; FTS5 only splits what comes out at spaces.
//
// Words are folded (NFKC, lower case, no diacritics on alphabets) and stemmed in the way of their
// script (stem/). Scripts written without spaces give overlapping bigrams (Chinese, Japanese,
// Korean) or dictionary words (Thai, Lao, Khmer, Burmese).
import { groupedNumberLength } from './numbers.ts';
import { stem, withAsciiDigits } from './stem/stem.ts';

/** A term and the half-open range of UTF-16 offsets that it was made from. */
export interface Term {
  term: string;
  start: number;
  end: number;
}

const wordPattern = /[\p{L}\p{N}\p{M}]+/gu;
const needsSplit =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const scriptRuns =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]+|\p{sc=Hangul}+|[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+|[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+/gu;
const ideographs = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;
const dictionaryScripts = /^[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const beyondAscii = /[\u0080-\uffff]/;
/** NFKC makes several characters of some: “⑴” → “(1)”. A term holds nothing that FTS5 splits at. */
const signs = /[\s!-/:-@[-`{-~]+/g;
/** Longer runs are no words (encoded data); their start is enough to find them. */
const longestWord = 64;

const words = new Intl.Segmenter('th', { granularity: 'word' });

/** All terms of a text in order. Ranges of neighbouring bigrams overlap. */
export function* termsOf(text: string): Generator<Term> {
  for (const match of text.matchAll(wordPattern)) {
    const word = match[0];
    if (word.length <= 3) yield* wholeNumber(text, word, match.index);
    if (needsSplit.test(word)) yield* splitByScript(word, match.index);
    else yield { term: termOfWord(word), start: match.index, end: match.index + word.length };
  }
}

/** The terms joined by spaces: what is given to the keyword index. */
export function termText(text: string): string {
  const terms: string[] = [];
  for (const { term } of termsOf(text)) terms.push(term);
  return terms.join(' ');
}

/** A number in groups is also found without them: whole first, then its parts like any words. */
function* wholeNumber(text: string, word: string, start: number): Generator<Term> {
  const length = groupedNumberLength(text, word, start);
  if (length === 0 || length > longestWord) return;
  const digits = text.slice(start, start + length).replace(/\P{Nd}/gu, '');
  yield { term: withAsciiDigits(fold(digits)), start, end: start + length };
}

function* splitByScript(word: string, offset: number): Generator<Term> {
  for (const match of word.matchAll(scriptRuns)) {
    const run = match[0];
    const start = offset + match.index;
    if (ideographs.test(run)) yield* bigrams(run, start);
    else if (dictionaryScripts.test(run)) yield* dictionaryWords(run, start);
    else yield { term: termOfWord(run), start, end: start + run.length };
  }
}

function* bigrams(run: string, offset: number): Generator<Term> {
  const points = Array.from(run);
  let start = offset;
  if (points.length === 1) yield { term: fold(run), start, end: start + run.length };
  for (let i = 0; i + 1 < points.length; i++) {
    const pair = points[i]! + points[i + 1]!;
    yield { term: fold(pair), start, end: start + pair.length };
    start += points[i]!.length;
  }
}

function* dictionaryWords(run: string, offset: number): Generator<Term> {
  for (const { segment, index } of words.segment(run)) {
    const start = offset + index;
    yield { term: termOfWord(segment), start, end: start + segment.length };
  }
}

// Text repeats its words: most are folded and stemmed once. Cleared when it grows too large,
// so that a folder of random identifiers does not fill the memory.
const cache = new Map<string, string>();
const cacheLimit = 50_000;

function termOfWord(word: string): string {
  const known = cache.get(word);
  if (known !== undefined) return known;
  const folded = fold(word.length > longestWord ? word.slice(0, longestWord) : word);
  const term = stem(folded);
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(word, term);
  return term;
}

/** Case, width and (on alphabets) diacritics made equal: “Straße”, “STRASSE” → “strasse”. */
export function fold(word: string): string {
  if (!beyondAscii.test(word)) return word.toLowerCase();
  const lower = word.normalize('NFKC').replace(signs, '').toLowerCase().replaceAll('ß', 'ss');
  return lower
    .normalize('NFD')
    .replace(/([\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}])\p{M}+/gu, '$1')
    .normalize('NFC');
}
