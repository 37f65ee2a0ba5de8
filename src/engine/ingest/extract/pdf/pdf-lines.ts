// A page's text items as lines. pdf.js gives items in the order they were drawn, with the places
// where it saw a line end; that order is kept, as it is the reading order more often than not.
// Only columns that were drawn row by row are taken apart.
import { readColumns, type Row } from './pdf-columns.ts';
import type { PdfLine } from './pdf-line.ts';

/** What is needed of pdf.js's TextItem. */
export interface TextItem {
  str: string;
  /** [a, b, c, d, x, y]: the text's own axes and origin on the page. */
  transform: number[];
  width: number;
  height: number;
  fontName: string;
  hasEOL: boolean;
}

export function linesOf(
  items: readonly TextItem[],
  isVertical: (font: string) => boolean,
): PdfLine[] {
  const rows: Row[] = [];
  const itemsOf = new Map<PdfLine, readonly TextItem[]>();
  let run: TextItem[] = [];
  const end = (): void => {
    const row: PdfLine[] = [];
    for (const piece of cutAtGaps(run)) {
      const line = lineOf(piece, isVertical);
      if (line) row.push(line);
      if (line) itemsOf.set(line, piece);
    }
    if (row.length > 0) rows.push(row);
    run = [];
  };
  for (const item of items) {
    if (item.str !== '') run.push(item);
    if (item.hasEOL) end();
  }
  end();
  return readColumns(rows, (row) => {
    if (row.length === 1) return row[0]!;
    // The same items give the same line as if they had never been cut.
    const items = row.flatMap((piece) => itemsOf.get(piece)!);
    return lineOf(items, isVertical)!;
  });
}

/** A gap of this many character heights may be the edge of a column. */
const wideGap = 0.9;

/** Cuts a horizontal line where it has wide gaps; other lines stay whole. */
function cutAtGaps(items: readonly TextItem[]): TextItem[][] {
  const pieces: TextItem[][] = [];
  let end: number | null = null;
  for (const item of items) {
    const [a = 1, b = 0, , , x = 0] = item.transform;
    const blank = item.str.trim() === '';
    const gap = end === null || blank ? 0 : x - end;
    if (pieces.length === 0 || (b === 0 && a > 0 && gap > sizeOf(item) * wideGap)) pieces.push([]);
    pieces.at(-1)!.push(item);
    if (!blank) end = x + item.width;
  }
  return pieces;
}

function lineOf(items: readonly TextItem[], isVertical: (font: string) => boolean): PdfLine | null {
  const text = cleanText(items.map((item) => item.str).join(''));
  const visible = items.filter((item) => item.str.trim() !== '');
  const first = visible[0];
  if (!first || text === '') return null;
  const vertical = isVertical(first.fontName);
  const [a = 1, b = 0] = first.transform;
  const angle = Math.atan2(b, a);
  const sizes = new Map<number, number>();
  let left = Infinity;
  let right = -Infinity;
  for (const item of visible) {
    const [x, length] = along(item, angle, vertical);
    left = Math.min(left, x);
    right = Math.max(right, x + length);
    const size = sizeOf(item);
    sizes.set(size, (sizes.get(size) ?? 0) + item.str.length);
  }
  return {
    text,
    left,
    right,
    y: across(first, angle, vertical),
    size: mostOf(sizes),
    gaps: angle === 0 && !vertical ? cellGaps(visible) : 0,
    direction: vertical ? 'vertical' : Math.round((angle * 180) / Math.PI),
  };
}

/** A gap of this many character heights parts cells of a table. */
const cellGap = 2;
/** What stands before an item of a list, at whatever distance. */
const marker = /^\s*(?:\P{L}{1,4}|\(?[\p{L}\p{N}]{1,3}[.)])\s*$/u;

function cellGaps(items: readonly TextItem[]): number {
  let gaps = 0;
  for (let i = 1; i < items.length; i++) {
    const [before, item] = [items[i - 1]!, items[i]!];
    const gap = (item.transform[4] ?? 0) - (before.transform[4] ?? 0) - before.width;
    const listed = i === 1 && marker.test(before.str);
    if (gap > sizeOf(item) * cellGap && !listed) gaps++;
  }
  return gaps;
}

/** The key with the largest count. */
export function mostOf(counts: ReadonlyMap<number, number>): number {
  let best = 0;
  let most = -1;
  for (const [key, count] of counts) {
    if (count > most) [best, most] = [key, count];
  }
  return best;
}

/** Characters that mean nothing in a text are dropped, all white space becomes a single space. */
function cleanText(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n\v\f\r]|[\ufeff\ufffe\uffff]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function sizeOf(item: TextItem): number {
  const [, , c = 0, d = 0] = item.transform;
  return Math.round((item.height || Math.hypot(c, d)) * 2) / 2;
}

/** Start and length of an item in the direction of writing. */
function along(item: TextItem, angle: number, vertical: boolean): [number, number] {
  const [, , , , x = 0, y = 0] = item.transform;
  if (vertical) return [-y, item.height];
  return [x * Math.cos(angle) + y * Math.sin(angle), item.width];
}

function across(item: TextItem, angle: number, vertical: boolean): number {
  const [, , , , x = 0, y = 0] = item.transform;
  return vertical ? x : y * Math.cos(angle) - x * Math.sin(angle);
}
