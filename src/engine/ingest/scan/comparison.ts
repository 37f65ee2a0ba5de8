// One comparison of a folder with the index, pulled piece by piece. Runs in the scanner thread
// with a reading connection of its own: only what differs ever leaves the thread.
import { type KnownFiles, openKnownFiles } from '../../store/index/known-files.ts';
import type { FileFacts, KnownFacts, KnownFile } from '../../store/index/records.ts';
import { compareFolder, type CompareRules, type Difference, type SkippedFile } from './compare.ts';
import { comparePaths } from './path-order.ts';
import { walk, type WalkOptions } from './walk.ts';

export interface ComparisonOptions extends WalkOptions, CompareRules {
  indexFile: string;
  folderId: string;
}

export interface ReadJob {
  file: FileFacts;
  /** What the index has at this path; null for a new file. */
  known: KnownFile | null;
}

/** What a piece of a comparison found. */
export interface Differences {
  read: ReadJob[];
  skip: SkippedFile[];
  missing: KnownFile[];
  unchanged: number;
  /** True in the last piece. */
  done: boolean;
}

export interface Comparison {
  /** Looks at the next files, at most `limit`. */
  next(limit: number): Differences;
  close(): void;
}

export function openComparison(options: ComparisonOptions): Comparison {
  const known: KnownFiles = openKnownFiles(options.indexFile, options.folderId);
  const rows = options.only ? someOf(known, options.only) : known.all();
  const differences = compareFolder(walk(options), rows, options);
  return {
    next(limit) {
      const piece: Differences = { read: [], skip: [], missing: [], unchanged: 0, done: false };
      for (let i = 0; i < limit; i++) {
        const { value, done } = differences.next();
        if (done) return { ...piece, done: true };
        add(piece, value, known);
      }
      return piece;
    },
    close: () => known.close(),
  };
}

function someOf(known: KnownFiles, only: readonly string[]): KnownFacts[] {
  // One of the paths may lie below another.
  const byPath = new Map(known.at(only).map((file) => [file.relativePath, file]));
  return [...byPath.values()].toSorted((a, b) => comparePaths(a.relativePath, b.relativePath));
}

function add(piece: Differences, difference: Difference, { complete }: KnownFiles): void {
  if (difference.kind === 'unchanged') piece.unchanged++;
  else if (difference.kind === 'missing') piece.missing.push(complete(difference.known));
  else if (difference.kind === 'skip') piece.skip.push(difference);
  else {
    const { file, known } = difference;
    piece.read.push({ file, known: known && complete(known) });
  }
}
