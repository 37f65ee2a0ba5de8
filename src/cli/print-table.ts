// Data of an answer for people: a table where it is one, anything else as JSON.
import { dataTable } from '../shared/data-table.ts';
import { printLine, safe, safeLine, styled } from './print.ts';

const widest = 40;

export function printTable(data: unknown): void {
  const table = dataTable(data);
  if (!table) return printLine(`${safe(JSON.stringify(data, null, 2))}\n`);
  const [head, ...rows] = [table.columns, ...table.rows].map((row) => row.map(shown));
  const widths = head!.map((name, i) =>
    Math.max(name.length, ...rows.map((row) => row[i]!.length)),
  );
  const line = (row: readonly string[]) => row.map((cell, i) => cell.padEnd(widths[i]!)).join('  ');
  printLine(styled('bold', line(head!)));
  for (const row of rows) printLine(line(row));
  printLine();
}

function shown(cell: string): string {
  const text = safeLine(cell);
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
}
