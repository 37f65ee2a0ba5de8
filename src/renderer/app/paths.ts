// Paths as people see them. Systems differ in the separator; both are understood.
import type { Folder } from '../../shared/contract/library.ts';

/** The last name of a path; the path itself where it has none, as `/` or `C:\`. */
export function baseName(path: string): string {
  const names = path.split(/[/\\]/).filter((name) => name !== '');
  return names.at(-1) ?? path;
}

/** What a folder is called: by its source if it holds what was fetched, else by its directory. */
export function folderName(folder: Pick<Folder, 'path' | 'source'>): string {
  return folder.source?.name ?? baseName(folder.path);
}

/** Where a folder's documents are from, as people know it. */
export function folderPlace(folder: Pick<Folder, 'path' | 'source'>): string {
  return folder.source ? (folder.source.address ?? folder.source.name) : folder.path;
}

/**
 * Cuts a text in two so that the front can be shortened on the screen while the end, which
 * tells files apart, stays whole: at the last separator if that leaves at most `longest`
 * characters, else that many from the end.
 */
export function splitForCut(text: string, longest = 36): { front: string; end: string } {
  const separator = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'));
  const fromName = text.length - separator;
  let at = separator > 0 && fromName <= longest ? separator : Math.max(0, text.length - longest);
  // Never between the two halves of one character.
  if (at > 0 && /[\uDC00-\uDFFF]/.test(text.charAt(at))) at -= 1;
  return { front: text.slice(0, at), end: text.slice(at) };
}
