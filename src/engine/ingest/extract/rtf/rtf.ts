// Rich Text (RTF 1.9.1), as WordPad, TextEdit and every word processor write it.
import { LorekeepError } from '../../../../shared/errors.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { joinPieces } from '../flat-text.ts';
import { RtfReader } from './rtf-reader.ts';
import { readRtfTokens } from './rtf-tokens.ts';
import { looksLikeTitle } from '../title.ts';

export function extractRtf(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const { bytes, maxTextLength } = input;
  const head = Buffer.from(bytes.subarray(0, 5)).toString('latin1');
  if (head !== '{\\rtf') throw new LorekeepError('FILE_DAMAGED', {}, new Error('no RTF'));
  const reader = new RtfReader(maxTextLength);
  readRtfTokens(bytes, reader);
  const { text, blocks } = joinPieces(reader.finish(), maxTextLength);
  const title = reader.title.trim();
  const heading = blocks.find((block) => block.kind === 'heading');
  return {
    format: 'rtf',
    text,
    title: looksLikeTitle(title) ? title : heading ? text.slice(heading.start, heading.end) : null,
    blocks,
    pages: null,
    hasLines: false,
    partial: null,
  };
}
