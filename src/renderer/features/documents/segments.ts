// A document's text cut into the pieces that are drawn one by one, so that however long it is,
// only those in view exist.
import type { DocumentText } from '../../../shared/contract/documents.ts';
import { blockSegments } from './block-segments.ts';
import { isCodeLike } from './code-like.ts';
import { markdownSegments } from './markdown-segments.ts';
import { partsOf, withParts } from './parts.ts';
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

/** The segments of any document; of a PDF those of the text that was read from it. */
export function segmentsOf(document: DocumentText): Segment[] {
  const { text, blocks, format } = document;
  if (format === 'markdown') return markdownSegments(text);
  // Lines of a file are shown as they stand; text that was put together has its structure.
  if (linedFormats.has(format)) return plainSegments(text);
  return withParts(blockSegments(text, blocks, format), partsOf(document));
}

/** Whether a document is set in letters of one width. */
export function isCode({ format, relativePath }: DocumentText): boolean {
  if (format === 'text' || format === null) return isCodeLike(relativePath);
  return linedFormats.has(format);
}
