// Walks a folder: every plain file that the rules do not leave out. Links are not followed, so
// that a loop of them cannot trap the walk and a link cannot lead out of the folder.
import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FolderPatterns } from '../../../shared/contract/library.ts';
import type { FileFacts } from '../../store/index/records.ts';
import { type IgnoreRules, patternFilter, rootRules } from './ignore-rules.ts';
import { partOfTree } from './part-of-tree.ts';
import { comparePaths } from './path-order.ts';
import { isPlaceholder } from './placeholder.ts';
import { isProgramFolder, outputFolders } from './program-output.ts';

/** A file found, or a directory that could not be read: what is below it is unknown, not gone. */
export type Found =
  | { kind: 'file'; file: FileFacts; isPlaceholder?: boolean }
  | { kind: 'unreadable'; relativePath: string };

export interface WalkOptions extends Partial<FolderPatterns> {
  root: string;
  /** Absolute directories that are passed over (Lorekeep's own data). */
  except: readonly string[];
  /** Relative paths that are looked at, with what is below them; all if absent. */
  only?: readonly string[] | undefined;
}

interface Entry {
  name: string;
  relativePath: string;
  isDirectory: boolean;
  /** By which entries are ordered: a directory stands where its content does. */
  key: string;
}

interface Directory {
  path: string;
  relativePath: string;
  rules: IgnoreRules;
}

/**
 * Files come in the order of `comparePaths`.
 *
 * @throws the file system's error if the root itself cannot be read
 */
export function* walk(options: WalkOptions): Generator<Found> {
  const { root, except, include = [], exclude = [] } = options;
  const counts = patternFilter({ include, exclude });
  const part = options.only && partOfTree(options.only);

  function* walkDirectory(directory: Directory): Generator<Found> {
    const entries = listDirectory(directory, (path, isDirectory) =>
      part ? part.holds(path) || (isDirectory && part.leadsTo(path)) : true,
    );
    if (!entries) {
      yield { kind: 'unreadable', relativePath: directory.relativePath };
      return;
    }
    for (const { name, relativePath, isDirectory } of entries) {
      const path = join(directory.path, name);
      if (isDirectory) {
        if (except.includes(path)) continue;
        const rules = directory.rules.enter(path, relativePath);
        yield* walkDirectory({ path, relativePath, rules });
      } else if (counts(relativePath)) {
        yield* fileFacts(path, relativePath, directory.relativePath);
      }
    }
  }
  yield* walkDirectory({ path: root, relativePath: '', rules: rootRules(root) });
}

/** The plain files and directories that the rules do not leave out; null if it cannot be read. */
function listDirectory(
  { path, relativePath: below, rules }: Directory,
  isWanted: (relativePath: string, isDirectory: boolean) => boolean,
): Entry[] | null {
  let dirents: Dirent[];
  try {
    dirents = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (below === '') throw error;
    return null;
  }
  const names = dirents.map(({ name }) => name);
  // What a person chose themselves is looked at, whatever it is.
  if (below !== '' && isProgramFolder(names)) return [];
  const output = outputFolders(names);
  const entries: Entry[] = [];
  for (const dirent of dirents) {
    const { name } = dirent;
    const isDirectory = dirent.isDirectory();
    if (!isDirectory && !dirent.isFile()) continue;
    const relativePath = below === '' ? name : `${below}/${name}`;
    if (!isWanted(relativePath, isDirectory)) continue;
    if (isDirectory && output.has(name)) continue;
    if (rules.leavesOut(name, relativePath, isDirectory)) continue;
    entries.push({ name, relativePath, isDirectory, key: isDirectory ? `${name}/` : name });
  }
  return entries.toSorted((a, b) => comparePaths(a.key, b.key));
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
    const file = { relativePath, size: stat.size, modifiedAt: stat.mtimeMs };
    yield { kind: 'file', file, isPlaceholder: isPlaceholder(stat, process.platform) };
  } else if (relativePath.includes('\uFFFD')) {
    yield { kind: 'file', file: { relativePath, size: 0, modifiedAt: 0 } };
  }
}
