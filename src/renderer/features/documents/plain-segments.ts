// Plain text in pieces of whole lines, small enough to draw one at a time.
import type { Segment } from './segment.ts';

/** Size from which a piece ends at the next line end. */
const enough = 2_000;
/** Size that no piece exceeds, even within one endless line. */
const most = 8_000;

export function plainSegments(text: string): Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  while (start < text.length) {
    const end = pieceEnd(text, start);
    segments.push({ kind: 'plain', start, end });
    start = end;
  }
  return segments;
}

function pieceEnd(text: string, start: number): number {
  if (text.length - start <= enough) return text.length;
  const newline = text.indexOf('\n', start + enough);
  const lineEnd = newline < 0 ? text.length : newline + 1;
  if (lineEnd - start <= most) return lineEnd;
  const cut = start + most;
  // Never between the two halves of one character.
  return /[\uDC00-\uDFFF]/.test(text.charAt(cut)) ? cut - 1 : cut;
}
