// The slow lane: documents that are pictures of letters are read again, letter by letter, when
// everything else is done. It has a parser of its own, so that it holds up nobody.
import { join } from 'node:path';
import type { Settings } from '../../../shared/contract/settings.ts';
import type { ChunkSize } from '../../embedder.ts';
import type { DocumentRow } from '../../store/index/document-reader.ts';
import type { IndexStore } from '../../store/index/index-store.ts';
import type { DocumentRecord } from '../../store/index/records.ts';
import type { TaskContext } from '../../tasks/task-registry.ts';
import { recordOf } from '../document-records.ts';
import { rootOf } from '../scan/root.ts';
import type { ParserPool } from '../parse/parser-pool.ts';

export interface ScanParts {
  index: IndexStore;
  parsers: ParserPool;
  settings: Settings;
  pdfjsFolder: string;
  chunkSize: ChunkSize;
  dataFolder: string;
  /** Names of documents that could not be read; they are not tried again until they change. */
  failed: Set<string>;
  onWritten(): void;
}

export interface ScanFolder {
  id: string;
  path: string;
  ignored: ReadonlySet<string>;
}

/** Letter by letter takes longer than reading what is written. */
const timeFactor = 10;
/** Of the memory that a parser may take: this one runs beside whatever else does. */
const memoryShare = 0.6;

/** Documents of a folder that may hold letters nobody has read yet. */
export function unreadScans(
  folder: ScanFolder,
  index: IndexStore,
  failed: ReadonlySet<string>,
): DocumentRow[] {
  const scans = index.documents.scans(folder.id);
  return scans.filter((scan) => !failed.has(keyOf(folder, scan)));
}

/** A scan as it is now: once it changed it is tried again. */
function keyOf({ id }: ScanFolder, scan: DocumentRow): string {
  return `${id}/${scan.id}/${scan.modifiedAt}`;
}

/** Reads the scans of a folder; what could not be read stays as it is. */
export async function readScans(
  folder: ScanFolder,
  parts: ScanParts,
  task: TaskContext,
): Promise<void> {
  const scans = unreadScans(folder, parts.index, parts.failed);
  task.report({ phase: 'recognising', done: 0, total: scans.length, bytesTotal: null });
  for (const [done, scan] of scans.entries()) {
    task.signal.throwIfAborted();
    task.report({ done, current: scan.relativePath });
    const record = await readScan(folder, scan, parts, task.signal);
    // What changed or went meanwhile is seen to by the next update.
    if (record && (await parts.index.writer.writeRecognised(record))) parts.onWritten();
    else if ((await rootOf(folder.path)) === null) return;
    else parts.failed.add(keyOf(folder, scan));
  }
  task.report({ done: scans.length, current: null });
}

async function readScan(
  folder: ScanFolder,
  scan: DocumentRow,
  { parsers, settings, pdfjsFolder, chunkSize, dataFolder, index }: ScanParts,
  signal: AbortSignal,
): Promise<DocumentRecord | null> {
  const { relativePath } = scan;
  const member = index.documents.member(scan.id);
  const container = member?.file ?? relativePath;
  const seconds = settings.parserSeconds * timeFactor;
  const result = await parsers.read(
    {
      path: join(folder.path, container),
      relativePath,
      unchangedHash: null,
      missingHashes: [],
      maxTextLength: settings.maxTextLength,
      maxMemberBytes: settings.maxFileBytes,
      memberSeconds: 0,
      chunkSize,
      pdfjsFolder,
      ...(member?.contentHash && {
        inside: { container, member: relativePath, contentHash: member.contentHash },
      }),
      ocr: { languages: settings.ocrLanguages, dataFolder },
    },
    { seconds, memoryBytes: settings.parserMemoryBytes * memoryShare },
    signal,
  );
  if (result.kind !== 'content') return null;
  const read = recordOf(folder, scan, result);
  // The container's time is not the time of what is inside.
  const record = member ? { ...read, modifiedAt: scan.modifiedAt } : read;
  if (record.state !== 'empty') return record;
  return { ...record, problem: { code: 'FILE_NO_LETTERS', params: {} } };
}
