// A document's text cut into the pieces that are drawn one by one, so that however long it is,
// only those in view exist.
import type { Block, DocumentText } from '../../../shared/contract/documents.ts';
import { markdownSegments } from './markdown-segments.ts';
import { plainSegments } from './plain-segments.ts';
import type { Segment } from './segment.ts';

const linedFormats: ReadonlySet<DocumentText['format']> = new Set([
  null,
  'text',
  'code',
  'data',
  'latex',
  'org',
  'rst',
]);

/** The segments of any document but a PDF, which is drawn by its pages. */
export function segmentsOf(document: DocumentText): Segment[] {
  if (document.format === 'markdown') return markdownSegments(document.text);
  // Lines of a file are shown as they stand; text that was put together has its structure.
  if (linedFormats.has(document.format)) return plainSegments(document.text);
  return blockSegments(document.text, document.blocks);
}

/** The extractor's blocks, and what lies between them if it is more than blank. */
export function blockSegments(text: string, blocks: readonly Block[]): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  const addGap = (end: number) => {
    if (text.slice(at, end).trim() !== '') segments.push({ kind: 'paragraph', start: at, end });
  };
  for (const block of blocks) {
    if (block.start < at) continue;
    addGap(block.start);
    segments.push(block);
    at = block.end;
  }
  addGap(text.length);
  return segments;
}
