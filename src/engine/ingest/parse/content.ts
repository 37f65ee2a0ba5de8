// From an extractor's text to what the index keeps: chunks with their terms, and how it went.
import { createHash } from 'node:crypto';
import type { DocumentFormat, DocumentState } from '../../../shared/contract/documents.ts';
import type { ErrorCode, ErrorParams } from '../../../shared/errors.ts';
import type { ChunkRecord, ContentRecord } from '../../store/index/records.ts';
import { bodyTerms, contextTerms, embeddingText } from '../../text/chunk-text.ts';
import { type Chunk, chunkDocument } from '../chunk/chunk.ts';
import type { Extracted } from '../extract/extracted.ts';

export interface Outcome {
  state: DocumentState;
  problem: { code: ErrorCode; params: ErrorParams } | null;
}

/** Chunks of about this many UTF-16 units; a section shorter than the second joins the next. */
const chunkLengths = { maxLength: 1000, minLength: 200 };
export function contentOf(
  extracted: Extracted,
  format: DocumentFormat,
  relativePath: string,
): Outcome & { content: ContentRecord } {
  const chunks = chunkDocument(extracted, chunkLengths);
  const content: ContentRecord = {
    format,
    title: extracted.title,
    hasLines: extracted.hasLines,
    textLength: extracted.text.length,
    blocks: extracted.blocks,
    pageRanges: extracted.pages,
    chunks: chunks.map((chunk) => chunkRecord(chunk, extracted, format, relativePath)),
  };
  if (chunks.length === 0) return { content, ...outcome('empty', 'FILE_NO_TEXT', {}) };
  const { partial } = extracted;
  if (partial) return { content, ...outcome('partial', partial.code, partial.params) };
  return { content, state: 'indexed', problem: null };
}

function chunkRecord(
  chunk: Chunk,
  { text: whole, title }: Extracted,
  format: DocumentFormat,
  relativePath: string,
): ChunkRecord {
  const text = whole.slice(chunk.start, chunk.end);
  const headings = chunk.headingPath;
  return {
    start: chunk.start,
    page: chunk.page,
    label: chunk.label,
    startLine: chunk.startLine,
    endLine: chunk.endLine,
    headingPath: headings,
    text,
    embeddingKey: hashText(embeddingText({ headings, text, format })),
    contextTerms: contextTerms({ title, relativePath, headings }),
    bodyTerms: bodyTerms(text, format),
  };
}

/** 128 bits are plenty to tell texts apart. */
function hashText(text: string): Uint8Array {
  return createHash('sha256').update(text).digest().subarray(0, 16);
}

function outcome(state: DocumentState, code: ErrorCode, params: ErrorParams): Outcome {
  return { state, problem: { code, params } };
}
