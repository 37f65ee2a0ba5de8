// Data of an answer as a table, where it is one.

export interface DataTable {
  columns: string[];
  rows: string[][];
}

type Flat = Record<string, string | number | boolean | null>;

/** The table of an array of flat objects, or of the only array in an object; else null. */
export function dataTable(data: unknown): DataTable | null {
  const list = Array.isArray(data) ? data : onlyArrayOf(data);
  if (!list || list.length === 0 || !list.every(isFlat)) return null;
  const columns = [...new Set(list.flatMap((row) => Object.keys(row)))];
  if (columns.length === 0) return null;
  return { columns, rows: list.map((row) => columns.map((column) => cellOf(row[column]))) };
}

function onlyArrayOf(data: unknown): unknown[] | null {
  if (typeof data !== 'object' || data === null) return null;
  const values = Object.values(data);
  return values.length === 1 && Array.isArray(values[0]) ? values[0] : null;
}

function isFlat(row: unknown): row is Flat {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return false;
  return Object.values(row).every((value) => value === null || typeof value !== 'object');
}

function cellOf(value: Flat[string] | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}
