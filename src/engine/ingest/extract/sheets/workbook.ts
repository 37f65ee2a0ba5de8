// Excel workbooks by way of SheetJS: each sheet, hidden ones too, a page with its name; values as
// they are shown. SheetJS is handed only what was checked before: XML parts of bounded size, or the
// one stream of an older file that holds the sheets.
import * as XLSX from '@e965/xlsx';
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { LorekeepError } from '../../../../shared/errors.ts';
import type { Extracted } from '../extracted.ts';
import { joinPages, type Piece, type PiecePage } from '../flat-text.ts';
import {
  cellName,
  mostRows,
  rowsCut,
  type SheetCell,
  sheetPieces,
  type SheetRow,
} from './sheet-rows.ts';
import { looksLikeTitle } from '../title.ts';

// Sheets of before 1997 are written in the code page of their country.
XLSX.set_cptable(codePages);

type Beside = (sheetName: string, index: number) => Iterable<Piece>;

/**
 * Reads a workbook.
 *
 * @param beside what else there is to read of a sheet, by its name and its number from 0 (drawings)
 * @throws LorekeepError FILE_LOCKED, FILE_DAMAGED
 */
export function readWorkbook(
  bytes: Uint8Array,
  maxTextLength: number,
  beside: Beside,
): Omit<Extracted, 'format'> {
  const workbook = parse(bytes);
  const cut = Object.values(workbook.Sheets).some((sheet) => sheet['!fullref'] !== undefined);
  const { text, blocks, pages } = joinPages(sheetPages(workbook, beside), maxTextLength);
  const title = workbook.Props?.Title?.trim() ?? '';
  return {
    text,
    title: looksLikeTitle(title) ? title : null,
    blocks,
    pages,
    hasLines: false,
    partial: cut ? rowsCut : null,
  };
}

function parse(bytes: Uint8Array): XLSX.WorkBook {
  try {
    return XLSX.read(bytes, {
      type: 'array',
      dense: true,
      sheetRows: mostRows,
      cellFormula: false,
      cellHTML: false,
      cellNF: true,
      // Excel shows this one format as the machine likes its dates; here it is the same everywhere.
      dateNF: 'yyyy-mm-dd',
    });
  } catch (error) {
    const locked = error instanceof Error && /password|encrypt/i.test(error.message);
    throw new LorekeepError(locked ? 'FILE_LOCKED' : 'FILE_DAMAGED', {}, error);
  }
}

function* sheetPages(workbook: XLSX.WorkBook, beside: Beside): Generator<PiecePage> {
  for (const [i, name] of workbook.SheetNames.entries()) {
    const sheet = workbook.Sheets[name] as XLSX.DenseWorkSheet | undefined;
    yield { label: name, pieces: sheet ? piecesOf(sheet, beside(name, i)) : [] };
  }
}

function* piecesOf(sheet: XLSX.DenseWorkSheet, beside: Iterable<Piece>): Generator<Piece> {
  const comments: Piece[] = [];
  yield* sheetPieces(rowsOf(sheet, comments));
  yield* comments;
  yield* beside;
}

function* rowsOf(sheet: XLSX.DenseWorkSheet, comments: Piece[]): Generator<SheetRow> {
  // Rows may be far apart: an array with holes, whose filled places alone are visited.
  const rows = sheet['!data'] ?? [];
  for (const key of Object.keys(rows)) {
    const row = Number(key);
    const cells: SheetCell[] = [];
    for (const [at, cell] of Object.entries(rows[row] ?? [])) {
      const column = Number(at);
      if (!cell) continue;
      cells.push({ column, text: shownText(cell), isText: cell.t === 's' });
      for (const comment of cell.c ?? []) {
        const text = (comment.t ?? '').trim();
        const name = cellName(column, row);
        if (text !== '') comments.push({ kind: 'quote', text, span: [name, name] });
      }
    }
    yield { row, cells };
  }
}

/** How errors are shown, by their codes (ECMA-376 part 4, MS-XLS BErr). */
const errorNames: ReadonlyMap<number, string> = new Map([
  [0x00, '#NULL!'],
  [0x07, '#DIV/0!'],
  [0x0f, '#VALUE!'],
  [0x17, '#REF!'],
  [0x1d, '#NAME?'],
  [0x24, '#NUM!'],
  [0x2a, '#N/A'],
  [0x2b, '#GETTING_DATA'],
]);

function shownText(cell: XLSX.CellObject): string {
  if (cell.t === 'z') return '';
  if (cell.t === 'e' && typeof cell.v === 'number') return errorNames.get(cell.v) ?? '#ERROR!';
  // A whole number too long for its column: people look for its digits.
  if (cell.z === 'General' && Number.isSafeInteger(cell.v)) return String(cell.v);
  if (cell.w !== undefined) return cell.w;
  return cell.v === undefined || cell.v instanceof Date ? '' : String(cell.v);
}
