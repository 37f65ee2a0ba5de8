// What updating one folder is given, and what it counts.
import type { FolderPatterns } from '../../shared/contract/library.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { Remote } from '../calls/calls.ts';
import type { ChunkSize } from '../embedder.ts';
import type { IndexStore } from '../store/index/index-store.ts';
import type { ParserPool } from './parse/parser-pool.ts';
import type { ScannerThread } from './scanner.thread.ts';

export interface FolderJob extends FolderPatterns {
  id: string;
  path: string;
  ignored: ReadonlySet<string>;
  /** Relative paths to read again whatever is known of them. */
  retry: ReadonlySet<string>;
  /** Relative paths that something happened to; only these, and what is below them, are looked at. */
  only?: readonly string[] | undefined;
}

export interface IndexParts {
  index: IndexStore;
  scanner: Remote<ScannerThread>;
  parsers: ParserPool;
  settings: Settings;
  pdfjsFolder: string;
  /** How long chunks are to be: the embedder's. */
  chunkSize: ChunkSize;
  /** Directories that are never indexed: Lorekeep's own data. */
  except: readonly string[];
  /** Called when documents were written and chunks may wait for vectors. */
  onWritten: () => void;
}

export interface FolderCounts {
  scanned: number;
  extracted: number;
  unchanged: number;
  renamed: number;
  removed: number;
}
