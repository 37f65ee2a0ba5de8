// Compares a folder on disk with what the index knows of it. Pure: decides, does nothing. Both
// sides come in the order of their paths, so that neither is ever held as a whole.
import type { Settings } from '../../../shared/contract/settings.ts';
import type { DocumentState } from '../../../shared/contract/documents.ts';
import type { ErrorCode, ErrorParams } from '../../../shared/errors.ts';
import type { FileFacts, KnownFacts } from '../../store/index/records.ts';
import { readerVersion, termsSince } from '../extract/reader-version.ts';
import { formatBytes } from '../format-bytes.ts';
import { memberShare } from '../parse/member-share.ts';
import { comparePaths } from './path-order.ts';
import type { Found } from './walk.ts';

export interface CompareRules {
  /** Relative paths that the person leaves out. */
  ignored: ReadonlySet<string>;
  /** Relative paths that are read again whatever is known of them. */
  retry: ReadonlySet<string>;
  settings: Settings;
}

export interface SkippedFile {
  file: FileFacts;
  code: ErrorCode;
  params: ErrorParams;
}

export type Difference =
  /** `known` is what the index has at this path; null for a new file. */
  | { kind: 'read'; file: FileFacts; known: KnownFacts | null }
  | ({ kind: 'skip' } & SkippedFile)
  /** In the index but not on disk: gone, or under another name now. */
  | { kind: 'missing'; known: KnownFacts }
  | { kind: 'unchanged' };

const unchanged: Difference = { kind: 'unchanged' };

/**
 * Says of each file what is to be done with it.
 *
 * @param found what is on disk, in the order of `comparePaths`
 * @param known what the index has, in the same order
 */
export function* compareFolder(
  found: Iterable<Found>,
  known: Iterable<KnownFacts>,
  rules: CompareRules,
): Generator<Difference> {
  /** What is below them is unknown, not gone. */
  const unreadable = new Set<string>();
  const rows = known[Symbol.iterator]();
  let row = rows.next();
  let last: string | null = null;

  function* missingBefore(next: string | null): Generator<Difference> {
    for (; !row.done; row = rows.next()) {
      const { value } = row;
      if (next !== null && comparePaths(value.relativePath, next) >= 0) return;
      const isHidden = [...unreadable].some((path) => value.relativePath.startsWith(path));
      if (!isHidden) yield { kind: 'missing', known: value };
    }
  }

  function takeIfAt(path: string): KnownFacts | null {
    if (row.done || row.value.relativePath !== path) return null;
    const { value } = row;
    row = rows.next();
    return value;
  }

  for (const one of found) {
    const isFile = one.kind === 'file';
    const path = isFile ? one.file.relativePath : `${one.relativePath}/`;
    const order = last === null ? 1 : comparePaths(path, last);
    if (!isFile) unreadable.add(path);
    // Out of order, what is there would count as gone.
    else if (order < 0) throw new Error('files were found out of order');
    // Two names that are no valid text can look alike; a directory can be met file by file.
    if (order <= 0) continue;
    last = path;
    yield* missingBefore(path);
    const before = takeIfAt(path);
    yield isFile ? compareFile(one, before, rules) : compareUnreadable(path, before);
  }
  yield* missingBefore(null);
}

/** A directory that could not be listed stands in the index by its path and a slash. */
function compareUnreadable(relativePath: string, known: KnownFacts | null): Difference {
  if (known?.code === 'DIRECTORY_UNREADABLE') return unchanged;
  const file = { relativePath, size: 0, modifiedAt: 0 };
  return { kind: 'skip', file, code: 'DIRECTORY_UNREADABLE', params: {} };
}

/** What is known of a file that is in the cloud stays; reading it would download it. */
function comparePlaceholder(file: FileFacts, known: KnownFacts | null): Difference {
  if (known && known.state !== 'queued') return unchanged;
  return { kind: 'skip', file, code: 'FILE_IN_CLOUD', params: {} };
}

function compareFile(
  { file, isPlaceholder }: Found & { kind: 'file' },
  known: KnownFacts | null,
  rules: CompareRules,
): Difference {
  if (isPlaceholder) return comparePlaceholder(file, known);
  const reason = skipReason(file, rules);
  if (reason) {
    const isKnown = known?.code === reason.code && sameFacts(file, known);
    return isKnown ? unchanged : { kind: 'skip', file, ...reason };
  }
  if (known && isSettled(known, file, rules)) return unchanged;
  return { kind: 'read', file, known };
}

function skipReason(
  file: FileFacts,
  { ignored, settings: { maxFileBytes } }: CompareRules,
): { code: ErrorCode; params: ErrorParams } | null {
  if (ignored.has(file.relativePath)) return { code: 'FILE_IGNORED', params: {} };
  if (file.relativePath.includes('\uFFFD') && file.modifiedAt === 0) {
    return { code: 'FILE_NAME_UNREADABLE', params: {} };
  }
  if (file.size <= maxFileBytes) return null;
  const params = { size: formatBytes(file.size), limit: formatBytes(maxFileBytes) };
  return { code: 'FILE_TOO_LARGE', params };
}

function sameFacts(file: FileFacts, known: KnownFacts): boolean {
  return file.size === known.size && file.modifiedAt === known.modifiedAt;
}

/** What an earlier version could not read, a later one may. */
const mayBeReadNow: ReadonlySet<DocumentState> = new Set(['unsupported', 'failed', 'quarantined']);

/** True if reading the file again could give nothing new. */
function isSettled(known: KnownFacts, file: FileFacts, { retry, settings }: CompareRules): boolean {
  if (known.state === 'queued' || known.state === 'skipped') return false;
  // Permissions and locks change without a trace in the file.
  if (known.code === 'FILE_UNREADABLE') return false;
  if (mayBeReadNow.has(known.state) && known.reader < readerVersion) return false;
  if (hasOldTerms(known)) return false;
  if (hasOldMembers(known)) return false;
  if (retry.has(file.relativePath) || isLimitRaised(known, settings)) return false;
  return sameFacts(file, known);
}

/** True if what the keyword index holds of it is not what a query of this version looks for. */
export function hasOldTerms({ reader }: KnownFacts): boolean {
  return reader < termsSince;
}

/** True if a document inside could not be read by an earlier version of the extractors. */
export function hasOldMembers({ unsupportedMembers }: KnownFacts): boolean {
  return unsupportedMembers !== null && unsupportedMembers < readerVersion;
}

/** True if a limit that stopped the file's reading is higher by now. */
function isLimitRaised({ code, params }: KnownFacts, settings: Settings): boolean {
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
