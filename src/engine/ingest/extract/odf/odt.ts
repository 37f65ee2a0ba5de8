// OpenDocument texts: headings by their outline level, lists, tables, notes and comments.
import type { Extracted, ExtractInput } from '../extracted.ts';
import { joinPieces } from '../flat-text.ts';
import { openOdf } from './odf.ts';
import { readOdfPages } from './odf-text.ts';

export function extractOdt(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const { content, title } = openOdf(input);
  const { text, blocks } = joinPieces(readOdfPages(content).flat(), input.maxTextLength);
  const heading = blocks.find((block) => block.kind === 'heading');
  return {
    format: 'odt',
    text,
    title: title ?? (heading ? text.slice(heading.start, heading.end) : null),
    blocks,
    pages: null,
    hasLines: false,
    partial: null,
  };
}
