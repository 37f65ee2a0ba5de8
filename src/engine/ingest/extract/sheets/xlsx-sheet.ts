// The rows of one sheet of an Excel workbook (ECMA-376 18.3.1), read as they come: of a million
// rows those behind the last one that is kept are never unpacked.
import { localName, type XmlHandler } from '../containers/xml.ts';
import type { CellFormats } from './cell-formats.ts';
import { mostRows, type SheetCell, SheetPieces } from './sheet-rows.ts';
import { plainText, type SharedStrings } from './xlsx-strings.ts';

interface OpenCell {
  column: number;
  type: string;
  style: number;
  value: string;
}

export class XlsxSheetReader implements XmlHandler {
  readonly rows = new SheetPieces();
  /** True if there are rows below the last one that is read. */
  rowsCut = false;
  /** True if cells name strings that were not kept. */
  #stringsCut = false;
  readonly #strings: SharedStrings;
  readonly #formats: CellFormats;
  readonly #maxLength: number;
  #row = -1;
  #column = -1;
  #cells: SheetCell[] = [];
  #cell: OpenCell | null = null;
  /** Inside the value of a cell, or the words of a string that stands in it. */
  #inValue = false;
  #inAid = false;

  constructor(strings: SharedStrings, formats: CellFormats, maxLength: number) {
    this.#strings = strings;
    this.#formats = formats;
    this.#maxLength = maxLength;
  }

  get done(): boolean {
    return this.rowsCut || this.#isFull;
  }

  /** True if words are missing, in cells or behind the longest text that is kept. */
  get textCut(): boolean {
    return this.#stringsCut || this.#isFull;
  }

  get #isFull(): boolean {
    return this.rows.length > this.#maxLength;
  }

  open(tag: string, attributes: Readonly<Record<string, string>>): void {
    if (this.done) return;
    const name = localName(tag);
    if (name === 'row') this.#openRow(attributes['r']);
    else if (name === 'c') this.#openCell(attributes);
    else if (name === 'rPh') this.#inAid = true;
    this.#inValue = name === 'v' || (name === 't' && !this.#inAid);
  }

  close(tag: string): void {
    const name = localName(tag);
    this.#inValue = false;
    if (this.done) return;
    if (name === 'c') this.#closeCell();
    else if (name === 'rPh') this.#inAid = false;
    else if (name === 'row' && this.#cells.length > 0) {
      this.rows.add({ row: this.#row, cells: inOrder(this.#cells) });
      this.#cells = [];
    }
  }

  text(text: string): void {
    if (this.#inValue && this.#cell) this.#cell.value += text;
  }

  #openRow(number: string | undefined): void {
    this.#row = (Number(number) || this.#row + 2) - 1;
    this.#column = -1;
    this.#cells = [];
    this.rowsCut = this.#row >= mostRows;
  }

  #openCell({ r, t = 'n', s }: Readonly<Record<string, string>>): void {
    this.#column = columnOf(r) ?? this.#column + 1;
    this.#cell = { column: this.#column, type: t, style: Number(s ?? 0), value: '' };
  }

  #closeCell(): void {
    const cell = this.#cell;
    this.#cell = null;
    if (!cell || (cell.value === '' && cell.type !== 'inlineStr')) return;
    const isText = ['s', 'str', 'inlineStr'].includes(cell.type);
    this.#cells.push({ column: cell.column, text: this.#shown(cell), isText });
  }

  #shown({ type, style, value }: OpenCell): string {
    if (type === 'e') return value;
    if (type === 'b') return this.#formats.shown(value === '1' || value === 'true', style);
    if (type === 's') {
      const text = this.#strings.at(Number(value));
      this.#stringsCut ||= text === '' && this.#strings.cut;
      return this.#formats.shown(text, style);
    }
    if (type === 'str' || type === 'inlineStr') {
      return this.#formats.shown(plainText(value), style);
    }
    if (type === 'd') return value;
    const number = Number.parseFloat(value);
    return Number.isNaN(number) ? '' : this.#formats.shown(number, style);
  }
}

/** Cells name their places, and damaged files name any: a place that is named twice counts once. */
function inOrder(cells: readonly SheetCell[]): readonly SheetCell[] {
  if (cells.every(({ column }, i) => i === 0 || column > cells[i - 1]!.column)) return cells;
  const places = new Map(cells.map((cell) => [cell.column, cell]));
  return [...places.values()].toSorted((a, b) => a.column - b.column);
}

/** The number of a cell's column from 0, by its name. */
function columnOf(name: string | undefined): number | null {
  let column = 0;
  for (const letter of name ?? '') {
    const place = letter.charCodeAt(0) - 64;
    if (place < 1 || place > 26) break;
    column = column * 26 + place;
  }
  return column > 0 ? column - 1 : null;
}
