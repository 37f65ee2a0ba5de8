// Whether a quote says what a labelled answer says. Both are compared as words that a person
// reads: markup, case, diacritics and signs between words do not count.
import { fold } from '../text/terms.ts';
import { plainText } from '../text/strip-markdown.ts';

export interface Overlap {
  /** The answer's words stand in the quote, one after the other. */
  whole: boolean;
  /**
   * At least 60 % of them stand there in their order, within a stretch of at most twice the
   * answer's length. True if `whole` is.
   */
  most: boolean;
}

const leastShare = 0.6;
const stretch = 2;
/** Scripts without spaces are compared character by character. */
const unspaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]\p{M}*/gu;

/** An answer without a word is held by nothing. */
export function overlapOf(quote: string, answer: string): Overlap {
  const wanted = wordsOf(answer);
  if (wanted.length === 0) return { whole: false, most: false };
  const said = wordsOf(quote);
  if (` ${said.join(' ')} `.includes(` ${wanted.join(' ')} `)) return { whole: true, most: true };
  const needed = Math.ceil(wanted.length * leastShare);
  const span = wanted.length * stretch;
  for (let from = 0; from < said.length; from++) {
    if (!wanted.includes(said[from]!)) continue;
    if (inOrder(wanted, said.slice(from, from + span)) >= needed)
      return { whole: false, most: true };
  }
  return { whole: false, most: false };
}

function wordsOf(text: string): string[] {
  // What of Markdown is not read is told by its signs, so that plain text goes through unchanged.
  const spaced = plainText(text).replace(unspaced, ' $& ');
  return spaced.match(/[\p{L}\p{N}\p{M}]+/gu)?.map(fold) ?? [];
}

/** How many of the words stand there in their order: the longest common subsequence. */
function inOrder(wanted: readonly string[], said: readonly string[]): number {
  let above = wanted.map(() => 0);
  for (const word of said) {
    const row: number[] = [];
    for (const [i, one] of wanted.entries()) {
      const before = i > 0 ? above[i - 1]! : 0;
      const left = i > 0 ? row[i - 1]! : 0;
      row.push(one === word ? before + 1 : Math.max(left, above[i]!));
    }
    above = row;
  }
  return above.at(-1) ?? 0;
}
