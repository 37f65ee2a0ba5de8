// OpenDocument sheets: the text of each cell is kept in the file as it is shown. A row or cell may
// stand for a million like it; what repeats is counted against the same limits as what does not.
import type { Extracted, ExtractInput } from '../extracted.ts';
import { joinPages, type Piece } from '../flat-text.ts';
import { foldOdf, openOdf, spacingOf, unreadOdf } from './odf.ts';
import {
  cellName,
  mostRows,
  type SheetCell,
  sheetPieces,
  type SheetRow,
} from '../sheets/sheet-rows.ts';
import { readXml, type XmlHandler } from '../containers/xml.ts';

export function extractOds(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const { content, title } = openOdf(input);
  const reader = new SheetReader(input.maxTextLength);
  readXml(content, reader);
  const sheets = reader.sheets.map(({ name, rows, comments }) => ({
    label: name,
    pieces: [...sheetPieces(rows), ...comments],
  }));
  const { text, blocks, pages } = joinPages(sheets, input.maxTextLength);
  return {
    format: 'ods',
    text,
    title,
    blocks,
    pages,
    hasLines: false,
    partial: reader.rowsCut ? { code: 'FILE_ROWS_CUT', params: { kept: mostRows } } : null,
  };
}

interface Sheet {
  name: string;
  rows: SheetRow[];
  comments: Piece[];
}

type Attributes = Readonly<Record<string, string>>;

class SheetReader implements XmlHandler {
  readonly sheets: Sheet[] = [];
  rowsCut = false;
  readonly #maxLength: number;
  #length = 0;
  #unread = 0;
  #tables = 0;
  #rowIndex = 0;
  #rowTimes = 1;
  #cells: SheetCell[] = [];
  #column = 0;
  #cell: { times: number; isText: boolean; value: string; lines: string[] } | null = null;
  #line: string | null = null;
  #comment: string[] | null = null;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#unread > 0 || unreadOdf.has(name)) this.#unread++;
    else if (name === 'table:table') this.#openTable(attributes['table:name'] ?? '');
    // A table inside another is part of a chart or a change that was undone.
    else if (this.#tables !== 1) return;
    else if (name === 'table:table-row') {
      this.#rowTimes = times(attributes['table:number-rows-repeated']);
      this.#cells = [];
      this.#column = 0;
    } else if (isCell(name)) this.#openCell(attributes);
    else if (name === 'office:annotation') this.#comment = [];
    else if (name === 'text:p') this.#line = '';
    else if (this.#line !== null) this.#line += spacingOf(name, attributes) ?? '';
  }

  close(name: string): void {
    if (this.#unread > 0) this.#unread--;
    else if (name === 'table:table') this.#tables--;
    else if (this.#tables !== 1) return;
    else if (name === 'table:table-row') this.#closeRow();
    else if (isCell(name)) this.#closeCell();
    else if (name === 'office:annotation') this.#closeComment();
    else if (name === 'text:p') {
      (this.#comment ?? this.#cell?.lines)?.push(this.#line ?? '');
      this.#line = null;
    }
  }

  text(text: string): void {
    if (this.#line !== null && this.#unread === 0) this.#line += foldOdf(text);
  }

  #openTable(name: string): void {
    if (++this.#tables > 1) return;
    this.sheets.push({ name, rows: [], comments: [] });
    this.#rowIndex = 0;
  }

  #openCell(attributes: Attributes): void {
    const type = attributes['office:value-type'] ?? 'string';
    this.#cell = {
      times: times(attributes['table:number-columns-repeated']),
      isText: type === 'string',
      value: attributes['office:value'] ?? attributes[`office:${type}-value`] ?? '',
      lines: [],
    };
  }

  #closeCell(): void {
    const cell = this.#cell;
    if (!cell) return;
    const text = cell.lines.join(' ').trim() || cell.value;
    if (text !== '') {
      for (let i = 0; i < cell.times && this.#length <= this.#maxLength; i++) {
        this.#cells.push({ column: this.#column + i, text, isText: cell.isText });
        this.#length += text.length;
      }
    }
    this.#column += cell.times;
    this.#cell = null;
  }

  #closeComment(): void {
    const text = (this.#comment ?? []).join('\n').trim();
    this.#comment = null;
    const name = cellName(this.#column, this.#rowIndex);
    if (text !== '') this.sheets.at(-1)?.comments.push({ kind: 'quote', text, span: [name, name] });
  }

  #closeRow(): void {
    const { rows } = this.sheets.at(-1)!;
    const length = this.#cells.reduce((sum, { text }) => sum + text.length, 0);
    for (let i = 0; i < this.#rowTimes && this.#cells.length > 0; i++) {
      if (this.#length > this.#maxLength) break;
      if (this.#rowIndex + i >= mostRows) this.rowsCut = true;
      if (this.rowsCut) break;
      rows.push({ row: this.#rowIndex + i, cells: this.#cells });
      if (i > 0) this.#length += length;
    }
    this.#rowIndex += this.#rowTimes;
    this.#cells = [];
  }
}

function isCell(name: string): boolean {
  return name === 'table:table-cell' || name === 'table:covered-table-cell';
}

function times(repeated: string | undefined): number {
  return Math.min(Math.max(Math.trunc(Number(repeated ?? 1)) || 1, 1), 2 ** 20);
}
