// A table that is short enough to be drawn whole, as the browser's own.
import type { Block, DocumentFormat } from '../../../shared/contract/documents.ts';
import type { DrawnText } from './drawn-text.ts';
import { cellsOf, cellSeparator } from './table-cells.ts';
import { tableShape } from './table-shape.ts';

/** Longer ones are drawn row by row as these come into view. */
export const mostRowsWhole = 100;

export function drawTable(
  element: HTMLElement,
  rows: readonly Block[],
  text: string,
  format: DocumentFormat | null,
  drawn: DrawnText,
): void {
  const separator = cellSeparator(format);
  const { header, columns } = tableShape(text, rows, separator);
  const table = document.createElement('table');
  // Only the rows on top can stay in view; another one that names columns stands where it is.
  const head = header === 0 ? table.createTHead() : null;
  const body = table.createTBody();
  rows.forEach((row, i) => {
    const line = (i === header && head ? head : body).insertRow();
    const cells = new Map(cellsOf(text, row, separator).map((cell) => [cell.column, cell]));
    columns.forEach(({ numeric }, column) => {
      const box = document.createElement(i === header ? 'th' : 'td');
      if (i === header) box.scope = 'col';
      if (numeric) box.className = 'numeric';
      const cell = cells.get(column);
      if (cell) {
        const node = document.createTextNode(text.slice(cell.start, cell.end));
        box.append(node);
        drawn.addExact(node, cell.start);
      }
      line.append(box);
    });
  });
  const scroller = document.createElement('div');
  scroller.className = 'table-scroller';
  scroller.append(table);
  element.append(scroller);
}
