// Pictures: without somebody to read their letters they are documents without text.
import type { Extracted, ExtractInput } from './extracted.ts';
import { joinPieces, type Piece } from './flat-text.ts';

export async function extractImage(
  input: Pick<ExtractInput, 'bytes' | 'maxTextLength' | 'recognise'>,
): Promise<Extracted> {
  const read = await input.recognise?.(input.bytes);
  const pieces = (read?.paragraphs ?? []).map((text): Piece => ({ kind: 'paragraph', text }));
  const { text, blocks } = joinPieces(pieces, input.maxTextLength);
  const page = { number: 1, start: 0, end: text.length };
  return {
    format: 'image',
    text,
    title: null,
    blocks,
    pages: [read ? { ...page, confidence: read.confidence } : page],
    hasLines: false,
    partial: null,
  };
}
