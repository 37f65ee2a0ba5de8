// Rows of a sheet as pieces: filled cells joined by tabs, the cells' names as the place, and the
// row that names the columns found.
import { ownText } from '../containers/xml.ts';
import type { PartialReason } from '../extracted.ts';
import type { Piece } from '../flat-text.ts';

export interface SheetCell {
  /** From 0. */
  column: number;
  /** As the sheet shows it. */
  text: string;
  /** False for numbers, dates, truth values and errors. */
  isText: boolean;
}

export interface SheetRow {
  /** From 0. */
  row: number;
  /** Filled cells in the order of their columns. */
  cells: readonly SheetCell[];
}

/** A sheet is read down to this row; what a person reads in is far shorter. */
export const mostRows = 200_000;
export const rowsCut: PartialReason = { code: 'FILE_ROWS_CUT', params: { kept: mostRows } };
/** The names of columns stand within this many filled rows from the top, below titles and notes. */
const headerWithin = 20;
/** So many rows below it show how wide the table is. */
const rowsBelow = 5;
/** More empty cells in a row than this are passed over without a tab for each. */
const mostBlanks = 50;

/** Takes the rows of a sheet one by one and makes pieces of those with a filled cell. */
export class SheetPieces {
  readonly #pieces: Piece[] = [];
  /** The rows in which the names of columns may stand, until that is known. */
  #first: SheetRow[] | null = [];
  readonly #group: number;
  #length = 0;

  constructor(group = 0) {
    this.#group = group;
  }

  /** UTF-16 units of text so far. */
  get length(): number {
    return this.#length;
  }

  add(row: SheetRow): void {
    if (!row.cells.some(isFilled)) return;
    if (this.#first === null) {
      this.#push(row, false);
      return;
    }
    for (const { text } of row.cells) this.#length += text.length;
    this.#first.push(row);
    if (this.#first.length >= headerWithin + rowsBelow) this.#decide(this.#first);
  }

  /** All pieces, once no row follows. */
  end(): Piece[] {
    if (this.#first !== null) this.#decide(this.#first);
    return this.#pieces;
  }

  #decide(rows: readonly SheetRow[]): void {
    const header = headerOf(rows);
    this.#first = null;
    this.#length = 0;
    for (const row of rows) this.#push(row, row === header);
  }

  #push(row: SheetRow, isHeader: boolean): void {
    const piece = pieceOf(row, isHeader, this.#group);
    this.#length += piece.text.length + 1;
    this.#pieces.push(piece);
  }
}

/** Rows without a filled cell are left out. */
export function sheetPieces(rows: Iterable<SheetRow>, group = 0): Piece[] {
  const sheet = new SheetPieces(group);
  for (const row of rows) sheet.add(row);
  return sheet.end();
}

/** The first row of nothing but text, at least half as wide as the rows below it. */
function headerOf(rows: readonly SheetRow[]): SheetRow | undefined {
  return rows.slice(0, headerWithin).find((row, i) => {
    const below = rows.slice(i + 1, i + 1 + rowsBelow).map(filledCount);
    const filled = filledCount(row);
    if (below.length === 0 || filled < 2 || filled * 2 < Math.max(...below)) return false;
    return row.cells.every((cell) => cell.isText || !isFilled(cell));
  });
}

function pieceOf({ row, cells }: SheetRow, header: boolean, group: number): Piece {
  let text = '';
  let first: number | null = null;
  let last = 0;
  for (const cell of cells) {
    const words = cell.text.replace(/\s+/g, ' ').trim();
    if (words === '') continue;
    if (first === null) first = cell.column;
    else text += '\t'.repeat(cell.column - last > mostBlanks ? 1 : cell.column - last);
    text += words;
    last = cell.column;
  }
  const span: [string, string] = [cellName(first ?? 0, row), cellName(last, row)];
  return { kind: 'table-row', text: ownText(text), span, group, ...(header && { header }) };
}

/** The name of a cell, as A1 for the first. Both numbers count from 0. */
export function cellName(column: number, row: number): string {
  let letters = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return `${letters}${row + 1}`;
}

function isFilled(cell: SheetCell): boolean {
  return cell.text.trim() !== '';
}

function filledCount(row: SheetRow): number {
  return row.cells.filter(isFilled).length;
}
