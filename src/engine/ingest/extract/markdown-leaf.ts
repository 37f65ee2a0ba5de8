import type { Block } from '../../../shared/contract/documents.ts';
import type { HtmlSpan } from './markdown-marks.ts';

/** A block of Markdown that may go on in the next line. `depth`: containers around it. */
export type Leaf = { start: number; end: number; depth: number } & (
  | { type: 'paragraph'; kind: Block['kind']; level: number; lastLine: number }
  | { type: 'table' }
  | { type: 'fence'; sign: string; length: number }
  | { type: 'indented' }
  /** HTML up to the next blank line. */
  | { type: 'html' }
  | { type: 'span'; span: HtmlSpan }
);

/** The block that a finished leaf is; null for a table (its rows are blocks) and for no content. */
export function blockOf(leaf: Leaf): Block | null {
  const { start, end } = leaf;
  switch (leaf.type) {
    case 'paragraph': {
      const { kind, level } = leaf;
      return kind === 'list-item' ? { kind, start, end, level } : { kind, start, end };
    }
    case 'fence':
    case 'indented':
      return { kind: 'code', start, end };
    case 'html':
      return { kind: 'paragraph', start, end };
    case 'span':
      return leaf.span.code ? { kind: 'code', start, end } : null;
    case 'table':
      return null;
  }
}
