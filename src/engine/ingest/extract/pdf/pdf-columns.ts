// Columns that were drawn row by row: their lines come as one line across the page. Where a strip
// stays free of text over several rows, and what stands beside it fills its column as wrapped prose
// does, the rows are cut there and read column by column. Tables, whose cells do not fill theirs,
// stay rows.
import type { PdfLine } from './pdf-line.ts';

/** A line as pieces with wide gaps between them. */
export type Row = readonly PdfLine[];

/** A strip that is free of text beside each of these rows. */
interface Gutter {
  left: number;
  right: number;
  rows: Set<number>;
}

/** Fewer rows are no columns. */
const leastRows = 6;
/** How much of its column's width the middle one of its lines takes, at least. */
const leastFill = 0.75;
/** Characters of the middle line of a column, at least. */
const leastLength = 20;

/** Lines in reading order: rows without columns joined again, columns one after the other. */
export function readColumns(rows: readonly Row[], join: (row: Row) => PdfLine): PdfLine[] {
  const lines: PdfLine[] = [];
  for (let at = 0; at < rows.length;) {
    const gutter = guttersAt(rows, at).find((one) => looksLikeColumns(rows, one));
    if (!gutter) {
      lines.push(join(rows[at++]!));
      continue;
    }
    const band = rows.slice(at, Math.max(...gutter.rows) + 1);
    const middle = (gutter.left + gutter.right) / 2;
    const left = band.map((row) => row.filter((piece) => piece.right <= middle));
    const right = band.map((row) => row.filter((piece) => piece.right > middle));
    // The right part may hold further columns.
    lines.push(...left.filter(isFull).map(join), ...readColumns(right.filter(isFull), join));
    at += band.length;
  }
  return lines;
}

function isFull(row: Row): boolean {
  return row.length > 0;
}

/** Free strips that begin in a row, each with the rows below it as far as it stays free. */
function guttersAt(rows: readonly Row[], at: number): Gutter[] {
  const row = rows[at]!;
  const gutters: Gutter[] = [];
  for (let i = 1; i < row.length; i++) {
    const gutter: Gutter = { left: row[i - 1]!.right, right: row[i]!.left, rows: new Set([at]) };
    for (let next = at + 1; next < rows.length && follows(rows, next); next++) {
      if (!narrow(gutter, rows[next]!)) break;
      if (rows[next]!.length > 1) gutter.rows.add(next);
    }
    gutters.push(gutter);
  }
  return gutters;
}

/** True if a row stands a usual distance below the one before it. */
function follows(rows: readonly Row[], at: number): boolean {
  const above = rows[at - 1]![0]!;
  const below = rows[at]![0]!;
  const drop = above.y - below.y;
  return below.direction === above.direction && drop > 0 && drop < above.size * 3;
}

/** Narrows the strip to what a row leaves free of it; false if that is nothing. */
function narrow(gutter: Gutter, row: Row): boolean {
  let { left, right } = gutter;
  for (const piece of row) {
    if (piece.right <= left || piece.left >= right) continue;
    if (piece.left <= left && piece.right < right) left = piece.right;
    else if (piece.right >= right && piece.left > left) right = piece.left;
    else return false;
  }
  if (right - left < row[0]!.size * 0.5) return false;
  gutter.left = left;
  gutter.right = right;
  return true;
}

function looksLikeColumns(rows: readonly Row[], { left, rows: among }: Gutter): boolean {
  if (among.size < leastRows) return false;
  const band = [...among].map((at) => rows[at]!);
  const before = band.map((row) => row.filter((piece) => piece.right <= left + 0.01).at(-1));
  const after = band.map((row) => row.find((piece) => piece.left > left));
  return [before, after].every((pieces) => isProse(pieces.filter((piece) => piece !== undefined)));
}

function isProse(pieces: readonly PdfLine[]): boolean {
  if (pieces.length < leastRows) return false;
  const from = Math.min(...pieces.map((piece) => piece.left));
  const to = Math.max(...pieces.map((piece) => piece.right));
  const width = medianOf(pieces.map((piece) => piece.right - piece.left));
  const length = medianOf(pieces.map((piece) => piece.text.length));
  return width >= (to - from) * leastFill && length >= leastLength;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
