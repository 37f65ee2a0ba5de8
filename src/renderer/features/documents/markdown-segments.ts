// Markdown cut into unions of its top-level blocks, by a look at its lines alone. After a blank
// line, outside a fence, a line that is not indented and does not go on with a list begins a new
// block; so each piece drawn for itself looks as it does in the whole. Only reference links
// reach across pieces; `referenceLines` finds what defines them.
import type { Segment } from './segment.ts';

const fenceOpen = /^ {0,3}(`{3,}|~{3,})/;
const listMarker = /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
const heading = /^#{1,6}(?:[ \t]|$)/;
const frontMatter = /^---[ \t]*\r?\n[\s\S]*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;
/** Front matter longer than this is none: the closing line is missing. */
const longestFrontMatter = 20_000;

export function markdownSegments(text: string): Segment[] {
  const segments: Segment[] = [];
  const head = frontMatter.exec(text.slice(0, longestFrontMatter))?.[0].length ?? 0;
  if (head > 0) segments.push({ kind: 'front-matter', start: 0, end: head });

  let start = head;
  let inList = false;
  let blank = false;
  let fence: string | null = null;

  const cut = (at: number) => {
    if (text.slice(start, at).trim() !== '') segments.push({ kind: 'markdown', start, end: at });
    start = at;
  };
  for (let at = head; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    const line = text.slice(at, newline < 0 ? text.length : newline);
    if (fence !== null) {
      if (closesFence(line, fence)) fence = null;
    } else if (line.trim() === '') {
      blank = true;
      at = next;
      continue;
    } else {
      const continuesList = inList && listMarker.test(line);
      const beginsBlock = heading.test(line) || (blank && /^[^ \t]/.test(line) && !continuesList);
      if (beginsBlock) {
        cut(at);
        inList = listMarker.test(line);
      } else if (start === at || text.slice(start, at).trim() === '') {
        inList = listMarker.test(line);
      }
      fence = fenceOpen.exec(line)?.[1] ?? null;
    }
    blank = false;
    at = next;
  }
  cut(text.length);
  return segments;
}

function closesFence(line: string, fence: string): boolean {
  const sign = fence.charAt(0);
  const match = /^\s*(`{3,}|~{3,})\s*$/.exec(line);
  return match !== null && match[1]!.startsWith(sign) && match[1]!.length >= fence.length;
}

const mostReferences = 500;

/** The lines `[name]: target` of a text, joined; drawing a piece needs them to know its links. */
export function referenceLines(text: string): string {
  const lines: string[] = [];
  for (const match of text.matchAll(/^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S[^\n]*$/gm)) {
    lines.push(match[0]);
    if (lines.length >= mostReferences) break;
  }
  return lines.join('\n');
}
