// Tells when something below a directory changes: one recursive subscription of the operating
// system's own (inotify, FSEvents, ReadDirectoryChangesW).
import { isLeftOut } from '../scan/ignore-rules.ts';

export interface FolderWatch {
  close(): Promise<void>;
}

export interface WatchListener {
  /** Something that a scan would look at changed. */
  onChange(): void;
  /** Events were lost, or the directory itself is gone: only a scan tells what is there now. */
  onLost(): void;
}

/**
 * @param except directories below the root that are not watched
 * @throws where the system cannot watch it (a network drive, too many directories)
 */
export async function watchFolder(
  root: string,
  except: readonly string[],
  { onChange, onLost }: WatchListener,
): Promise<FolderWatch> {
  // Loaded here: a system that it does not run on can still be indexed, by looking again.
  const { default: watcher } = await import('@parcel/watcher');
  const subscription = await watcher.subscribe(
    root,
    (error, events) => {
      if (error || events.some(({ path }) => path === root)) onLost();
      else if (events.some(({ path }) => concerns(path.slice(root.length + 1)))) onChange();
    },
    { ignore: [...except, '**/node_modules/**', '**/.git/**'] },
  );
  return { close: () => subscription.unsubscribe() };
}

/** A change of the rules themselves, or of something that no rule of ours leaves out by its name. */
function concerns(relativePath: string): boolean {
  const names = relativePath.split(/[/\\]/);
  const last = names.pop() ?? '';
  if (names.some((name) => isLeftOut(name, true))) return false;
  return last === '.gitignore' || last === '.lorekeepignore' || !isLeftOut(last, false);
}
