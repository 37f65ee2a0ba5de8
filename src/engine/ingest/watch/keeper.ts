// Keeps folders up to date while somebody wants it: watches them, and brings one up to date soon
// after something in it changed. What cannot be watched is looked at from time to time instead.
import type { FolderWatchState } from '../../../shared/contract/library.ts';
import type { Settings } from '../../../shared/contract/settings.ts';
import { createFeed } from '../../calls/feed.ts';
import type { Log } from '../../log/log.ts';
import { isSameRoot, type Root, rootOf } from '../scan/root.ts';
import type { Changes } from './backlog.ts';
import type { DirectoryWatch, Watcher } from './watcher.ts';

export interface KeeperParts {
  log: Log;
  watcher: Watcher;
  folders(): readonly { id: string; path: string }[];
  /** Directories that are never looked at. */
  except: readonly string[];
  settings(): Settings;
  /**
   * Brings a folder up to date: wholly, or these relative paths of it and what is below them.
   * Resolves when it is written, to whether that went through.
   */
  update(folderId: string, only: readonly string[] | undefined): Promise<boolean>;
}

export interface Keeper {
  /** The states of all folders, kept up to date as long as this is read. */
  follow(signal: AbortSignal): AsyncGenerator<FolderWatchState[], void>;
  /** Looks for folders that came, went or came back, and for changed settings. */
  sync(): void;
  close(): Promise<void>;
}

/** A file is mostly written in several steps: one update when they are over, or after a while. */
const quietMs = 400;
const longestWaitMs = 1500;
/** A folder that takes long to look at as a whole is not looked at all the time. */
const restFactor = 2;
const longestRestMs = 60_000;
/** After the system lost a folder, so that one it keeps losing is not asked for all the time. */
const lostMs = 1000;
/** Where more paths than this changed, the whole folder is looked at. */
const mostPaths = 200;
const lookAfterMs = 5_000;
/** How often a folder that the system cannot watch is compared with the disk. */
const unwatchableMs = 5 * 60_000;
const hourMs = 3_600_000;

/** Milliseconds on a clock that nobody sets: the time of day may jump by hours, either way. */
const clock = () => performance.now();

interface Kept {
  id: string;
  path: string;
  state: FolderWatchState['state'];
  watch: DirectoryWatch | null;
  /** The directory that is watched. */
  root: Root | null;
  /** True once the system told that it lost events, or the directory. */
  isLost: boolean;
  dirtySince: number | null;
  /** Relative paths that something happened to; null for wherever it may be. */
  paths: Set<string> | null;
  lastChange: number;
  updating: boolean;
  /** When the last update ended and how long it took. */
  updatedAt: number;
  /** When all of it was last looked at, by the time of day, which goes on while the machine sleeps. */
  updatedOn: number;
  /** No look at all of it before. */
  restUntil: number;
  timer: NodeJS.Timeout | null;
}

