// Tables in text (CSV, TSV and their kin): a row a line, cells apart by tabs, each row with its
// place in a spreadsheet, whatever signs and encoding the file was written with.
import { decodeText } from '../decode.ts';
import { type Delimiter, guessDelimiter, readRows } from './delimited.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { joinPieces, type Piece } from '../flat-text.ts';
import { mostRows, rowsCut } from './sheet-rows.ts';
import { columnName, isHeaderRow } from './table-rows.ts';

export function extractCsv(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const content = decodeText(input.bytes);
  // Excel's own way of naming the sign, on a line that is no row.
  const named = /^sep=([,;\t|])\n/i.exec(content);
  const body = named ? content.slice(named[0].length) : content;
  const delimiter = (named?.[1] as Delimiter | undefined) ?? guessDelimiter(body) ?? ',';
  const rows = new CsvRows();
  const { text, blocks } = joinPieces(rows.pieces(body, delimiter), input.maxTextLength);
  return {
    format: 'csv',
    text,
    title: null,
    blocks,
    pages: null,
    hasLines: false,
    partial: rows.cut ? rowsCut : null,
  };
}

class CsvRows {
  cut = false;

  *pieces(text: string, delimiter: Delimiter): Generator<Piece> {
    let number = 0;
    let first: Piece | null = null;
    let firstCells: string[] = [];
    for (const cells of readRows(text, delimiter)) {
      if (++number > mostRows) {
        this.cut = true;
        break;
      }
      const folded = cells.map((cell) => cell.replace(/\s+/g, ' ').trim());
      const words = folded.join('\t').trimEnd();
      if (words.trim() === '') continue;
      const piece: Piece = {
        kind: 'table-row',
        text: words,
        group: 1,
        span: [`A${number}`, `${columnName(words.split('\t').length)}${number}`],
      };
      if (first === null) {
        first = piece;
        firstCells = folded;
        continue;
      }
      // Only a row with others below it can name their columns.
      if (firstCells.length > 0) {
        yield isHeaderRow(firstCells) ? { ...first, header: true } : first;
        firstCells = [];
      }
      yield piece;
    }
    if (first && firstCells.length > 0) yield first;
  }
}
