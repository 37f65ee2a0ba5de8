// Reads text of cells and rows after RFC 4180, as spreadsheets write it: cells apart by a sign
// that has to be guessed, quoted where they hold that sign, a quote or a line end. In linear time
// and without failing: a quote that nothing closes is a character like any other.

/** The likelier first, where two fit equally well: commas also stand inside cells. */
const delimiters = ['\t', ';', '|', ','] as const;
export type Delimiter = (typeof delimiters)[number];

/** What is looked at to guess the delimiter: so many UTF-16 units, so many rows. */
const sampleLength = 32 * 1024;
const sampleRows = 50;

/** Rows as they stand, blank ones too: a row's index is its number in a spreadsheet less one. */
export function* readRows(text: string, delimiter: Delimiter): Generator<string[]> {
  let row: string[] = [];
  /** Once a quote stays open to the end, no later one is looked for again. */
  let quoting = true;
  let at = 0;
  while (at <= text.length) {
    const cell: Cell | null =
      quoting && text[at] === '"' ? quotedCell(text, at, delimiter) : bareCell(text, at, delimiter);
    if (!cell) {
      quoting = false;
      continue;
    }
    row.push(cell.value);
    at = cell.end + 1;
    if (text[cell.end] === delimiter) continue;
    if (cell.end < text.length || row.length > 1 || row[0] !== '') yield row;
    row = [];
  }
}

interface Cell {
  value: string;
  /** Offset of the sign behind it, or the text's length. */
  end: number;
}

function bareCell(text: string, from: number, delimiter: Delimiter): Cell {
  let end = from;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end++;
  return { value: text.slice(from, end), end };
}

/** Null if nothing closes the quote. */
function quotedCell(text: string, from: number, delimiter: Delimiter): Cell | null {
  let at = from + 1;
  for (;;) {
    const close = text.indexOf('"', at);
    if (close < 0) return null;
    at = close + 1;
    if (text[at] !== '"') break;
    at++;
  }
  const value = text.slice(from + 1, at - 1).replaceAll('""', '"');
  // What wrongly stands behind the quote is kept.
  const rest = bareCell(text, at, delimiter);
  return { value: value + rest.value.trimEnd(), end: rest.end };
}

/** The delimiter that gives the most rows of one width; null if none gives two columns. */
export function guessDelimiter(text: string): Delimiter | null {
  const sample = text.slice(0, sampleLength);
  let best: { delimiter: Delimiter; score: number } | null = null;
  for (const delimiter of delimiters) {
    const { share, width, rows } = widthOf(sample, delimiter, sample.length < text.length);
    // Words of prose have commas too, but seldom equally many in each line.
    if (width < 2 || (rows > 3 && share < 0.3)) continue;
    const score = share + Math.min(width, 20) / 100;
    if (!best || score > best.score) best = { delimiter, score };
  }
  return best?.delimiter ?? null;
}

/** True if every row of the sample, at least three, has the same three or more columns. */
export function isTable(sample: string, delimiter: Delimiter, cut: boolean): boolean {
  const { share, width, rows } = widthOf(sample, delimiter, cut);
  return rows >= 3 && width >= 3 && share === 1;
}

/** The commonest number of columns and the share of rows that have it. */
function widthOf(
  sample: string,
  delimiter: Delimiter,
  cut: boolean,
): { share: number; width: number; rows: number } {
  const counts = new Map<number, number>();
  const widths: number[] = [];
  for (const row of readRows(sample, delimiter)) {
    if (row.length > 1 || row[0]?.trim()) widths.push(row.length);
    if (widths.length > sampleRows) break;
  }
  // The last row is not whole where the sample ends.
  if (cut && widths.length > 1) widths.pop();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [width, count] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  return { share: count / Math.max(1, widths.length), width, rows: widths.length };
}
