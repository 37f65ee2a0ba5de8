// Running heads and feet: lines that stand at the same place near the edge of most pages with the
// same words, or with the number of the page in them. They are words of the document once.
import type { PdfLine } from './pdf-line.ts';

/** So many of the outermost lines of a page, at its top and at its bottom, may be running. */
const edgeLines = 3;
/** Fewer pages have no running lines. */
const leastPages = 3;
/** Left and right pages may have lines of their own, and a first page often has none. */
const leastShare = 0.4;
/** How far from page to page the place of a line may differ, in points. */
const tolerance = 4;
/** What is longer is a paragraph, however often it is repeated. */
const longest = 200;

/**
 * The lines to count as running. Of equal lines the first stays an ordinary one, so that its words
 * are found once; a mere page number never is.
 */
export function runningLines(pages: readonly (readonly PdfLine[])[]): ReadonlySet<PdfLine> {
  const edges = pages.map(edgesOf);
  const seen = new Map<string, number>();
  edges.forEach((lines, page) => {
    const keys = new Set(lines.flatMap((line) => keysOf(line, page)));
    for (const key of keys) seen.set(key, (seen.get(key) ?? 0) + 1);
  });
  const withText = pages.filter((lines) => lines.length > 0).length;
  const least = Math.max(leastPages, withText * leastShare);
  const running = new Set<PdfLine>();
  const met = new Set<string>();
  edges.forEach((lines, page) => {
    for (const line of lines) {
      const often = keysOf(line, page).filter((key) => (seen.get(key) ?? 0) >= least);
      if (often.length === 0) continue;
      if (often.some((key) => met.has(key)) || !/\p{L}/u.test(line.text)) running.add(line);
      for (const key of often) met.add(key);
    }
  });
  return running;
}

/** The lines of a page nearest to its top and to its bottom. */
function edgesOf(lines: readonly PdfLine[]): PdfLine[] {
  const level = lines
    .filter(({ direction, text }) => direction === 0 && text.length <= longest)
    .toSorted((a, b) => b.y - a.y);
  return [...new Set([...level.slice(0, edgeLines), ...level.slice(-edgeLines)])];
}

/**
 * What a line has in common with those like it: its place in two grids, so that a small difference
 * never parts both, with its words. A number in them may grow with the pages.
 */
function keysOf({ text, y }: PdfLine, page: number): string[] {
  const step = 2 * tolerance;
  const places = [`${Math.floor(y / step)}`, `${Math.floor((y + tolerance) / step)}+`];
  const texts = [text];
  for (const { 0: digits, index } of text.matchAll(/(?<!\d)\d{1,4}(?!\d)/g)) {
    const after = text.slice(index + digits.length);
    texts.push(`${text.slice(0, index)}#${Number(digits) - page}${after}`);
  }
  return places.flatMap((place) => texts.map((words) => `${place} ${words}`));
}
