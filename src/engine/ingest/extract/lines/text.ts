// Plain text: the file's own text, with the runs of lines between blank lines as paragraphs.
import type { Block } from '../../../../shared/contract/documents.ts';
import { decodeText } from '../decode.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';

export function extractText(input: Pick<ExtractInput, 'bytes'>): Extracted {
  const text = decodeText(input.bytes);
  return {
    format: 'text',
    text,
    title: null,
    blocks: paragraphsOf(text),
    pages: null,
    hasLines: true,
    partial: null,
  };
}

function paragraphsOf(text: string): Block[] {
  const blocks: Block[] = [];
  let start = -1;
  let end = 0;
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const lineEnd = newline < 0 ? text.length : newline;
    if (isBlank(text, at, lineEnd)) {
      if (start >= 0) blocks.push({ kind: 'paragraph', start, end });
      start = -1;
    } else {
      if (start < 0) start = at;
      end = lineEnd;
    }
    at = lineEnd + 1;
  }
  if (start >= 0) blocks.push({ kind: 'paragraph', start, end });
  return blocks;
}

function isBlank(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    if (text.charCodeAt(i) > 0x20 && text.charAt(i).trim() !== '') return false;
  }
  return true;
}
