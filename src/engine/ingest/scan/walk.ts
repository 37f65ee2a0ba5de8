// Walks a folder: every plain file that the rules do not leave out. Links are not followed, so
// that a loop of them cannot trap the walk and a link cannot lead out of the folder.
import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FolderPatterns } from '../../../shared/contract/library.ts';
import type { FileFacts } from '../../store/index/records.ts';
import { type IgnoreRules, patternFilter, rootRules } from './ignore-rules.ts';

/** A file found, or a directory that could not be read: what is below it is unknown, not gone. */
export type Found =
  { kind: 'file'; file: FileFacts } | { kind: 'unreadable'; relativePath: string };

export interface WalkOptions extends Partial<FolderPatterns> {
  root: string;
  /** Absolute directories that are passed over (Lorekeep's own data). */
  except: readonly string[];
}

interface Directory {
  path: string;
  relativePath: string;
  rules: IgnoreRules;
}

/**
 * @throws the file system's error if the root itself cannot be read
 */
export function* walk(options: WalkOptions): Generator<Found> {
  const { root, except, include = [], exclude = [] } = options;
  const counts = patternFilter({ include, exclude });
  const open: Directory[] = [{ path: root, relativePath: '', rules: rootRules(root) }];
  for (let directory = open.pop(); directory; directory = open.pop()) {
    let entries: Dirent[];
    try {
      entries = readdirSync(directory.path, { withFileTypes: true });
    } catch (error) {
      if (directory.relativePath === '') throw error;
      yield { kind: 'unreadable', relativePath: directory.relativePath };
      continue;
    }
    for (const entry of entries) {
      const path = join(directory.path, entry.name);
      const below = directory.relativePath;
      const relativePath = below === '' ? entry.name : `${below}/${entry.name}`;
      if (directory.rules.leavesOut(entry.name, relativePath, entry.isDirectory())) continue;
      if (entry.isFile()) {
        if (counts(relativePath)) yield* fileFacts(path, relativePath, below);
      } else if (entry.isDirectory() && !except.includes(path)) {
        open.push({ path, relativePath, rules: directory.rules.enter(path, relativePath) });
      }
    }
  }
}

function* fileFacts(path: string, relativePath: string, directory: string): Generator<Found> {
  let stat: Stats | undefined;
  try {
    stat = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (directory === '') throw error;
    // A directory whose names can be read but not its files.
    yield { kind: 'unreadable', relativePath: directory };
    return;
  }
  // Undefined: it went between the listing and now, or its name is no valid text.
  if (stat) {
    yield { kind: 'file', file: { relativePath, size: stat.size, modifiedAt: stat.mtimeMs } };
  } else if (relativePath.includes('\uFFFD')) {
    yield { kind: 'file', file: { relativePath, size: 0, modifiedAt: 0 } };
  }
}
