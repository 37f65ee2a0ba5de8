// Reads one file from bytes to chunks. Runs in a parser process: whatever a file does to its
// extractor, it does it there.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { LorekeepError, type ErrorCode, type ErrorParams } from '../../../shared/errors.ts';
import type { ChunkRecord, ContentRecord } from '../../store/index/records.ts';
import { bodyTerms, contextTerms, embeddingText } from '../../text/chunk-text.ts';
import { type Chunk, chunkDocument } from '../chunk/chunk.ts';
import { extract } from '../extract/extract.ts';
import type { Extracted } from '../extract/extracted.ts';
import { sniffFormat } from '../extract/sniff.ts';
import type { DocumentFormat, DocumentState } from '../../../shared/contract/documents.ts';

export interface ReadRequest {
  path: string;
  relativePath: string;
  /** If the bytes have this hash, nothing is read again. */
  unchangedHash: Uint8Array | null;
  /** Hashes of files that are gone: bytes with one of these are a rename. */
  missingHashes: Uint8Array[];
  maxTextLength: number;
  pdfjsFolder: string;
}

interface Facts {
  size: number;
  modifiedAt: number;
  contentHash: Uint8Array;
}

export type ReadResult =
  /** The file went between the scan and now. */
  | { kind: 'gone' }
  | ({ kind: 'same' } & Facts)
  | ({ kind: 'renamed' } & Facts)
  | ({ kind: 'content'; content: ContentRecord } & Outcome & Facts)
  | ({ kind: 'problem' } & Outcome & { size?: number; modifiedAt?: number; contentHash: null });

interface Outcome {
  state: DocumentState;
  problem: { code: ErrorCode; params: ErrorParams } | null;
}

/** Chunks of about this many UTF-16 units; a section shorter than the second joins the next. */
const chunkLengths = { maxLength: 1000, minLength: 200 };
/** Writing while we read changes the file under us; it is read again this often. */
const attempts = 3;

/** Reads a file; problems with it are results, not errors. */
export async function readDocument(request: ReadRequest): Promise<ReadResult> {
  try {
    const file = readStable(request.path);
    if (!file) return { kind: 'gone' };
    const { bytes, ...facts } = file;
    if (isOneOf(facts.contentHash, [request.unchangedHash])) return { kind: 'same', ...facts };
    if (isOneOf(facts.contentHash, request.missingHashes)) return { kind: 'renamed', ...facts };
    const format = sniffFormat(bytes, request.relativePath);
    if (!format) return problem('unsupported', 'FILE_UNSUPPORTED', { format: kindOf(request) });
    const extracted = await extract(format, { bytes, ...request });
    return { kind: 'content', ...facts, ...contentOf(extracted, format, request.relativePath) };
  } catch (error) {
    if (error instanceof LorekeepError) return problem('failed', error.code, error.params);
    if (isNodeError(error) && error.syscall) {
      return problem('failed', 'FILE_UNREADABLE', { reason: error.code ?? 'unknown' });
    }
    throw error;
  }
}

/** The bytes with the facts that belong to them; null if the file is gone. */
function readStable(path: string): (Facts & { bytes: Uint8Array }) | null {
  for (let attempt = 1; ; attempt++) {
    try {
      const before = statSync(path);
      const bytes = readFileSync(path);
      const after = statSync(path);
      const steady = before.mtimeMs === after.mtimeMs && after.size === bytes.length;
      if (!steady && attempt < attempts) continue;
      const contentHash = createHash('sha256').update(bytes).digest();
      return { bytes, size: bytes.length, modifiedAt: before.mtimeMs, contentHash };
    } catch (error) {
      if (isNodeError(error) && error.code === 'ENOENT') return null;
      throw error;
    }
  }
}

function contentOf(
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

function isOneOf(hash: Uint8Array, hashes: readonly (Uint8Array | null)[]): boolean {
  return hashes.some((other) => other !== null && Buffer.compare(hash, other) === 0);
}

function outcome(state: DocumentState, code: ErrorCode, params: ErrorParams): Outcome {
  return { state, problem: { code, params } };
}

function problem(state: DocumentState, code: ErrorCode, params: ErrorParams): ReadResult {
  return { kind: 'problem', contentHash: null, ...outcome(state, code, params) };
}

function kindOf({ relativePath }: ReadRequest): string {
  const name = relativePath.slice(relativePath.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot) : name;
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
