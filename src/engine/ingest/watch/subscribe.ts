// Tells when something below a directory changes: one recursive subscription of the operating
// system's own (inotify, FSEvents, ReadDirectoryChangesW).
import watcher from '@parcel/watcher';
import { sep } from 'node:path';
import { ignoreFiles, isLeftOut } from '../scan/ignore-rules.ts';
import { marksProgramFolders } from '../scan/program-output.ts';
import type { Changes } from './backlog.ts';

export interface Subscription {
  close(): Promise<void>;
}

/**
 * @param except directories below the root that are not watched
 * @param tell gets what a scan would look at
 * @throws where the system cannot watch it (a network drive, too many directories)
 */
export async function subscribe(
  root: string,
  except: readonly string[],
  tell: (changes: Changes) => void,
): Promise<Subscription> {
  const subscription = await watcher.subscribe(
    root,
    (error, events) => {
      const paths = events.map(({ path }) => relativeTo(root, path));
      const known = paths.filter((path) => path !== null);
      if (error || known.length < paths.length) {
        tell({ paths: null, lost: true });
        return;
      }
      const relevant = known.filter(concerns);
      // Other rules let in or leave out what nothing else happened to.
      if (relevant.some(isRules)) tell({ paths: null, lost: false });
      else if (relevant.length > 0) tell({ paths: relevant, lost: false });
    },
    { ignore: [...except, '**/node_modules/**', '**/.git/**'] },
  );
  return { close: () => subscription.unsubscribe() };
}

/** Null for the root itself, and for what is outside of it. */
function relativeTo(root: string, path: string): string | null {
  const isBelow = path.startsWith(root + sep) && path.length > root.length + 1;
  return isBelow ? path.slice(root.length + 1).replaceAll(sep, '/') : null;
}

/** True for files of rules, and for those that say that a folder beside them is a program's. */
function isRules(relativePath: string): boolean {
  const name = relativePath.slice(relativePath.lastIndexOf('/') + 1);
  return ignoreFiles.includes(name) || marksProgramFolders(name);
}

/** A change of the rules themselves, or of something that no rule of ours leaves out by its name. */
function concerns(relativePath: string): boolean {
  const names = relativePath.split('/');
  const last = names.pop() ?? '';
  if (names.some((name) => isLeftOut(name, true))) return false;
  return ignoreFiles.includes(last) || !isLeftOut(last, false);
}
