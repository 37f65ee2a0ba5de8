// OpenDocument texts: headings by their outline level, lists, tables, notes and comments, last the
// headers and footers of the pages.
import type { Extracted, ExtractInput } from '../extracted.ts';
import { joinPieces } from '../flat-text.ts';
import { openOdf } from './odf.ts';
import { readOdfPages } from './odf-text.ts';
import { runningPieces } from '../running-text.ts';

export function extractOdt(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const { content, title, running } = openOdf(input);
  const pieces = [...readOdfPages(content).flat(), ...runningPieces(running)];
  const { text, blocks } = joinPieces(pieces, input.maxTextLength);
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
