// Tables: where each cell stands in the text and in which column, and how columns are set.
import { describe, expect, it } from 'vitest';
import {
  columnsInView,
  layOut,
  tracksOf,
} from '../../src/renderer/features/documents/grid-columns.ts';
import {
  cellsOf,
  cellSeparator,
  columnLetters,
  rowNumber,
} from '../../src/renderer/features/documents/table-cells.ts';
import { tableShape } from '../../src/renderer/features/documents/table-shape.ts';
import type { Block } from '../../src/shared/contract/documents.ts';
import { read } from '../support/extracting.ts';
import { writeXlsx } from '../support/workbooks.ts';

/** Rows as the extractors join them. */
function rowsOf(lines: readonly string[], span?: (row: number) => string): Block[] {
  let at = 0;
  return lines.map((line, row) => {
    const start = at;
    at += line.length + 1;
    const place = span?.(row);
    return {
      kind: 'table-row',
      start,
      end: start + line.length,
      ...(place === undefined ? {} : { span: [place, place] }),
    };
  });
}

describe('cells', () => {
  it('stand where the text has them, empty ones left out', () => {
    const text = 'a | b |  | d';
    const [row] = rowsOf([text]);
    const cells = cellsOf(text, row!, cellSeparator('docx'));
    expect(cells.map(({ start, end, column }) => [text.slice(start, end), column])).toEqual([
      ['a', 0],
      ['b', 1],
      ['d', 3],
    ]);
  });

  it('begin in the column that a sheet says', async () => {
    const { text, blocks } = await read(
      'xlsx',
      writeXlsx([{ name: 'S', rows: [[null, null, 'c', null, 'e']] }]),
    );
    const cells = cellsOf(text, blocks[0]!, cellSeparator('xlsx'));
    expect(cells.map(({ start, end, column }) => [text.slice(start, end), column])).toEqual([
      ['c', 2],
      ['e', 4],
    ]);
    expect(rowNumber(blocks[0]!)).toBe('1');
  });

  it('never reach into the next row', () => {
    const lines = ['one', 'a\tb'];
    const rows = rowsOf(lines);
    expect(cellsOf(lines.join('\n'), rows[0]!, '\t')).toEqual([{ start: 0, end: 3, column: 0 }]);
  });

  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('column %d is called %s', (column, letters) => {
    expect(columnLetters(column)).toBe(letters);
  });
});

describe('the shape of a table', () => {
  const shapeOf = (lines: readonly string[]) => tableShape(lines.join('\n'), rowsOf(lines), '\t');

  it('sets numbers flush right, whatever their signs', () => {
    const { columns } = shapeOf([
      'Name\tFee\tShare\tDay\tMixed',
      'Ida\t€ 1,180.75\t12 %\tMonday\tx',
      'Tom\t-3\tn/a\tTuesday\t1',
      'Ann\t(40)\t7.5%\tSunday\ty',
    ]);
    expect(columns.map(({ numeric }) => numeric)).toEqual([false, true, true, false, false]);
  });

  it('takes the row that the extractor says names the columns', async () => {
    const rows = [['Budget'], [], ['Item', 'Cost'], ['Rope', 3], ['Sail', 40]];
    const { text, blocks } = await read('xlsx', writeXlsx([{ name: 'S', rows }]));
    const { header } = tableShape(text, blocks, '\t');
    expect(text.slice(blocks[header]!.start, blocks[header]!.end)).toBe('Item\tCost');
  });

  it('sees by itself that words above numbers name them', () => {
    expect(shapeOf(['Place\tHigh', 'Steps\t7.9', 'Point\t5.2']).header).toBe(0);
    expect(shapeOf(['Place\tSort', 'Steps\tstone', 'Point\trock']).header).toBe(-1);
    expect(shapeOf(['1\t2', '3\t4']).header).toBe(-1);
    expect(shapeOf(['Place\tHigh']).header).toBe(-1);
  });

  it('costs a long table no more than a look at some of its rows', () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `${i}\tname ${i}\t${i / 7}`);
    const text = lines.join('\n');
    let looks = 0;
    const rows = rowsOf(lines).map((row) => ({
      ...row,
      get start() {
        looks += 1;
        return row.start;
      },
    }));
    const { columns } = tableShape(text, rows, '\t');
    expect(columns.map(({ numeric }) => numeric)).toEqual([true, false, true]);
    expect(looks).toBeLessThan(5_000);
  });
});

describe('columns of a large table', () => {
  const columns = Array.from({ length: 1_000 }, () => ({ letters: 10, numeric: false }));

  it('are drawn where they are in view, and a little beyond', () => {
    const layout = layOut(columns, 4);
    const left = layout.lefts[500]!;
    const drawn = columnsInView(layout, { left, width: 800 });
    expect(drawn.length).toBeLessThan(30);
    expect(drawn).toContain(500);
    expect(layout.lefts[drawn[0]!]!).toBeLessThanOrEqual(left);
    expect(layout.lefts[drawn.at(-1)!]! + 97).toBeGreaterThan(left + 800);
    expect(columnsInView(layout, { left: layout.width, width: 800 }).at(-1)).toBe(999);
    expect(columnsInView(layout, { left: 0, width: 0 })[0]).toBe(0);
  });

  it('are all drawn where there are few', () => {
    const layout = layOut(columns.slice(0, 5), 0);
    expect(columnsInView(layout, { left: 0, width: 0 })).toEqual([0, 1, 2, 3, 4]);
    expect(layout.lefts[0]).toBe(0);
  });

  it('stand where they would if all were drawn', () => {
    const layout = layOut(columns, 4);
    const tracks = tracksOf(layout, [500, 501]).split(' ').map(parseFloat);
    expect(tracks[0]! + tracks[1]!).toBe(layout.lefts[500]);
    expect(tracks[2]).toBe(layout.widths[500]);
  });
});
