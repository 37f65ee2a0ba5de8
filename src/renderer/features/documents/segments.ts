// A document's text cut into the pieces that are drawn one by one, so that however long it is,
// only those in view exist. Segments are in order, do not overlap, and know their offsets.
import type { Block, DocumentText } from '../../../shared/contract/documents.ts';
import { markdownSegments } from './markdown-segments.ts';
import { plainSegments } from './plain-segments.ts';

export type SegmentKind = Block['kind'] | 'markdown' | 'front-matter' | 'plain';

export interface Segment {
  kind: SegmentKind;
  /** Half-open range of UTF-16 offsets into the document's text. */
  start: number;
  end: number;
  level?: number | undefined;
}

/** The segments of any document but a PDF, which is drawn by its pages. */
export function segmentsOf(document: DocumentText): Segment[] {
  if (document.format === 'markdown') return markdownSegments(document.text);
  if (document.format === 'html' || document.format === 'docx') {
    return blockSegments(document.text, document.blocks);
  }
  return plainSegments(document.text);
}

/** The extractor's blocks, and what lies between them if it is more than blank. */
export function blockSegments(text: string, blocks: readonly Block[]): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  const addGap = (end: number) => {
    if (text.slice(at, end).trim() !== '') segments.push({ kind: 'paragraph', start: at, end });
  };
  for (const block of blocks) {
    if (block.start < at) continue;
    addGap(block.start);
    segments.push(block);
    at = block.end;
  }
  addGap(text.length);
  return segments;
}

/** Index of the segment that holds `offset`, or of the last one before it; −1 for no segments. */
export function segmentAt(segments: readonly { start: number }[], offset: number): number {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (segments[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return high;
}
