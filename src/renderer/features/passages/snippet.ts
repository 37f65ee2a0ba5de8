// A hit's snippet as runs of plain and marked text. Blank space is drawn together, Markdown's
// signs are left out; what is marked stays exactly what the engine marked.
import type { Hit, Range } from '../../../shared/contract/search.ts';
import { markdownSigns } from './markdown-signs.ts';

export interface Run {
  text: string;
  marked: boolean;
}

type SnippetSource = Pick<Hit, 'text' | 'snippet' | 'marks' | 'format'>;

/** The runs of the part of the hit to show first, with `…` where text was left out. */
export function snippetRuns(hit: SnippetSource): Run[] {
  const { text, snippet } = hit;
  const hidden = hit.format === 'markdown' ? markdownSigns(text) : null;
  const runs = joinRuns(text, snippet, hit.marks, hidden);
  const first = runs[0];
  const last = runs.at(-1);
  if (!first || !last) return [];
  if (text.slice(0, snippet.start).trim() !== '') addPlain(runs, '… ', 'front');
  if (text.slice(snippet.end).trim() !== '') addPlain(runs, ' …', 'back');
  return runs;
}

function joinRuns(text: string, range: Range, marks: Range[], hidden: Uint8Array | null): Run[] {
  const runs: Run[] = [];
  let spaced = true;
  let next = 0;
  for (let at = range.start; at < range.end; at += 1) {
    while (next < marks.length && marks[next]!.end <= at) next += 1;
    const mark = marks[next];
    const marked = mark !== undefined && at >= mark.start;
    if (hidden?.[at]) continue;
    const isSpace = /\s/.test(text.charAt(at));
    if (isSpace && spaced) continue;
    spaced = isSpace;
    const piece = isSpace ? ' ' : text.charAt(at);
    const run = runs.at(-1);
    if (run && run.marked === marked) run.text += piece;
    else runs.push({ text: piece, marked });
  }
  const last = runs.at(-1);
  if (last && !last.marked) last.text = last.text.trimEnd();
  return runs.filter((run) => run.text !== '');
}

function addPlain(runs: Run[], text: string, side: 'front' | 'back'): void {
  const run = side === 'front' ? runs[0] : runs.at(-1);
  if (run && !run.marked) run.text = side === 'front' ? text + run.text : run.text + text;
  else if (side === 'front') runs.unshift({ text, marked: false });
  else runs.push({ text, marked: false });
}
