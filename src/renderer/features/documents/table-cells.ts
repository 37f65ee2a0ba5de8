// The cells of a table's rows: where each stands in the document's text and in which column.
import type { Block, DocumentFormat } from '../../../shared/contract/documents.ts';

export interface Cell {
  /** Half-open range of UTF-16 offsets into the document's text. */
  start: number;
  end: number;
  /** From 0. */
  column: number;
}

/** Formats whose text comes by way of HTML: what stands between two cells there. */
const byHtml: ReadonlySet<DocumentFormat | null> = new Set([
  'html',
  'mhtml',
  'docx',
  'epub',
  'eml',
  'msg',
  'mbox',
]);

/** What stands between the cells of a row in the extracted text. */
export function cellSeparator(format: DocumentFormat | null): string {
  return byHtml.has(format) ? ' | ' : '\t';
}

/** The filled cells of a row. A row with a place in a sheet begins in that column. */
export function cellsOf(text: string, row: Block, separator: string): Cell[] {
  const cells: Cell[] = [];
  let column = firstColumn(row);
  for (let at = row.start; at <= row.end; column += 1) {
    const found = text.indexOf(separator, at);
    const end = found < 0 || found > row.end ? row.end : found;
    if (end > at) cells.push({ start: at, end, column });
    at = end + separator.length;
  }
  return cells;
}

function firstColumn({ span }: Block): number {
  const letters = /^([A-Z]{1,3})\d+$/.exec(span?.[0] ?? '')?.[1];
  if (letters === undefined) return 0;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** The number of a row in its sheet or table, if it states one. */
export function rowNumber({ span }: Block): string {
  return /\d+$/.exec(span?.[0] ?? '')?.[0] ?? '';
}

/** The name of a column as spreadsheets count, from 0: A, B, …, Z, AA. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return letters;
}
