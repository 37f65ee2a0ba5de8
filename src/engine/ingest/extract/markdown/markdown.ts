// Markdown is kept as it was written: the text is the file's own, and structure lies over it.
import { decodeText } from '../decode.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { readFrontMatter } from '../../../text/front-matter.ts';
import { scanMarkdown } from './markdown-blocks.ts';
import { plainText } from '../../../text/strip-markdown.ts';

export function extractMarkdown(input: Pick<ExtractInput, 'bytes'>): Extracted {
  const text = decodeText(input.bytes);
  const frontMatter = readFrontMatter(text);
  const blocks = scanMarkdown(text, frontMatter?.end ?? 0);
  const first = blocks.find((block) => block.kind === 'heading' && block.level === 1);
  const heading = first ? plainText(text.slice(first.start, first.end)) : '';
  return {
    format: 'markdown',
    text,
    title: frontMatter?.title ?? (heading || null),
    blocks,
    pages: null,
    hasLines: true,
    partial: null,
  };
}
