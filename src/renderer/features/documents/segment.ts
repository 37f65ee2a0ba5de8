// A piece of a document's text that is drawn for itself. Segments are in order, do not overlap, and
// know their offsets.
import type { Block } from '../../../shared/contract/documents.ts';

export type SegmentKind = Block['kind'] | 'markdown' | 'front-matter' | 'plain';

export interface Segment {
  kind: SegmentKind;
  /** Half-open range of UTF-16 offsets into the document's text. */
  start: number;
  end: number;
  level?: number | undefined;
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
