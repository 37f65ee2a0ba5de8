// What chunks are measured with: characters, or the tokens of whatever reads them.
import type { CountTokens } from '../../text/count-tokens.ts';
import { isSpace, skipSpace } from './units.ts';

export interface Ruler {
  /** The length of a range of the text. */
  between(start: number, end: number): number;
  /** The offset behind the longest range from `start` on that is at most `length` long. */
  reach(start: number, length: number): number;
}

/** Measures in UTF-16 units. */
export const characterRuler: Ruler = {
  between: (start, end) => end - start,
  reach: (start, length) => start + Math.floor(length),
};

/** A run without white space is counted in pieces of at most this many UTF-16 units. */
const longestRun = 32;
/** So many units of white space are as long as a token: a page of it is no nothing. */
const spacesOfToken = 8;

/**
 * Measures in tokens. They are counted once, word by word; inside a word they are taken to be
 * evenly long, so that time is linear whatever is asked for.
 */
export function tokenRuler(text: string, countTokens: CountTokens): Ruler {
  const starts: number[] = [];
  /** Tokens before each start. */
  const before: number[] = [];
  let total = 0;
  for (let at = 0; at < text.length;) {
    starts.push(at);
    before.push(total);
    const end = skipWord(text, at, Math.min(at + longestRun, text.length));
    if (end > at) total += countTokens(text.slice(at, end));
    at = skipSpace(text, end, text.length);
    total += Math.floor((at - end) / spacesOfToken);
  }
  starts.push(text.length);
  before.push(total);

  const lengthTo = (offset: number): number => {
    const at = lastAtMost(starts, offset);
    const next = at + 1;
    if (next >= starts.length) return total;
    const share = (offset - starts[at]!) / (starts[next]! - starts[at]!);
    return before[at]! + share * (before[next]! - before[at]!);
  };
  return {
    between: (start, end) => lengthTo(end) - lengthTo(start),
    reach(start, length) {
      const wanted = lengthTo(start) + length;
      const at = lastAtMost(before, wanted);
      const next = at + 1;
      if (next >= starts.length) return text.length;
      const share = (wanted - before[at]!) / (before[next]! - before[at]!);
      return starts[at]! + Math.floor(share * (starts[next]! - starts[at]!));
    },
  };
}

function skipWord(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && !isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The last place in growing numbers whose number is at most `value`; 0 if there is none. */
function lastAtMost(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (numbers[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
