// The folders of the sources when the engine starts.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LibraryStore } from '../store/library/library-store.ts';

type Folders = Pick<LibraryStore, 'sources' | 'folders' | 'restored'>;

/**
 * The data folder may have moved, and an earlier run may have ended in the midst of a removal. A
 * library that came from a backup does not know what was fetched since: that is only put aside.
 */
export function settleMirrors(root: string, library: Folders): void {
  const aside = `${root}-aside`;
  const folders = library.sources.list().flatMap(({ folderId }) => {
    const folder = library.folders.find(folderId);
    return folder ? [folder] : [];
  });
  const names = new Set<string>();
  for (const { id, path } of folders) {
    const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    names.add(name);
    if (path !== join(root, name)) library.folders.move(id, join(root, name));
  }
  if (!existsSync(root)) return;
  for (const name of readdirSync(root)) {
    if (names.has(name)) continue;
    if (library.restored) {
      mkdirSync(aside, { recursive: true });
      renameSync(join(root, name), join(aside, name));
    } else rmSync(join(root, name), { recursive: true, force: true });
  }
}
