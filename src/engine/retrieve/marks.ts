// Where a query's words stand in a text, and which part of it to show first. Positions are our
// own: what the keyword index holds is folded and stemmed, so its offsets mean nothing here.
import type { Range } from '../../shared/contract/search.ts';
import { termsOf } from '../text/terms.ts';

/** Ranges of the words whose terms are asked for, in order; touching ones are one. */
export function findMarks(text: string, terms: ReadonlySet<string>): Range[] {
  const marks: Range[] = [];
  for (const { term, start, end } of termsOf(text)) {
    if (!terms.has(term)) continue;
    const last = marks.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else marks.push({ start, end });
  }
  return marks;
}

const snippetLength = 280;

/** The part of a text with most of the marks, from the start of a line or sentence. */
export function findSnippet(text: string, marks: readonly Range[]): Range {
  if (text.length <= snippetLength) return { start: 0, end: text.length };
  let best = 0;
  let most = 0;
  for (const [i, mark] of marks.entries()) {
    const inside = marks.slice(i).filter(({ end }) => end <= mark.start + snippetLength);
    const distinct = new Set(inside.map(({ start, end }) => text.slice(start, end).toLowerCase()));
    const value = distinct.size * 10 + inside.length;
    if (value > most) [best, most] = [mark.start, value];
  }
  const start = startBefore(text, best);
  return { start, end: endBefore(text, Math.min(text.length, start + snippetLength)) };
}

/** The nearest start of a line, a sentence or a word before a position, not far off. */
function startBefore(text: string, position: number): number {
  const from = Math.max(0, position - 80);
  const before = text.slice(from, position);
  const line = before.lastIndexOf('\n');
  if (line >= 0) return from + line + 1;
  if (from === 0) return 0;
  const sentence = before.search(/[.!?。！？]\s*\S[^.!?。！？]*$/);
  if (sentence >= 0)
    return from + sentence + 1 + (/^\s*/.exec(before.slice(sentence + 1))?.[0].length ?? 0);
  const word = before.indexOf(' ');
  return word >= 0 ? from + word + 1 : position;
}

function endBefore(text: string, position: number): number {
  if (position >= text.length) return text.length;
  const space = text.lastIndexOf(' ', position);
  if (space > position - 40) return space;
  // Not between the halves of a surrogate pair.
  return text.codePointAt(position - 1)! > 0xffff ? position - 1 : position;
}
