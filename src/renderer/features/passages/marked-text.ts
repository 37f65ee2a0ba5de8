// A text as runs of plain and marked characters.
import type { Range } from '../../../shared/contract/search.ts';
import type { Run } from './snippet.ts';

/** @param marks in order, not overlapping */
export function markedRuns(text: string, marks: readonly Range[]): Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const { start, end } of marks) {
    if (start > at) runs.push({ text: text.slice(at, start), marked: false });
    runs.push({ text: text.slice(start, end), marked: true });
    at = end;
  }
  if (at < text.length) runs.push({ text: text.slice(at), marked: false });
  return runs;
}
