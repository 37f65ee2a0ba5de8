import type { PageRange } from '../../../shared/contract/documents.ts';
import type { Range } from '../../../shared/contract/search.ts';

/**
 * The range of the text of each page from 1 to `count`, in order. A page that the extractor did
 * not name has an empty one, where the page before it ends.
 */
export function pagePieces(ranges: readonly PageRange[], count: number): Range[] {
  const byNumber = new Map(ranges.map((range) => [range.number, range]));
  const pieces: Range[] = [];
  for (let number = 1; number <= count; number += 1) {
    const at = pieces.at(-1)?.end ?? 0;
    const { start, end } = byNumber.get(number) ?? { start: at, end: at };
    pieces.push({ start, end });
  }
  return pieces;
}
