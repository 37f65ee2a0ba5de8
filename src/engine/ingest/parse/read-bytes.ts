// Reads a document's bytes and the documents inside it, to a bounded depth, count and size. What
// is wrong with one of them is told of that one; the others are read all the same.
import { createHash } from 'node:crypto';
import type { DocumentFormat } from '../../../shared/contract/documents.ts';
import { type ErrorCode, type ErrorParams, LorekeepError } from '../../../shared/errors.ts';
import type { ChunkSize } from '../../embedder.ts';
import type { ContentRecord } from '../../store/index/records.ts';
import { extract } from '../extract/extract.ts';
import type { EmbeddedFile, Extracted } from '../extract/extracted.ts';
import { sniffFormat } from '../extract/sniff/sniff.ts';
import type { OcrOptions } from '../ocr/recogniser.ts';
import { recogniserFor } from '../ocr/shared-recogniser.ts';
import { contentOf, type Outcome } from './content.ts';
import { memberNames } from './member-names.ts';

export interface ReadOptions {
  relativePath: string;
  maxTextLength: number;
  /** Largest file inside another that is read, in bytes. */
  maxMemberBytes: number;
  /** Seconds after which no further file inside is begun. */
  memberSeconds: number;
  /** How long chunks are to be: the embedder's. */
  chunkSize: ChunkSize;
  pdfjsFolder: string;
  /** Absent: pictures of letters stay without text. */
  ocr?: OcrOptions;
}

/** How a document was read; without content where it could not be. */
export interface Reading extends Outcome {
  content: ContentRecord | null;
  members: MemberReading[];
}

/** A document inside another. */
export interface MemberReading extends Reading {
  relativePath: string;
  size: number;
  /** Milliseconds since 1970; null: as its container. */
  modifiedAt: number | null;
  contentHash: Uint8Array | null;
}

/** What may still be read of the files inside one file, at whatever depth. */
interface Budget {
  members: number;
  bytes: number;
  textLength: number;
  until: number;
}

/** Containers in each other that are opened: an archive in a mail in an archive, no further. */
export const maxDepth = 3;
const maxMembers = 2000;
const maxBytes = 1024 * 1024 * 1024;

export function startBudget({ maxTextLength, memberSeconds }: ReadOptions): Budget {
  const until = performance.now() + memberSeconds * 1000;
  return { members: maxMembers, bytes: maxBytes, textLength: 2 * maxTextLength, until };
}

/** Reads bytes; problems with them are results, not errors. `depth` is the number of containers around them. */
export async function readBytes(
  bytes: Uint8Array,
  options: ReadOptions,
  budget: Budget,
  depth = 0,
): Promise<Reading> {
  const { relativePath } = options;
  try {
    const format = sniffFormat(bytes, relativePath);
    if (!format) return failure('FILE_UNSUPPORTED', { format: kindOf(relativePath) });
    const recognise = options.ocr && (await recogniserFor(options.ocr));
    const input = { bytes, name: relativePath, ...options, ...(recognise && { recognise }) };
    const extracted = bytes.length > 0 ? await extract(format, input) : nothingIn(format);
    const reading = contentOf(extracted, format, options);
    const files = extracted.embedded ?? [];
    if (depth > 0) budget.textLength -= extracted.text.length;
    const { members, left } = await readMembers(files, options, budget, depth + 1);
    if (left > 0 && reading.state === 'indexed') {
      const { maxMemberBytes: limit, memberSeconds: seconds } = options;
      const params = { left, members: members.length + left, limit, seconds };
      const problem = { code: 'FILE_MEMBERS_LEFT_OUT', params } as const;
      return { content: reading.content, members, state: 'partial', problem };
    }
    return { ...reading, members };
  } catch (error) {
    if (error instanceof LorekeepError) return failure(error.code, error.params);
    throw error;
  }
}

/** A file of no bytes is no damaged document of its kind: there is nothing in it. */
function nothingIn(format: DocumentFormat): Extracted {
  return { format, text: '', title: null, blocks: [], pages: null, hasLines: false, partial: null };
}

/** Documents inside one, and how many more there are that exceed the limits. */
async function readMembers(
  files: readonly EmbeddedFile[],
  options: ReadOptions,
  budget: Budget,
  depth: number,
): Promise<{ members: MemberReading[]; left: number }> {
  const members: MemberReading[] = [];
  let left = 0;
  for (const { file, relativePath } of placed(files, options.relativePath)) {
    const member =
      depth > maxDepth || !isWithin(budget, file, options)
        ? null
        : await readMember(file, { ...options, relativePath }, budget, depth);
    if (member) members.push(member);
    else left++;
  }
  return { members, left };
}

function isWithin(budget: Budget, file: EmbeddedFile, { maxMemberBytes }: ReadOptions): boolean {
  if (file.size > Math.min(maxMemberBytes, budget.bytes)) return false;
  return budget.members > 0 && budget.textLength > 0 && performance.now() < budget.until;
}

/** Null where its content turns out to exceed the limits. */
async function readMember(
  file: EmbeddedFile,
  options: ReadOptions,
  budget: Budget,
  depth: number,
): Promise<MemberReading | null> {
  const { size, modifiedAt } = file;
  const facts = { relativePath: options.relativePath, modifiedAt };
  budget.members--;
  try {
    const bytes = file.read();
    budget.bytes -= bytes.length;
    const contentHash = createHash('sha256').update(bytes).digest();
    const reading = await readBytes(bytes, options, budget, depth);
    return { ...facts, size: bytes.length, contentHash, ...reading };
  } catch (error) {
    if (error instanceof LorekeepError && error.code === 'FILE_TOO_LARGE') return null;
    const { code, params } =
      error instanceof LorekeepError ? error : new LorekeepError('PARSER_CRASHED');
    return { ...facts, size, contentHash: null, ...failure(code, params) };
  }
}

interface Placed {
  file: EmbeddedFile;
  relativePath: string;
}

/** The files inside a document that are worth reading, with their paths. */
export function placed(files: readonly EmbeddedFile[], container: string): Placed[] {
  const names = memberNames(files.map(({ name }) => name));
  return files.flatMap((file, i) => {
    const name = names[i];
    return typeof name === 'string' ? [{ file, relativePath: `${container}/${name}` }] : [];
  });
}

function failure(code: ErrorCode, params: ErrorParams): Reading {
  const state = code === 'FILE_UNSUPPORTED' ? 'unsupported' : 'failed';
  return { content: null, members: [], state, problem: { code, params } };
}

function kindOf(relativePath: string): string {
  const name = relativePath.slice(relativePath.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot) : name;
}
