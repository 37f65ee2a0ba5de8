// Tells when something below a directory changes: one recursive subscription of the operating
// system's own (inotify, FSEvents, ReadDirectoryChangesW).
import { sep } from 'node:path';
import { ignoreFiles, isLeftOut } from '../scan/ignore-rules.ts';
import { marksProgramFolders } from '../scan/program-output.ts';

export interface FolderWatch {
  close(): Promise<void>;
}

export interface WatchListener {
  /** Something that a scan would look at changed, at these paths relative to the root. */
  onChange(relativePaths: string[]): void;
  /** Something changed that decides about other files: only a look at all of it tells. */
  onRules(): void;
  /** Events were lost, or the directory itself is gone: it has to be watched anew. */
  onLost(): void;
}

/**
 * @param except directories below the root that are not watched
 * @throws where the system cannot watch it (a network drive, too many directories)
 */
export async function watchFolder(
  root: string,
  except: readonly string[],
  { onChange, onRules, onLost }: WatchListener,
): Promise<FolderWatch> {
  // Loaded here: a system that it does not run on can still be indexed, by looking again.
  const { default: watcher } = await import('@parcel/watcher');
  const subscription = await watcher.subscribe(
    root,
    (error, events) => {
      const paths = events.map(({ path }) => relativeTo(root, path));
      const known = paths.filter((path) => path !== null);
      if (error || known.length < paths.length) {
        onLost();
        return;
      }
      const relevant = known.filter(concerns);
      // Other rules let in or leave out what nothing else happened to.
      if (relevant.some(isRules)) onRules();
      else if (relevant.length > 0) onChange(relevant);
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
