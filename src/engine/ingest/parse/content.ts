// From an extractor's text to what the index keeps: chunks with their terms, and how it went.
import { createHash } from 'node:crypto';
import type { DocumentFormat, DocumentState } from '../../../shared/contract/documents.ts';
import type { ErrorCode, ErrorParams } from '../../../shared/errors.ts';
import type { ChunkRecord, ContentRecord } from '../../store/index/records.ts';
import type { ChunkSize } from '../../embedder.ts';
import { tokenCounter } from '../../text/count-tokens.ts';
import { bodyTerms, contextTerms, embeddingText } from '../../text/chunk-text.ts';
import { type Chunk, chunkDocument } from '../chunk/chunk.ts';
import type { Extracted } from '../extract/extracted.ts';

export interface Outcome {
  state: DocumentState;
  problem: { code: ErrorCode; params: ErrorParams } | null;
}

export function contentOf(
  extracted: Extracted,
  format: DocumentFormat,
  { relativePath, chunkSize }: { relativePath: string; chunkSize: ChunkSize },
): Outcome & { content: ContentRecord } {
  const chunks = chunkDocument(extracted, {
    maxLength: chunkSize.most,
    minLength: chunkSize.least,
    countTokens: tokenCounter(chunkSize.measure),
  });
  const content: ContentRecord = {
    format,
    language: extracted.language ?? null,
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
  const searched = !chunk.boilerplate;
  return {
    start: chunk.start,
    page: chunk.page,
    label: chunk.label,
    startLine: chunk.startLine,
    endLine: chunk.endLine,
    headingPath: headings,
    text,
    embeddingKey: searched ? hashText(embeddingText({ headings, text, format })) : unsearched,
    contextTerms: searched ? contextTerms({ title, relativePath, headings }) : '',
    bodyTerms: searched ? bodyTerms(text, format) : '',
  };
}

/** The key of what is not embedded. */
const unsearched = new Uint8Array();

/** 128 bits are plenty to tell texts apart. */
function hashText(text: string): Uint8Array {
  return createHash('sha256').update(text).digest().subarray(0, 16);
}

function outcome(state: DocumentState, code: ErrorCode, params: ErrorParams): Outcome {
  return { state, problem: { code, params } };
}
