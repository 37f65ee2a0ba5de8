// How text becomes the terms that keyword search matches. Index and query go through here
// alike; FTS5 only splits what comes out at spaces.
//
// Words are folded (NFKC, lower case, no diacritics on alphabets) and stemmed by Porter's
// algorithm where they are plain ASCII. Scripts written without spaces give overlapping
// bigrams (Chinese, Japanese, Korean) or dictionary words (Thai, Lao, Khmer, Burmese).
import { stemmer } from 'stemmer';

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
const asciiWord = /^[a-z]+$/;
/** NFKC makes several characters of some: “⑴” → “(1)”. A term holds nothing that FTS5 splits at. */
const signs = /[\s!-/:-@[-`{-~]+/g;
/** Longer runs are no words (encoded data); their start is enough to find them. */
const longestWord = 64;

const words = new Intl.Segmenter('th', { granularity: 'word' });

/** All terms of a text in order. Ranges of neighbouring bigrams overlap. */
export function* termsOf(text: string): Generator<Term> {
  for (const match of text.matchAll(wordPattern)) {
    const word = match[0];
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
    yield { term: fold(segment), start: offset + index, end: offset + index + segment.length };
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
  const term = asciiWord.test(folded) ? stemmer(folded) : folded;
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
