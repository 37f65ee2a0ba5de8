// OpenDocument presentations: each slide a page, its title first, the speaker's notes quoted last.
import type { Extracted, ExtractInput } from '../extracted.ts';
import { joinPages } from '../flat-text.ts';
import { openOdf } from './odf.ts';
import { readOdfPages } from './odf-text.ts';

export function extractOdp(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const { content, title } = openOdf(input);
  const slides = readOdfPages(content).map((pieces) => ({ pieces }));
  const { text, blocks, pages } = joinPages(slides, input.maxTextLength);
  const heading = blocks.find((block) => block.kind === 'heading');
  return {
    format: 'odp',
    text,
    title: title ?? (heading ? text.slice(heading.start, heading.end) : null),
    blocks,
    pages,
    hasLines: false,
    partial: null,
  };
}