export function createKeeper(parts: KeeperParts): Keeper {
  const kept = new Map<string, Kept>();
  let readers = 0;
  let closed = false;
  let syncing: Promise<void> = Promise.resolve();
  let lookAfter: NodeJS.Timeout | null = null;
  const feed = createFeed(
    () => [...kept.values()].map(({ id, state }) => ({ folderId: id, state })),
    100,
  );

  const wanted = () => !closed && readers > 0 && parts.settings().watchFolders;

  function sync(): void {
    syncing = syncing.then(syncNow).catch((error: unknown) => {
      parts.log.error('watching not brought up to date', error);
    });
  }

  async function syncNow(): Promise<void> {
    const folders = wanted() ? parts.folders() : [];
    const ids = new Set(folders.map(({ id }) => id));
    for (const one of kept.values()) if (!ids.has(one.id)) await drop(one);
    for (const folder of folders) await keep(folder);
    lookAfter ??= setInterval(lookAround, lookAfterMs).unref();
    if (!wanted() && lookAfter) {
      clearInterval(lookAfter);
      lookAfter = null;
    }
  }

  async function keep({ id, path }: { id: string; path: string }): Promise<void> {
    const one = kept.get(id) ?? newKept(id, path);
    kept.set(id, one);
    const root = await rootOf(path);
    if (!root) {
      await unwatch(one);
      setState(one, 'offline');
      return;
    }
    // Another directory may stand there by now: what is watched is the one that was.
    const isReplaced = one.watch !== null && !isSameRoot(one.root, root);
    if (isReplaced || one.isLost) await unwatch(one);
    if (one.watch || one.state === 'unwatchable') return;
    const cameBack = one.state === 'offline' || isReplaced || one.isLost;
    one.root = root;
    one.isLost = false;
    const started = clock();
    try {
      one.watch = await parts.watcher.watch(path, parts.except, (changes) => told(one, changes));
      setState(one, 'watched');
    } catch (error) {
      parts.log.error('folder cannot be watched', error);
      setState(one, 'unwatchable');
    }
    // What changed before the system began to tell of changes is found by a look at all of it.
    if (cameBack || clock() - started > 1000) changed(one);
  }

  function told(one: Kept, { paths, lost }: Changes): void {
    changed(one, paths ?? undefined);
    if (!lost) return;
    one.isLost = true;
    setTimeout(sync, lostMs).unref();
  }

  /** @param paths what changed; where it is not known, all is looked at */
  function changed(one: Kept, paths?: readonly string[]): void {
    const now = clock();
    for (const path of paths ?? []) one.paths?.add(path);
    if (!paths || (one.paths && one.paths.size > mostPaths)) one.paths = null;
    one.dirtySince ??= now;
    one.lastChange = now;
    plan(one);
  }

  function plan(one: Kept): void {
    if (one.updating || one.dirtySince === null || kept.get(one.id) !== one) return;
    const quiet = Math.min(one.lastChange + quietMs, one.dirtySince + longestWaitMs);
    const due = Math.max(quiet, one.restUntil);
    if (one.timer) clearTimeout(one.timer);
    one.timer = setTimeout(() => void update(one), Math.max(0, due - clock())).unref();
  }

  async function update(one: Kept): Promise<void> {
    one.updating = true;
    one.dirtySince = null;
    const only = one.paths ? [...one.paths] : undefined;
    one.paths = new Set();
    const started = clock();
    // What failed has told so itself; the next change makes up for it.
    const wentThrough = await parts.update(one.id, only).catch(() => false);
    if (!wentThrough) one.paths = null;
    one.updating = false;
    one.updatedAt = clock();
    if (!only) {
      if (wentThrough) one.updatedOn = Date.now();
      const rest = Math.min((one.updatedAt - started) * restFactor, longestRestMs);
      one.restUntil = one.updatedAt + rest;
    }
    plan(one);
  }

  /** Folders that were away may be back; others may have vanished without a sign. */
  function lookAround(): void {
    sync();
    const { rescanHours } = parts.settings();
    for (const one of kept.values()) {
      const every = one.state === 'unwatchable' ? unwatchableMs : rescanHours * hourMs;
      // Set back, the clock says that it was updated in the future.
      const due = every > 0 && Math.abs(Date.now() - one.updatedOn) > every;
      if (due && one.state !== 'offline') changed(one);
    }
  }

  function setState(one: Kept, state: Kept['state']): void {
    if (one.state === state) return;
    one.state = state;
    feed.notify();
  }

  async function unwatch(one: Kept): Promise<void> {
    const { watch } = one;
    one.watch = null;
    await watch?.close().catch(() => {
      // What it watched is gone already.
    });
  }

  async function drop(one: Kept): Promise<void> {
    kept.delete(one.id);
    if (one.timer) clearTimeout(one.timer);
    await unwatch(one);
    feed.notify();
  }

  return {
    async *follow(signal) {
      readers++;
      sync();
      try {
        await syncing;
        yield* feed.follow(signal);
      } finally {
        readers--;
        sync();
      }
    },
    sync,
    async close() {
      closed = true;
      sync();
      await syncing;
      if (lookAfter) clearInterval(lookAfter);
    },
  };
}

function newKept(id: string, path: string): Kept {
  return {
    id,
    path,
    state: 'starting',
    watch: null,
    root: null,
    isLost: false,
    dirtySince: null,
    paths: new Set(),
    lastChange: 0,
    updating: false,
    updatedAt: clock(),
    updatedOn: Date.now(),
    restUntil: 0,
    timer: null,
  };
}
