// A structured answer while it is written. Half of a JSON text is nothing to read: it is said how
// far it is instead.
import { counted, t } from '../../app/text.ts';

/** What is being done for a structured answer, in words. */
export function fillingWords(written: string): string {
  const rows = rowsSoFar(written);
  if (rows === null) return t('asking.filling');
  if (rows === 0) return t('asking.fillingTable');
  return t('asking.fillingRows', { rows: counted('rows', rows) });
}

/** The model says beside the data where it comes from: the data is a part of what it writes. */
const rowStarts = ['{[{', '{{[{'];

/** How many objects of the data's list are whole; null while there is no list of objects. */
export function rowsSoFar(json: string): number | null {
  let rows: number | null = null;
  /** The brackets that are open, outermost first. */
  let open = '';
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*(?:"|\\?$)|[[\]{}]/gs)) {
    if (token === '[' || token === '{') {
      open += token;
      if (rowStarts.includes(open)) rows ??= 0;
    } else if (token === ']' || token === '}') {
      if (rows !== null && rowStarts.includes(open)) rows += 1;
      open = open.slice(0, -1);
    }
  }
  return rows;
}
