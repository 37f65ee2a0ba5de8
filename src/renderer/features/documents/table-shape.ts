// How a table is set: which row names the columns, how wide each column is, which hold numbers.
// Of a long table a sample of rows tells, so that it takes no longer than a short one.
import type { Block } from '../../../shared/contract/documents.ts';
import { type Cell, cellsOf } from './table-cells.ts';

export interface TableShape {
  /** Index of the row that names the columns; −1 for none. */
  header: number;
  columns: readonly Column[];
}

export interface Column {
  /** Letters that its longest cell has, at least 1. */
  letters: number;
  /** Whether it holds numbers, so that it is set flush right. */
  numeric: boolean;
}

/** So many rows from the top are looked at, and as many spread over the rest. */
const sampled = 200;
/** A column of numbers may hold some words. */
const numericShare = 0.7;
/** No name of a column is longer. */
const longestName = 60;
/** Names are set stronger, often in capitals: letters of room that they need besides. */
const nameRoom = 2;

const number = /^[-+−(]?\s?\p{Sc}?\s?[-+−]?\d[\d.,'’  ]*\s?(?:[%‰°\p{Sc}]|\p{L}{1,3})?\)?$/u;

/** What stands where there is no value. */
const noValue = /^(?:[-–—.…*?]{1,3}|n\.?\/?[ad]\.?)$/i;

export function tableShape(text: string, rows: readonly Block[], separator: string): TableShape {
  const flagged = rows.slice(0, sampled).findIndex(({ header }) => header === true);
  const sample = sampleOf(rows)
    .filter(({ kind }) => kind === 'table-row')
    .map((row) => ({ row, cells: cellsOf(text, row, separator) }));
  const top = rows[Math.max(0, flagged)];
  const body = columnsOf(
    text,
    sample.filter(({ row }) => row !== top).map(({ cells }) => cells),
  );
  const header = flagged >= 0 ? flagged : namesColumns(text, sample, body) ? 0 : -1;
  const columns =
    header >= 0
      ? body
      : columnsOf(
          text,
          sample.map(({ cells }) => cells),
        );
  const names = sample.find(({ row }) => row === rows[header])?.cells ?? [];
  for (const { column, start, end } of names) {
    const one = (columns[column] ??= { letters: 1, numeric: false });
    one.letters = Math.max(one.letters, Math.min(end - start + nameRoom, longestName / 2));
  }
  return { header, columns: Array.from(columns, (one) => one ?? { letters: 1, numeric: false }) };
}

function sampleOf(rows: readonly Block[]): Block[] {
  const step = Math.max(1, Math.floor((rows.length - sampled) / sampled));
  return rows.filter((_, i) => i < sampled || (i - sampled) % step === 0);
}

function columnsOf(text: string, rows: readonly Cell[][]): Column[] {
  const seen: { letters: number; cells: number; numbers: number }[] = [];
  for (const { column, start, end } of rows.flat()) {
    const one = (seen[column] ??= { letters: 1, cells: 0, numbers: 0 });
    one.letters = Math.max(one.letters, end - start);
    const words = end - start < 40 ? text.slice(start, end).trim() : '';
    if (noValue.test(words)) continue;
    one.cells += 1;
    if (number.test(words)) one.numbers += 1;
  }
  return seen.map(({ letters, cells, numbers }) => {
    return { letters, numeric: cells > 0 && numbers >= cells * numericShare };
  });
}

/** Whether the first row may name the columns: words in every column, above numbers in some. */
function namesColumns(
  text: string,
  sample: readonly { cells: Cell[] }[],
  columns: readonly (Column | undefined)[],
): boolean {
  const first = sample[0]?.cells ?? [];
  const filled = columns.filter((column) => column !== undefined).length;
  if (sample.length < 2 || first.length < 2 || first.length < filled) return false;
  const words = first.every(
    ({ start, end }) => end - start <= longestName && !number.test(text.slice(start, end).trim()),
  );
  return words && first.some(({ column }) => columns[column]?.numeric);
}
