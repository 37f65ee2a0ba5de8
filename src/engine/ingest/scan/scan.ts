import { abortable } from '../../calls/abortable.ts';
import { type Remote } from '../../calls/calls.ts';
import type { FileFacts } from '../../store/index/records.ts';
import type { ScannerThread } from '../scanner.thread.ts';
import type { WalkOptions } from './walk.ts';

export interface Scan {
  files: Map<string, FileFacts>;
  /** Directories whose content is unknown, with a slash at the end. */
  unreadable: string[];
}

const batchSize = 2000;

/** Reads the names, sizes and times of all files of a folder. `onProgress` gets the count so far. */
export async function scanFolder(
  scanner: Remote<ScannerThread>,
  options: WalkOptions,
  signal: AbortSignal,
  onProgress: (count: number) => void,
): Promise<Scan> {
  const scan: Scan = { files: new Map(), unreadable: [] };
  const id = await abortable(scanner.begin(options), signal);
  try {
    for (;;) {
      signal.throwIfAborted();
      // A drive that does not answer blocks the thread, but not whoever gives up waiting.
      const batch = await abortable(scanner.next(id, batchSize), signal);
      for (const found of batch) {
        if (found.kind === 'file') scan.files.set(found.file.relativePath, found.file);
        else scan.unreadable.push(`${found.relativePath}/`);
      }
      onProgress(scan.files.size);
      if (batch.length < batchSize) return scan;
    }
  } finally {
    void scanner.end(id).catch(() => {});
  }
}
