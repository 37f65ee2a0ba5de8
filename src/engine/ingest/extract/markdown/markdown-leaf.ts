// The blocks of Markdown that hold text themselves: how each begins, and what it becomes.
import type { Block } from '../../../../shared/contract/documents.ts';
import type { LineCursor } from './line-cursor.ts';
import { type HtmlSpan, htmlSpanAt, marks, matchAt } from '../../../text/markdown-marks.ts';

/** What a leaf is, apart from where. */
type LeafKind =
  | { type: 'paragraph'; kind: Block['kind']; level: number; lastLine: number }
  | { type: 'heading'; level: number }
  | { type: 'table' }
  | { type: 'fence'; sign: string; length: number }
  | { type: 'indented' }
  /** HTML up to the next blank line. */
  | { type: 'html' }
  | { type: 'span'; span: HtmlSpan }
  /** A line of signs without words. */
  | { type: 'signs' };

/** A leaf and its range. `depth`: the number of containers around it. */
export type Leaf = LeafKind & { start: number; end: number; depth: number };

/** The leaf that begins at the cursor, if it is one that may interrupt a paragraph. */
export function leafAt(text: string, line: LineCursor, inParagraph: boolean): LeafKind | null {
  const { at } = line;
  switch (text.charAt(at)) {
    case '#': {
      const heading = matchAt(marks.heading, text, at);
      return heading && headingLeaf(line, heading[1]!.length, heading[0].length);
    }
    case '`':
    case '~': {
      const fence = matchAt(marks.fence, text, at)?.[1];
      return fence ? { type: 'fence', sign: fence.charAt(0), length: fence.length } : null;
    }
    case '<':
      return htmlAt(text, line, inParagraph);
    default:
      return matchAt(marks.rule, text, at) && { type: 'signs' };
  }
}

function htmlAt(text: string, line: LineCursor, inParagraph: boolean): LeafKind | null {
  const { at } = line;
  const span = htmlSpanAt(text, at);
  if (span) return { type: 'span', span };
  const heading = matchAt(marks.htmlHeading, text, at);
  if (heading) return headingLeaf(line, Number(heading[1]), heading[0].length);
  const begins =
    matchAt(marks.htmlBlock, text, at) ?? (inParagraph ? null : matchAt(marks.htmlLine, text, at));
  return begins && { type: 'html' };
}

/** A heading without words is no heading. */
function headingLeaf(line: LineCursor, level: number, markLength: number): LeafKind {
  return line.at + markLength >= line.trimmedEnd ? { type: 'signs' } : { type: 'heading', level };
}

/** True for a leaf that ends in the line it began in. */
export function endsInItsLine(leaf: LeafKind, text: string, line: LineCursor): boolean {
  if (leaf.type === 'span') return leaf.span.close.test(text.slice(line.at + 2, line.end));
  return leaf.type === 'heading' || leaf.type === 'signs';
}

/** The block that a finished leaf is; null where it holds no words, or is made of other blocks. */
export function blockOf(leaf: Leaf): Block | null {
  const { start, end } = leaf;
  if (leaf.type === 'heading') return { kind: 'heading', start, end, level: leaf.level };
  if (leaf.type === 'paragraph') {
    const { kind, level } = leaf;
    return kind === 'list-item' ? { kind, start, end, level } : { kind, start, end };
  }
  if (leaf.type === 'html') return { kind: 'paragraph', start, end };
  const code =
    leaf.type === 'span' ? leaf.span.code : leaf.type !== 'table' && leaf.type !== 'signs';
  return code ? { kind: 'code', start, end } : null;
}
