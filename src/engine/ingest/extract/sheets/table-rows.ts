// What tables have in common, whatever format they come in: names of columns, and header rows.

/** The name of a column as spreadsheets count: 1 → A, 27 → AA. */
export function columnName(number: number): string {
  let name = '';
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** A number, a sum, a share, a date or a time; no name of a column, unless it is a bare year. */
const value =
  /^[-+(]?[\p{Sc}]?\s?[\d.,\s'’]*\d\s?[%\p{Sc})]?$|^\d{1,4}([-./])\d{1,2}\1\d{1,4}(?:[T ].*)?$|^\d{1,2}:\d{2}/u;
const year = /^(?:19|20)\d\d$/;

/** True if a table's first row may be the one that names its columns. */
export function isHeaderRow(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  if (filled.length === 0 || filled.length * 2 < cells.length) return false;
  if (filled.some((cell) => cell.length > 200)) return false;
  const values = filled.filter((cell) => value.test(cell) && !year.test(cell)).length;
  const years = filled.filter((cell) => year.test(cell)).length;
  return values === 0 && years < filled.length;
}
