// Slides, sheets, chapters, messages, pages: the parts that a document is made of, with the names
// that people call them by.
import type { DocumentFormat, DocumentText } from '../../../shared/contract/documents.ts';
import { type CountKey, counted, t, type TextKey } from '../../app/text.ts';
import type { Segment } from './segment.ts';

export interface Part {
  /** What it is and its number: “Slide 3”. */
  name: string;
  /** What it is called itself; empty if it is not. */
  title: string;
  /** How sure its text is, 0 to 100, where it was read from a picture; else null. */
  confidence: number | null;
  /** Half-open range of UTF-16 offsets; empty for a part without text. */
  start: number;
  end: number;
}

interface Kind {
  name: TextKey;
  count: CountKey;
}

const slide: Kind = { name: 'place.slide', count: 'slides' };
const sheet: Kind = { name: 'place.sheet', count: 'sheets' };
const page: Kind = { name: 'place.page', count: 'pages' };
const kinds: Partial<Record<DocumentFormat, Kind>> = {
  pptx: slide,
  odp: slide,
  ppt: slide,
  xlsx: sheet,
  xls: sheet,
  ods: sheet,
  sqlite: { name: 'place.table', count: 'tables' },
  epub: { name: 'place.chapter', count: 'chapters' },
  mbox: { name: 'place.message', count: 'messages' },
};

function kindOf(format: DocumentFormat | null): Kind {
  return (format && kinds[format]) ?? page;
}

/** How many parts a document has, in words. */
export function countOfParts(format: DocumentFormat | null, count: number): string {
  return counted(kindOf(format).count, count);
}

/** Formats whose only part is the document itself. */
const wholes: ReadonlySet<DocumentFormat | null> = new Set(['image']);

/** The parts in order; none for a document that is one whole. */
export function partsOf({ format, pageRanges }: DocumentText): Part[] {
  if (!pageRanges || wholes.has(format)) return [];
  const { name } = kindOf(format);
  return pageRanges.map(({ number, label, confidence, start, end }) => ({
    name: t(name, { page: number }),
    title: label ?? '',
    confidence: confidence ?? null,
    start,
    end,
  }));
}

/** The segments with the parts they belong to; a part without any gets one that says so. */
export function withParts(segments: readonly Segment[], parts: readonly Part[]): Segment[] {
  if (parts.length === 0) return [...segments];
  const all: Segment[] = [];
  let next = 0;
  parts.forEach(({ start, end }, part) => {
    while (next < segments.length && segments[next]!.start < start) all.push(segments[next++]!);
    const from = next;
    while (next < segments.length && segments[next]!.start < end) next += 1;
    const own: Segment[] =
      next > from ? segments.slice(from, next) : [{ kind: 'nothing', start, end: start }];
    own.forEach((segment, i) => {
      all.push({ ...segment, part, first: i === 0, last: i === own.length - 1 });
    });
  });
  return [...all, ...segments.slice(next)];
}
