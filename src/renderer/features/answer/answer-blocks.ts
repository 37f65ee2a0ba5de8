// An answer's text as paragraphs, lists, tables and code, as far as models write these in Markdown.
// Made of our own elements: an answer is data and never becomes markup. Offsets stay those of the
// answer, so that doubts keep their places, and half an answer, as it is being written, can be read.
import { type InlineOptions, type InlinePart, inlineParts } from './answer-inline.ts';

export interface ListItem {
  /** 0 is the outermost. */
  depth: number;
  /** `3.` of a numbered one; '' for a bullet. */
  mark: string;
  parts: InlinePart[];
}

export type AnswerBlock =
  | { kind: 'paragraph' | 'heading' | 'quote'; parts: InlinePart[] }
  | { kind: 'list'; items: ListItem[] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; head: InlinePart[][]; rows: InlinePart[][][] };

interface Line {
  text: string;
  start: number;
}

const listItem = /^(\s*)(?:([-*+•])|(\d{1,4})[.)])\s+(?=\S)/;
const heading = /^\s{0,3}#{1,6}\s+/;
const quote = /^\s{0,3}>\s?/;
const fence = /^\s{0,3}(?:```|~~~)/;
const divider = /^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$/;
const ruler = /^\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/;

/** The blocks of an answer that a model wrote. */
export function answerBlocks(text: string, options: InlineOptions): AnswerBlock[] {
  const lines = linesOf(text);
  const blocks: AnswerBlock[] = [];
  const inline = (line: Line, from: number, to = line.text.length) =>
    inlineParts(text, { start: line.start + from, end: line.start + to }, options);

  for (let i = 0; i < lines.length;) {
    const line = lines[i]!;
    if (line.text.trim() === '' || ruler.test(line.text)) {
      i += 1;
    } else if (fence.test(line.text)) {
      const end = endOf(lines, i + 1, (next) => fence.test(next.text));
      const code = lines.slice(i + 1, end).map((one) => one.text);
      blocks.push({ kind: 'code', text: code.join('\n') });
      i = end + 1;
    } else if (heading.test(line.text)) {
      blocks.push({ kind: 'heading', parts: inline(line, heading.exec(line.text)![0].length) });
      i += 1;
    } else if (isTable(lines, i)) {
      const end = endOf(lines, i + 2, (next) => !next.text.includes('|'));
      const [head, , ...rows] = lines.slice(i, end);
      const cells = (row: Line) => cellsOf(row).map(({ start, end: to }) => inline(row, start, to));
      blocks.push({ kind: 'table', head: cells(head!), rows: rows.map(cells) });
      i = end;
    } else if (listItem.test(line.text)) {
      const end = endOf(lines, i + 1, (next, at) => next.text.trim() === '' && !goesOn(lines, at));
      blocks.push({ kind: 'list', items: itemsOf(lines.slice(i, end), inline) });
      i = end;
    } else {
      const kind = quote.test(line.text) ? 'quote' : 'paragraph';
      const end = endOf(lines, i + 1, (next, at) => breaksParagraph(lines, next, at, kind));
      const parts = lines.slice(i, end).flatMap((one, at): InlinePart[] => {
        const skipped = kind === 'quote' ? (quote.exec(one.text)?.[0].length ?? 0) : 0;
        const own = inline(one, skipped);
        return at === 0 ? own : [newline(own), ...own];
      });
      blocks.push({ kind, parts });
      i = end;
    }
  }
  return blocks;
}

/** The paragraphs of quoted sentences: what looks like a sign in them is the document's. */
export function quotedBlocks(text: string, numbers: ReadonlySet<number> | null): AnswerBlock[] {
  return text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => ({
      kind: 'paragraph',
      parts: inlineParts(
        paragraph,
        { start: 0, end: paragraph.length },
        { numbers, doubts: [], signs: false },
      ),
    }));
}

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const one = { text: line.replace(/\r$/, ''), start };
    start += line.length + 1;
    return one;
  });
}

function endOf(lines: Line[], from: number, ends: (line: Line, at: number) => boolean): number {
  let at = from;
  while (at < lines.length && !ends(lines[at]!, at)) at += 1;
  return Math.min(at, lines.length);
}

/** Whether a list goes on behind an empty line. */
function goesOn(lines: Line[], empty: number): boolean {
  const next = lines[empty + 1];
  return next !== undefined && listItem.test(next.text);
}

function isTable(lines: Line[], at: number): boolean {
  const next = lines[at + 1];
  return lines[at]!.text.includes('|') && next !== undefined && divider.test(next.text.trim());
}

function breaksParagraph(lines: Line[], line: Line, at: number, kind: string): boolean {
  const { text } = line;
  if (text.trim() === '' || fence.test(text) || heading.test(text) || listItem.test(text)) {
    return true;
  }
  return isTable(lines, at) || (kind === 'quote') !== quote.test(text);
}

function newline(next: readonly InlinePart[]): InlinePart {
  return { kind: 'text', text: '\n', look: 'plain', doubt: next[0]?.doubt ?? -1 };
}

function itemsOf(
  lines: readonly Line[],
  inline: (line: Line, from: number) => InlinePart[],
): ListItem[] {
  const items: ListItem[] = [];
  for (const line of lines) {
    const match = listItem.exec(line.text);
    if (match) {
      const depth = Math.min(4, Math.floor(match[1]!.length / 2));
      const mark = match[3] === undefined ? '' : `${match[3]}.`;
      items.push({ depth, mark, parts: inline(line, match[0].length) });
    } else if (line.text.trim() !== '') {
      const own = inline(line, line.text.length - line.text.trimStart().length);
      items.at(-1)?.parts.push(newline(own), ...own);
    }
  }
  return items;
}

/** Ranges of the cells in a line, without the blanks around them. */
function cellsOf({ text }: Line): { start: number; end: number }[] {
  const bars = [...text.matchAll(/(?<!\\)\|/g)].map(({ index }) => index);
  const edges = [-1, ...bars, text.length];
  const cells = edges.slice(1).map((end, i) => {
    const start = edges[i]! + 1;
    const cell = text.slice(start, end);
    const lead = cell.length - cell.trimStart().length;
    return { start: start + lead, end: Math.max(start + lead, start + cell.trimEnd().length) };
  });
  if (/^\s*\|/.test(text)) cells.shift();
  if (/\|\s*$/.test(text)) cells.pop();
  return cells;
}
