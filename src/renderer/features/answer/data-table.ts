// A structured answer as the texts that are copied.
import type { DataTable } from '../../../shared/data-table.ts';

/**
 * RFC 4180. A text that a spreadsheet would take for a formula gets a quote in front, as its words
 * come from documents that anybody may have written.
 */
export function toCsv({ columns, rows }: DataTable): string {
  return [columns, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

function csvCell(cell: string): string {
  const isNumber = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(cell);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toJson(data: unknown): string {
  return JSON.stringify(data, null, 2);
}
