// OpenDocument sheets: the text of each cell is kept in the file as it is shown. A row or cell may
// stand for a million like it; what repeats is counted against the same limits as what does not.
import type { Extracted, ExtractInput, PartialReason } from '../extracted.ts';
import { joinPages, type Piece } from '../flat-text.ts';
import { foldOdf, openOdfPieces, spacingOf, unreadOdf } from './odf.ts';
import { cellName, mostRows, rowsCut, type SheetCell, SheetPieces } from '../sheets/sheet-rows.ts';
import { ownText, readXmlPieces, type XmlHandler } from '../containers/xml.ts';

export async function extractOds(
  input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>,
): Promise<Extracted> {
  const { content, title } = openOdfPieces(input);
  const reader = new SheetReader(input.maxTextLength);
  await readXmlPieces(content, reader);
  const sheets = reader.sheets.map(({ name, rows, comments }) => ({
    label: name,
    pieces: [...rows.end(), ...comments],
  }));
  const { text, blocks, pages } = joinPages(sheets, input.maxTextLength);
  return {
    format: 'ods',
    text,
    title,
    blocks,
    pages,
    hasLines: false,
    partial: partialOf(reader, input.maxTextLength),
  };
}

function partialOf({ rowsCut: isCut, done }: SheetReader, most: number): PartialReason | null {
  if (isCut) return rowsCut;
  return done ? { code: 'FILE_TEXT_CUT', params: { kept: most } } : null;
}

interface Sheet {
  name: string;
  rows: SheetPieces;
  comments: Piece[];
}

type Attributes = Readonly<Record<string, string>>;

class SheetReader implements XmlHandler {
  readonly sheets: Sheet[] = [];
  /** True if any sheet goes on below the last row that is read. */
  rowsCut = false;
  /** The same of the sheet being read. */
  #isCut = false;
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

  get done(): boolean {
    return this.#length > this.#maxLength;
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
    this.sheets.push({ name, rows: new SheetPieces(), comments: [] });
    this.#rowIndex = 0;
    this.#isCut = false;
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
    if (text !== '' && !this.#isCut) {
      const own = ownText(text);
      for (let i = 0; i < cell.times && !this.done; i++) {
        this.#cells.push({ column: this.#column + i, text: own, isText: cell.isText });
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
      if (this.done) break;
      this.#isCut = this.#rowIndex + i >= mostRows;
      this.rowsCut ||= this.#isCut;
      if (this.#isCut) break;
      rows.add({ row: this.#rowIndex + i, cells: this.#cells });
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
