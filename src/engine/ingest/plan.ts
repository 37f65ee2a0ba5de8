// Compares a folder on disk with what the index knows of it. Pure: decides, does nothing.
import type { Settings } from '../../shared/contract/settings.ts';
import type { ErrorCode, ErrorParams } from '../../shared/errors.ts';
import type { FileFacts, KnownFile } from '../store/index/records.ts';
import { readerVersion } from './extract/reader-version.ts';
import { formatBytes } from './format-bytes.ts';
import { memberShare } from './parse/member-share.ts';
import type { Scan } from './scan/scan.ts';

export interface PlanInput {
  scan: Scan;
  known: readonly KnownFile[];
  /** Relative paths that the person leaves out. */
  ignored: ReadonlySet<string>;
  /** Relative paths that are read again whatever is known of them. */
  retry: ReadonlySet<string>;
  settings: Settings;
}

export interface ReadJob {
  file: FileFacts;
  /** What the index has at this path; null for a new file. */
  known: KnownFile | null;
}

export interface SkippedFile {
  file: FileFacts;
  code: ErrorCode;
  params: ErrorParams;
}

export interface Plan {
  /** Small files first, and of those of one size class the recently changed ones. */
  read: ReadJob[];
  skip: SkippedFile[];
  /** In the index but not on disk: gone, or under another name now. */
  missing: KnownFile[];
  unchanged: number;
}

export function planFolder(input: PlanInput): Plan {
  const known = new Map(input.known.map((file) => [file.relativePath, file]));
  const plan: Plan = { read: [], skip: [], missing: [], unchanged: 0 };
  for (const file of input.scan.files.values()) {
    const before = known.get(file.relativePath) ?? null;
    const reason = skipReason(file, input);
    if (reason) {
      if (before?.code === reason.code && sameFacts(file, before)) plan.unchanged++;
      else plan.skip.push({ file, ...reason });
    } else if (before && isSettled(before, file, input)) {
      plan.unchanged++;
    } else {
      plan.read.push({ file, known: before });
    }
  }
  plan.missing = input.known.filter(
    ({ relativePath }) =>
      !input.scan.files.has(relativePath) &&
      !input.scan.unreadable.some((directory) => relativePath.startsWith(directory)),
  );
  plan.read.sort(bySizeThenRecency);
  return plan;
}

function skipReason(
  file: FileFacts,
  { ignored, settings: { maxFileBytes } }: PlanInput,
): { code: ErrorCode; params: ErrorParams } | null {
  if (ignored.has(file.relativePath)) return { code: 'FILE_IGNORED', params: {} };
  if (file.relativePath.includes('\uFFFD') && file.modifiedAt === 0) {
    return { code: 'FILE_NAME_UNREADABLE', params: {} };
  }
  if (file.size <= maxFileBytes) return null;
  const params = { size: formatBytes(file.size), limit: formatBytes(maxFileBytes) };
  return { code: 'FILE_TOO_LARGE', params };
}

function sameFacts(file: FileFacts, known: KnownFile): boolean {
  return file.size === known.size && file.modifiedAt === known.modifiedAt;
}

/** True if reading the file again could give nothing new. */
function isSettled(known: KnownFile, file: FileFacts, { retry, settings }: PlanInput): boolean {
  if (known.state === 'queued' || known.state === 'skipped') return false;
  // Permissions and locks change without a trace in the file.
  if (known.code === 'FILE_UNREADABLE') return false;
  if (known.state === 'unsupported' && known.reader < readerVersion) return false;
  if (hasOldMembers(known)) return false;
  if (retry.has(file.relativePath) || isLimitRaised(known, settings)) return false;
  return sameFacts(file, known);
}

/** True if a document inside could not be read by an earlier version of the extractors. */
export function hasOldMembers({ unsupportedMembers }: KnownFile): boolean {
  return unsupportedMembers !== null && unsupportedMembers < readerVersion;
}

/** True if a limit that stopped the file's reading is higher by now. */
function isLimitRaised({ code, params }: KnownFile, settings: Settings): boolean {
  if (code === 'PARSER_TIME_LIMIT') return settings.parserSeconds > Number(params?.['seconds']);
  if (code === 'PARSER_MEMORY_LIMIT') {
    return formatBytes(settings.parserMemoryBytes) !== params?.['limit'];
  }
  if (code === 'FILE_MEMBERS_LEFT_OUT') {
    const moreTime = settings.parserSeconds * memberShare > Number(params?.['seconds']);
    return moreTime || settings.maxFileBytes > Number(params?.['limit']);
  }
  // One less than the limit was kept where a character would have been cut in two.
  return code === 'FILE_TEXT_CUT' && settings.maxTextLength > Number(params?.['kept']) + 1;
}

function bySizeThenRecency(a: ReadJob, b: ReadJob): number {
  const sizes = Math.floor(Math.log2(a.file.size + 1)) - Math.floor(Math.log2(b.file.size + 1));
  return sizes || b.file.modifiedAt - a.file.modifiedAt;
}
