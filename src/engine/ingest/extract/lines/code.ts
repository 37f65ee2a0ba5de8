// Source code: the file's own text, with its functions, classes and groups of lines as blocks.
import { codeBlocks } from './code-blocks.ts';
import { languageOfCode } from './languages.ts';
import { decodeText } from '../decode.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';

export function extractCode(input: Pick<ExtractInput, 'bytes' | 'name'>): Extracted {
  const text = decodeText(input.bytes);
  return {
    format: 'code',
    text,
    language: languageOfCode(input.name ?? '', text),
    title: null,
    blocks: codeBlocks(text),
    pages: null,
    hasLines: true,
    partial: null,
  };
}
