// The slow lane: documents that are pictures of letters are read again, letter by letter, when
// everything else is done. It has a parser of its own, so that it holds up nobody.
import { join } from 'node:path';
import type { Settings } from '../../../shared/contract/settings.ts';
import type { DocumentRow } from '../../store/index/document-reader.ts';
import type { IndexStore } from '../../store/index/index-store.ts';
import type { DocumentRecord } from '../../store/index/records.ts';
import type { TaskContext } from '../../tasks/task-registry.ts';
import { recordOf } from '../document-records.ts';
import type { ParserPool } from '../parse/parser-pool.ts';

export interface ScanParts {
  index: IndexStore;
  parsers: ParserPool;
  settings: Settings;
  pdfjsFolder: string;
  dataFolder: string;
  /** Names of documents that could not be read; they are not tried again. */
  failed: Set<string>;
  onWritten(): void;
}

interface Folder {
  id: string;
  path: string;
  ignored: ReadonlySet<string>;
}

/** Letter by letter takes longer than reading what is written. */
const timeFactor = 10;

/** Documents of a folder that may hold letters nobody has read yet. */
export function unreadScans({ id }: Folder, { index, failed }: ScanParts): DocumentRow[] {
  const { rows } = index.documents.list({
    folderId: id,
    states: ['empty', 'partial'],
    offset: 0,
    limit: -1,
  });
  return rows.filter(
    ({ id: document, format, code }) =>
      (format === 'pdf' || format === 'image') &&
      (code === 'FILE_NO_TEXT' || code === 'FILE_PARTLY_TEXT') &&
      // What is inside another file would mean to read all of that file letter by letter.
      index.documents.member(document) === null &&
      !failed.has(`${id}/${document}`),
  );
}

/** Reads the scans of a folder; what could not be read stays as it is. */
export async function readScans(
  folder: Folder,
  parts: ScanParts,
  task: TaskContext,
): Promise<void> {
  const scans = unreadScans(folder, parts);
  task.report({ phase: 'recognising', done: 0, total: scans.length, bytesTotal: null });
  for (const [done, scan] of scans.entries()) {
    task.signal.throwIfAborted();
    task.report({ done, current: scan.relativePath });
    const record = await readScan(folder, scan, parts, task.signal);
    if (record) {
      await parts.index.writer.writeDocuments([record]);
      parts.onWritten();
    } else {
      parts.failed.add(`${folder.id}/${scan.id}`);
    }
  }
  task.report({ done: scans.length, current: null });
}

async function readScan(
  folder: Folder,
  scan: DocumentRow,
  { parsers, settings, pdfjsFolder, dataFolder, index }: ScanParts,
  signal: AbortSignal,
): Promise<DocumentRecord | null> {
  const { relativePath } = scan;
  const seconds = settings.parserSeconds * timeFactor;
  const result = await parsers.read(
    {
      path: join(folder.path, relativePath),
      relativePath,
      unchangedHash: null,
      missingHashes: [],
      maxTextLength: settings.maxTextLength,
      maxMemberBytes: settings.maxFileBytes,
      memberSeconds: 0,
      pdfjsFolder,
      ocr: { languages: settings.ocrLanguages, dataFolder },
    },
    { seconds, memoryBytes: settings.parserMemoryBytes },
    signal,
  );
  const now = index.documents.find(folder.id, relativePath);
  // It changed or went while it was read: the next update sees to it.
  if (result.kind !== 'content' || now?.modifiedAt !== scan.modifiedAt) return null;
  const record = recordOf(folder, scan, result);
  if (record.state !== 'empty') return record;
  return { ...record, problem: { code: 'FILE_NO_LETTERS', params: {} } };
}
