// A piece of a document's text that is drawn for itself. Segments are in order, do not overlap, and
// know their offsets.
import type { Block } from '../../../shared/contract/documents.ts';

export type SegmentKind =
  Block['kind'] | 'markdown' | 'front-matter' | 'plain' | 'table' | 'mail-head' | 'nothing';

export interface Segment {
  kind: SegmentKind;
  /** Half-open range of UTF-16 offsets into the document's text. */
  start: number;
  end: number;
  level?: number | undefined;
  /** The blocks that a table or the head of a mail is made of. */
  blocks?: readonly Block[];
  /** Number of the first line that begins in it, from 1, where lines have numbers. */
  line?: number;
  /** A word beside it: when a cue is spoken, which cell of a notebook it is. */
  aside?: string;
  /** True for what repeats on most pages. */
  repeated?: boolean;
  /** Index of the part (slide, chapter, message, page) that it belongs to. */
  part?: number;
  /** Whether it is the first of its part, and the last. */
  first?: boolean;
  last?: boolean;
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
