// Names of files inside files, made safe: what an archive or a mail calls them may lead out of it,
// be there twice or hide characters. Deterministic: the same names give the same paths.
import { isLeftOut } from '../scan/ignore-rules.ts';

/** UTF-16 units of one name, and folders above it, that are kept. */
const longest = 150;
const deepest = 12;

/**
 * A path for each name, relative to the container; null for what a scan of a folder would leave
 * out (hidden files, other programs' folders). No two paths are the same in either case of
 * letters, and none is another's folder.
 */
export function memberNames(names: readonly string[]): (string | null)[] {
  const files = new Set<string>();
  const folders = new Set<string>();
  return names.map((name) => {
    const parts = safeParts(name);
    if (parts.some((part, i) => isHidden(part, i < parts.length - 1))) return null;
    let path = '';
    for (const [i, part] of parts.entries()) {
      const isFile = i === parts.length - 1;
      const isTaken = (key: string): boolean => files.has(key) || (isFile && folders.has(key));
      path = firstFree(path, part, isTaken);
      (isFile ? files : folders).add(keyOf(path));
    }
    return path;
  });
}

function firstFree(folder: string, name: string, isTaken: (key: string) => boolean): string {
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  for (let n = 1; ; n++) {
    const numbered = n === 1 ? name : `${stem} (${n})${name.slice(stem.length)}`;
    const path = folder === '' ? numbered : `${folder}/${numbered}`;
    if (!isTaken(keyOf(path))) return path;
  }
}

function safeParts(name: string): string[] {
  const parts = name
    .toWellFormed()
    .replace(/^[a-z]:/i, '')
    .split(/[\\/]+/)
    // Control characters, and those that turn the direction of what follows them.
    .map((part) => part.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, '').trim())
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map(shortened)
    .slice(-deepest);
  return parts.length > 0 ? parts : ['unnamed'];
}

/** Cut in the middle: the ending says what kind of file it is. */
function shortened(part: string): string {
  if (part.length <= longest) return part;
  return `${part.slice(0, longest - 30)}…${part.slice(-29)}`.toWellFormed();
}

function isHidden(part: string, isFolder: boolean): boolean {
  return isLeftOut(part, isFolder) || (isFolder && part === '__MACOSX');
}

function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
