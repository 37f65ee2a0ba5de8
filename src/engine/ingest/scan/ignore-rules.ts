// What a scan leaves out: hidden names, other programs' folders, and whatever the .gitignore and
// .lorekeepignore files on the way down say (gitignore rules, by the `ignore` package).
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { FolderPatterns } from '../../../shared/contract/library.ts';

/** Files of rules, in the order in which they count. */
export const ignoreFiles = ['.gitignore', '.lorekeepignore'];

/** Folders that hold what programs made, not what people wrote. */
const programFolders = new Set(['node_modules', '__pycache__', '$RECYCLE.BIN', 'lost+found']);
/** Files that systems and office programs leave beside documents. */
const litter = /^(Thumbs\.db|desktop\.ini|~\$.*|.*\.(tmp|swp|crdownload|part))$/i;

/** Names that are left out wherever they stand, whatever the files of rules say. */
export function isLeftOut(name: string, isDirectory: boolean): boolean {
  return name.startsWith('.') || (isDirectory ? programFolders.has(name) : litter.test(name));
}

/** The rules in force in a directory: its own and those of the directories above it. */
export interface IgnoreRules {
  /** The rules for a directory in this one. */
  enter(directory: string, relativePath: string): IgnoreRules;
  leavesOut(name: string, relativePath: string, isDirectory: boolean): boolean;
}

interface Layer {
  /** Relative path of the directory whose file this is, with a slash at its end, or ''. */
  base: string;
  rules: Ignore;
}

export function rootRules(directory: string): IgnoreRules {
  return withLayers(readLayer(directory, '', []));
}

/** A person's own patterns for a folder: true for a file (by relative path) that counts. */
export function patternFilter({ include, exclude }: FolderPatterns): (path: string) => boolean {
  const matcher = (list: readonly string[]) => {
    const rules = ignore({ allowRelativePaths: true, ignorecase: true }).add(list.join('\n'));
    return (path: string) => rules.ignores(path);
  };
  const included = include.length > 0 ? matcher(include) : () => true;
  const excluded = exclude.length > 0 ? matcher(exclude) : () => false;
  return (path) => included(path) && !excluded(path);
}

function withLayers(layers: readonly Layer[]): IgnoreRules {
  return {
    enter: (directory, relativePath) =>
      withLayers(readLayer(directory, `${relativePath}/`, layers)),
    leavesOut(name, relativePath, isDirectory) {
      if (isLeftOut(name, isDirectory)) return true;
      return isIgnored(layers, isDirectory ? `${relativePath}/` : relativePath);
    },
  };
}

function readLayer(directory: string, base: string, above: readonly Layer[]): readonly Layer[] {
  const text = ignoreFiles.map((name) => readText(join(directory, name))).join('\n');
  if (text.trim() === '') return above;
  const rules = ignore({ allowRelativePaths: true, ignorecase: process.platform !== 'linux' });
  return [...above, { base, rules: rules.add(text) }];
}

/** The deepest file that has an opinion decides, as in git. */
function isIgnored(layers: readonly Layer[], path: string): boolean {
  for (const { base, rules } of layers.toReversed()) {
    const verdict = rules.test(path.slice(base.length));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

/** More than this is no list that somebody wrote. */
const longestFile = 1024 * 1024;

function readText(file: string): string {
  try {
    const stat = statSync(file);
    // Reading a pipe would wait for ever.
    if (!stat.isFile() || stat.size > longestFile) return '';
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    // Most directories have none; one that cannot be read rules nothing out.
    return '';
  }
}
