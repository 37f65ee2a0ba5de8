// BM25 of a chunk computed from its text, exactly as FTS5's bm25() has it (sqlite.org/fts5.html):
// for terms so common that FTS5 would take too long to go through all chunks that hold them.
import type { FoundChunk } from '../../store/index/search-reader.ts';
import { contextWeight, type KeywordSizes } from '../../store/index/keyword-reader.ts';
import { contextTerms, readable } from '../../text/chunk-text.ts';
import { termsOf } from '../../text/terms.ts';

/** BM25's parameters, as FTS5 has them. */
const k1 = 1.2;
const b = 0.75;

/** A chunk and how many terms the index has of it and of what stands above it. */
export interface MeasuredChunk extends FoundChunk {
  length: number;
}

/**
 * Makes the function that tells for each of the terms, in order, by how much its weight counts in
 * a chunk: 0 if it does not stand there, towards k1 + 1 the more often it does.
 */
export function termCounter(
  terms: readonly string[],
  { averageLength }: KeywordSizes,
): (chunk: MeasuredChunk) => number[] {
  const places = new Map(terms.map((term, place) => [term, place]));
  const starts = startsOf(terms);
  // A number can be written in several words (1,000): its term is not one of theirs alone.
  const hasNumbers = terms.some((term) => /\p{Nd}/u.test(term));
  const known = new Map<string, readonly number[]>();

  function placesIn(word: string): readonly number[] {
    let found = known.get(word);
    if (!found) {
      found = [...termsOf(word)].flatMap(({ term }) => places.get(term) ?? []);
      known.set(word, found);
    }
    return found;
  }

  return (chunk) => {
    const hits = terms.map(() => 0);
    for (const term of contextTerms({ ...chunk, headings: chunk.headingPath }).split(' ')) {
      const place = places.get(term);
      if (place !== undefined) hits[place]! += contextWeight;
    }
    const text = readable(chunk.text, chunk.format);
    if (hasNumbers) {
      for (const { term } of termsOf(text)) {
        const place = places.get(term);
        if (place !== undefined) hits[place]!++;
      }
    } else {
      for (const word of text.match(wordPattern) ?? []) {
        if (!mayBegin(word, starts)) continue;
        for (const place of placesIn(word)) hits[place]!++;
      }
    }
    const length = k1 * (1 - b + (b * chunk.length) / averageLength);
    return hits.map((count) => (count > 0 ? (count * (k1 + 1)) / (count + length) : 0));
  };
}

const wordPattern = /[\p{L}\p{N}\p{M}]+/gu;

// Stemming changes the ends of words, so that a word of plain letters whose first two no term
// has need not be looked at: nine of ten words are passed over without making their terms.

function startsOf(terms: readonly string[]): Uint8Array {
  const starts = new Uint8Array(32 * 32);
  for (const term of terms) {
    const start = startOf(term);
    if (start >= 0) starts[start] = 1;
  }
  return starts;
}

function mayBegin(word: string, starts: Uint8Array): boolean {
  const start = startOf(word);
  return start < 0 || starts[start] === 1;
}

/** A number for two plain letters, upper and lower case alike; −1 for any other start. */
function startOf(word: string): number {
  const first = word.charCodeAt(0) | 32;
  const second = word.charCodeAt(1) | 32;
  return isLetter(first) && isLetter(second) ? (first - 96) * 32 + second - 96 : -1;
}

function isLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}
