// Finds words throughout a document, in slices, so that however long the text is the page stays
// quick: between slices it may draw and answer keys.
import type { Range } from '../../../shared/contract/search.ts';

const sliceLength = 100_000;
/** More than anybody steps through; beyond it the count reads “5,000+”. */
export const mostMatches = 5_000;

export interface FindOptions {
  /** Whether a match must begin and end at a word's edge; scripts without spaces have none. */
  wholeWords: boolean;
  signal?: AbortSignal;
}

/**
 * Where the words stand in the text, in order and not overlapping, whatever their case.
 * Answers with what was found so far if the signal is aborted.
 */
export async function findMatches(
  text: string,
  words: readonly string[],
  { wholeWords, signal }: FindOptions,
): Promise<Range[]> {
  const pattern = wordsPattern(words, wholeWords);
  const found: Range[] = [];
  if (!pattern) return found;
  const overlap = Math.max(...words.map((word) => word.length)) + 2;
  for (let from = 0; from < text.length && found.length < mostMatches; from += sliceLength) {
    if (from > 0) await new Promise((resolve) => setTimeout(resolve));
    if (signal?.aborted) return found;
    // One unit before the slice lets its first word see whether it begins there.
    const before = Math.max(0, from - 1);
    const slice = text.slice(before, from + sliceLength + overlap);
    for (const match of slice.matchAll(pattern)) {
      const start = before + match.index;
      if (start < from || start >= from + sliceLength) continue;
      if (start < (found.at(-1)?.end ?? 0)) continue;
      found.push({ start, end: start + match[0].length });
      if (found.length >= mostMatches) break;
    }
  }
  return found;
}

const spaceless = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}/u;

function wordsPattern(words: readonly string[], wholeWords: boolean): RegExp | null {
  const sorted = words.filter((word) => word.trim() !== '').toSorted((a, b) => b.length - a.length);
  if (sorted.length === 0) return null;
  const parts = sorted.map((word) => {
    const literal = word
      .trim()
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/\s+/g, '\\s+');
    return wholeWords && !spaceless.test(word)
      ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`
      : literal;
  });
  return new RegExp(parts.join('|'), 'giu');
}

/** The matches that touch a range, by binary search for the first. */
export function matchesWithin(matches: readonly Range[], start: number, end: number): number[] {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (matches[middle]!.end <= start) low = middle + 1;
    else high = middle;
  }
  const within: number[] = [];
  for (let i = low; i < matches.length && matches[i]!.start < end; i += 1) within.push(i);
  return within;
}
