// Reads one file from bytes to chunks. Runs in a parser process: whatever a file does to its
// extractor, it does it there.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { ErrorCode, ErrorParams } from '../../../shared/errors.ts';
import type { ContentRecord } from '../../store/index/records.ts';
import type { Outcome } from './content.ts';
import { type MemberReading, readBytes, type ReadOptions, startBudget } from './read-bytes.ts';

export interface ReadRequest extends ReadOptions {
  path: string;
  /** If the bytes have this hash, nothing is read again. */
  unchangedHash: Uint8Array | null;
  /** Hashes of files that are gone: bytes with one of these are a rename. */
  missingHashes: Uint8Array[];
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
  | ({ kind: 'content'; content: ContentRecord; members: MemberReading[] } & Outcome & Facts)
  | ({ kind: 'problem' } & Outcome & { size?: number; modifiedAt?: number; contentHash: null });

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
    const reading = await readBytes(bytes, request, startBudget(request));
    if (reading.content) return { kind: 'content', ...facts, ...reading, content: reading.content };
    const { state, problem: found } = reading;
    return { kind: 'problem', contentHash: null, state, problem: found };
  } catch (error) {
    if (isNodeError(error) && error.syscall) {
      return problem('FILE_UNREADABLE', { reason: error.code ?? 'unknown' });
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

function isOneOf(hash: Uint8Array, hashes: readonly (Uint8Array | null)[]): boolean {
  return hashes.some((other) => other !== null && Buffer.compare(hash, other) === 0);
}

function problem(code: ErrorCode, params: ErrorParams): ReadResult {
  return { kind: 'problem', contentHash: null, state: 'failed', problem: { code, params } };
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
