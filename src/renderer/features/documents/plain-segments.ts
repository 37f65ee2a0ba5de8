// Plain text in pieces of whole lines, small enough to draw one at a time, with the numbers of
// the lines.
import type { Segment } from './segment.ts';

/** Size from which a piece ends at the next line end. */
const enough = 2_000;
/** Size that no piece exceeds, even within one endless line. */
const most = 8_000;

export function plainSegments(text: string): Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  let line = 1;
  while (start < text.length) {
    const end = pieceEnd(text, start);
    // Within a line that is cut, the next line is the first one to begin.
    const isCut = start > 0 && text.charAt(start - 1) !== '\n';
    segments.push({ kind: 'plain', start, end, line: isCut ? line + 1 : line });
    line += lineEnds(text, start, end);
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

function lineEnds(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    count += 1;
  }
  return count;
}
