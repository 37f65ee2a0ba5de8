// Reads one file from bytes to chunks. Runs in a parser process: whatever a file does to its
// extractor, it does it there.
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, statSync } from 'node:fs';
import type { ErrorCode, ErrorParams } from '../../../shared/errors.ts';
import type { ContentRecord } from '../../store/index/records.ts';
import type { Outcome } from './content.ts';
import { memberBytes, type MemberPlace } from './unpack-member.ts';
import { type MemberReading, readBytes, type ReadOptions, startBudget } from './read-bytes.ts';

export interface ReadRequest extends ReadOptions {
  path: string;
  /** If the bytes have this hash, nothing is read again. */
  unchangedHash: Uint8Array | null;
  /** Hashes of files that are gone: bytes with one of these are a rename. */
  missingHashes: Uint8Array[];
  /** A document inside the file, to be read instead of it. */
  inside?: MemberPlace;
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

/** Nothing is there, or a directory has the file's name, or a file that of a directory above it. */
const goneCodes: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);
/** Systems write the time of a change in steps of up to 10 ms. */
const timeStepMs = 20;

/** Reads a file; problems with it are results, not errors. */
export async function readDocument(request: ReadRequest): Promise<ReadResult> {
  try {
    const file = readStable(request.path);
    if (!file) return { kind: 'gone' };
    const { bytes, ...facts } = request.inside
      ? await fileInside(file, request.inside, request)
      : file;
    if (!bytes) return { kind: 'gone' };
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

/** A document inside a file, with its own facts but for the time; without bytes if it is gone. */
async function fileInside(
  { bytes: file, modifiedAt }: Facts & { bytes: Uint8Array },
  place: MemberPlace,
  options: ReadOptions,
): Promise<Facts & { bytes: Uint8Array | null }> {
  const bytes = await memberBytes(file, place, options);
  return { bytes, size: bytes?.length ?? 0, modifiedAt, contentHash: place.contentHash };
}

/** The bytes with the facts that belong to them; null if there is no such file any more. */
function readStable(path: string): (Facts & { bytes: Uint8Array }) | null {
  for (let attempt = 1; ; attempt++) {
    try {
      const before = lstatSync(path);
      // Something else has its name by now; what a link leads to was never asked for.
      if (!before.isFile()) return null;
      outwait(before.mtimeMs);
      const bytes = readFileSync(path);
      const after = statSync(path);
      const steady = before.mtimeMs === after.mtimeMs && after.size === bytes.length;
      if (!steady && attempt < attempts) continue;
      const contentHash = createHash('sha256').update(bytes).digest();
      return { bytes, size: bytes.length, modifiedAt: before.mtimeMs, contentHash };
    } catch (error) {
      if (isNodeError(error) && goneCodes.has(error.code ?? '')) return null;
      throw error;
    }
  }
}

/**
 * Lets the moment of a file's last change pass. Whoever writes again within it leaves the same
 * time, and perhaps the same size: the change would never be noticed.
 */
function outwait(modifiedAt: number): void {
  const age = Date.now() - modifiedAt;
  if (age < 0 || age >= timeStepMs) return;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, timeStepMs - age);
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
