// Which paragraphs of a PDF are headings: those the outline names, else those set plainly larger
// than the body. In doubt none: a wrong heading misleads every passage below it.
import { mostOf } from './pdf-lines.ts';
import type { PdfParagraph } from './pdf-paragraphs.ts';

/** pdf.js's outline, as far as it is used. */
export interface OutlineNode {
  title: string;
  items: OutlineNode[];
}

export type PdfPage = readonly PdfParagraph[];

const longestHeading = 200;
const clearlyLarger = 1.15;
/** A line on this many pages is a running head. */
const runningHead = 3;

/** The level (1–6) of each paragraph that is a heading. */
export function headingLevels(
  pages: readonly PdfPage[],
  outline: readonly OutlineNode[],
): Map<PdfParagraph, number> {
  const candidates = pages.map((page) => page.filter(couldBeHeading));
  const seenOn = new Map<string, number>();
  for (const page of candidates) {
    for (const key of new Set(page.map((p) => keyOf(p.text)))) {
      seenOn.set(key, (seenOn.get(key) ?? 0) + 1);
    }
  }
  const rare = candidates.flat().filter((p) => (seenOn.get(keyOf(p.text)) ?? 0) < runningHead);
  const named = levelsByOutline(rare, outline);
  return named.size >= 2 ? named : levelsBySize(rare, pages);
}

function couldBeHeading({ text, kind, lines, running }: PdfParagraph): boolean {
  if (running) return false;
  if (kind !== 'paragraph' || lines > 5 || text.length > longestHeading) return false;
  return /\p{L}.*\p{L}/su.test(text) && !/[,;]$/.test(text);
}

function levelsByOutline(
  paragraphs: readonly PdfParagraph[],
  outline: readonly OutlineNode[],
): Map<PdfParagraph, number> {
  const levels = new Map<string, number>();
  let nodes = [...outline];
  for (let level = 1; level <= 6 && nodes.length > 0; level++) {
    for (const { title } of nodes) {
      const key = keyOf(title);
      if (key !== '' && !levels.has(key)) levels.set(key, level);
    }
    nodes = nodes.flatMap((node) => node.items ?? []);
  }
  const found = new Map<PdfParagraph, number>();
  for (const paragraph of paragraphs) {
    const key = keyOf(paragraph.text);
    const level = levels.get(key) ?? levels.get(withoutNumber(key));
    if (level !== undefined) found.set(paragraph, level);
  }
  return found;
}

function levelsBySize(
  paragraphs: readonly PdfParagraph[],
  pages: readonly PdfPage[],
): Map<PdfParagraph, number> {
  const counts = new Map<number, number>();
  let total = 0;
  for (const { size, text } of pages.flat()) {
    // Notes have no size.
    if (size > 0) counts.set(size, (counts.get(size) ?? 0) + text.length);
    total += text.length;
  }
  const body = mostOf(counts);
  // Without a body of text (a poster, a form) size says nothing.
  if ((counts.get(body) ?? 0) < total * 0.4) return new Map();
  const large = paragraphs.filter(
    ({ size, text }) => size >= body * clearlyLarger && !(text.length > 60 && text.endsWith('.')),
  );
  const steps: number[] = [];
  for (const size of [...new Set(large.map((p) => p.size))].toSorted((a, b) => b - a)) {
    const last = steps.at(-1);
    if (last === undefined || size < last * 0.93) steps.push(size);
  }
  const levelOf = (size: number): number => steps.findLastIndex((step) => size <= step) + 1;
  return new Map(large.map((p) => [p, Math.min(6, Math.max(1, levelOf(p.size)))]));
}

function keyOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function withoutNumber(key: string): string {
  return key.replace(/^(?:\d+ )+/, '');
}
