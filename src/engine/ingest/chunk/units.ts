// What chunks are put together from: the document's blocks, and whatever else of its text is not
// white space (front matter, rules, link definitions). Together they hold every visible character.
import type { Block, PageRange } from '../../../shared/contract/documents.ts';
import type { Extracted } from '../extract/extracted.ts';

export interface Unit {
  kind: Block['kind'] | 'other';
  /** Neither the first nor the last character is white space, but for the indent of code. */
  start: number;
  end: number;
  /** Level of a heading. */
  level: number;
  /** Number of the page; null in a document without pages. */
  page: number | null;
  /** True for what repeats on most pages. */
  boilerplate: boolean;
  /** What source code belongs to, outermost first; null for all else. */
  names: readonly string[] | null;
}

export function* unitsOf({ text, blocks, pages }: Extracted): Generator<Unit> {
  const pageOf = pageFinder(pages);
  let at = 0;
  for (const block of blocks) {
    yield* piecesOf(text, { kind: 'other', start: at, end: block.start }, pageOf);
    yield* piecesOf(text, block, pageOf);
    at = block.end;
  }
  yield* piecesOf(text, { kind: 'other', start: at, end: text.length }, pageOf);
}

/** A range without its surrounding white space, cut where a page begins; nothing if it is blank. */
function* piecesOf(
  text: string,
  range: Omit<Block, 'kind'> & { kind: Unit['kind'] },
  pageOf: (offset: number) => { number: number | null; next: number },
): Generator<Unit> {
  const { kind, end: to, level = 1, boilerplate = false, names = null } = range;
  for (let at = range.start; at < to;) {
    const first = skipSpace(text, at, to);
    if (first >= to) return;
    const { number: page, next } = pageOf(first);
    const stop = Math.min(to, next);
    const start = kind === 'code' ? at + text.slice(at, first).lastIndexOf('\n') + 1 : first;
    const end = trimmedEnd(text, first, stop);
    yield { kind, start, end, level, page, boilerplate, names };
    at = stop;
  }
}

/** Finds pages for offsets that are asked for in growing order. */
function pageFinder(
  pages: readonly PageRange[] | null,
): (offset: number) => { number: number | null; next: number } {
  if (!pages) return () => ({ number: null, next: Infinity });
  let at = 0;
  return (offset) => {
    while ((pages[at + 1]?.start ?? Infinity) <= offset) at++;
    return { number: pages[at]?.number ?? 1, next: pages[at + 1]?.start ?? Infinity };
  };
}

/** The first offset from `from` on that is not white space, at most `to`. */
export function skipSpace(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The end of a range without trailing white space, at least `from`. */
function trimmedEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from && isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

export function isSpace(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  if (unit < 0xa0) return false;
  return /\s/.test(String.fromCharCode(unit));
}
