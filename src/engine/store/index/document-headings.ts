// A document's headings as suggestions name them: its blocks know where they stand, its chunks
// hold their text.
import { headingWords } from '../../text/heading-words.ts';
import type { ChunkRecord, ContentRecord } from './records.ts';

/** Half-open range in the document's text, and its words without signs. */
export type Heading = [start: number, end: number, text: string];

/** More are not suggested: a document of headings alone would crowd out all others. */
const mostHeadings = 1000;
/** A heading longer than this is a paragraph that looks like one; it is cut. */
const longest = 200;

/** The headings in order; those without a word are left out. */
export function headingsOf({ blocks, chunks, format }: ContentRecord): Heading[] {
  const found: Heading[] = [];
  let at = 0;
  for (const { kind, start, end } of blocks) {
    if (kind !== 'heading') continue;
    while (at + 1 < chunks.length && chunks[at + 1]!.start <= start) at += 1;
    const words = headingWords(sourceOf(chunks[at], start, end), format);
    if (words !== '') found.push([start, end, words.slice(0, longest).toWellFormed()]);
    if (found.length === mostHeadings) break;
  }
  return found;
}

function sourceOf(chunk: ChunkRecord | undefined, start: number, end: number): string {
  if (!chunk) return '';
  return chunk.text.slice(start - chunk.start, Math.min(end, start + 4 * longest) - chunk.start);
}
