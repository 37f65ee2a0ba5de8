// Cuts nested data along its own structure: the parts of the outermost level, and of those that
// are long the parts of the next. Short neighbours stay together.
import type { Block } from '../../../../shared/contract/documents.ts';

/**
 * Gives the offsets in [start, end) at which a part of level `wanted` begins, in order; `level` is
 * how deep `start` lies. Linear in the range's length.
 */
export type PartStarts = (
  text: string,
  range: { start: number; end: number; level: number; wanted: number },
) => Generator<number>;

/** A part longer than this (UTF-16 units) is cut into its own parts, so many levels deep. */
const longPart = 1500;
const maxLevel = 8;
/** Parts shorter than this join the next one. */
const shortPart = 300;

export function nestedBlocks(text: string, starts: PartStarts): Block[] {
  const blocks: Block[] = [];
  const add = (from: number, to: number): void => {
    const slice = text.slice(from, to);
    const end = from + slice.trimEnd().length;
    const first = to - slice.trimStart().length;
    if (end <= first) return;
    // The indent of its first line belongs to it.
    const indent = text.slice(from, first).lastIndexOf('\n') + 1;
    blocks.push({ kind: 'code', start: indent > 0 ? from + indent : first, end });
  };
  /** Adds a range that begins at `level`, whole or in parts. */
  const cut = (start: number, end: number, level: number, wanted: number): void => {
    if (end - start <= longPart || wanted > maxLevel) {
      add(start, end);
      return;
    }
    let from = start;
    let fromLevel = level;
    let parts = 0;
    for (const at of starts(text, { start, end, level, wanted })) {
      parts++;
      if (at - from < shortPart) continue;
      cut(from, at, fromLevel, wanted + 1);
      from = at;
      fromLevel = wanted;
    }
    // Below the last level nothing is left to be cut.
    if (parts === 0) add(start, end);
    else cut(from, end, fromLevel, wanted + 1);
  };
  cut(0, text.length, 0, 0);
  return blocks;
}
