// Where the columns of a large table stand, in CSS pixels, and which of them are in view.
import type { Column } from './table-shape.ts';

export interface GridLayout {
  /** Left edge of each column, behind the numbers of the rows. */
  lefts: readonly number[];
  /** Width of each column, and of all of them with the numbers of the rows. */
  widths: readonly number[];
  width: number;
  /** Width of the numbers of the rows. */
  gutter: number;
  /** Whether the last column takes what is left of the window; numbers stay near the others. */
  grows: boolean;
}

const letter = 7.2;
const padding = 25;
const narrowest = { numeric: 56, words: 96 };
const widest = 380;
/** Columns beside those in view that are drawn ahead, in CSS pixels. */
const ahead = 400;
/** A table of fewer columns is drawn in its whole width. */
const fewColumns = 40;

/** Lays out columns; `digits` are those of the longest row number, 0 for none. */
export function layOut(columns: readonly Column[], digits: number): GridLayout {
  const gutter = digits === 0 ? 0 : Math.max(40, Math.ceil(digits * letter) + 20);
  const widths = columns.map(({ letters, numeric }) => {
    const least = numeric ? narrowest.numeric : narrowest.words;
    return Math.min(widest, Math.max(least, Math.ceil(letters * letter) + padding));
  });
  const lefts: number[] = [];
  let left = gutter;
  for (const width of widths) {
    lefts.push(left);
    left += width;
  }
  return { lefts, widths, width: left, gutter, grows: columns.at(-1)?.numeric === false };
}

/** Which grid line the first column drawn begins at: behind row numbers and columns not drawn. */
export const firstLine = 3;

/** The tracks of a row, for `grid-template-columns`, where only some columns are drawn. */
export function tracksOf(layout: GridLayout, drawn: readonly number[]): string {
  const { lefts, widths, gutter, grows } = layout;
  const before = drawn.length > 0 ? lefts[drawn[0]!]! - gutter : 0;
  const tracks = [gutter, before, ...drawn.map((column) => widths[column]!)];
  const sized = tracks.map((width) => `${width}px`);
  if (grows && drawn.at(-1) === widths.length - 1) sized.push(`minmax(${sized.pop()}, 1fr)`);
  else sized.push('minmax(0, 1fr)');
  return sized.join(' ');
}

/** The columns to draw, from 0. */
export function columnsInView(
  { lefts }: GridLayout,
  { left, width }: { left: number; width: number },
): number[] {
  if (lefts.length <= fewColumns) return lefts.map((_, column) => column);
  const from = lefts.findLastIndex((edge) => edge <= left - ahead);
  const behind = lefts.findIndex((edge) => edge > left + width + ahead);
  const first = Math.max(0, from);
  const end = behind < 0 ? lefts.length : behind;
  return Array.from({ length: end - first }, (_, i) => first + i);
}
