// The watcher process as the engine holds it: started with the first directory, ended with the last,
// and started again when it died.
import { LorekeepError } from '../../../shared/errors.ts';
import { connectCalls, type Remote } from '../../calls/calls.ts';
import type { Host } from '../../host.ts';
import type { Log } from '../../log/log.ts';
import type { WatcherCalls } from '../watcher.entry.ts';
import type { Changes } from './backlog.ts';

export interface DirectoryWatch {
  close(): Promise<void>;
}

export interface Watcher {
  /**
   * @param except directories below it that are not watched
   * @param onChanges not called any more after it was told that the directory is lost
   * @throws where the system cannot watch it (a network drive, too many directories), or watching
   *   keeps ending the process
   */
  watch(
    root: string,
    except: readonly string[],
    onChanges: (changes: Changes) => void,
  ): Promise<DirectoryWatch>;
}

interface Running {
  calls: Remote<WatcherCalls>;
  /** Directories that it watches or is about to. */
  held: Set<number>;
  /** By itself. */
  died: boolean;
  kill(): void;
}

const heapMiB = 256;
/** What dies so often in so long is not started again: directories are looked at instead. */
const mostCrashes = 5;
const rememberedMs = 10 * 60_000;

const lost: Changes = { paths: null, lost: true };

export function createWatcher(host: Host, log: Log): Watcher {
  let running: Running | null = null;
  let crashes: number[] = [];
  let lastId = 0;

  function start(): Running {
    const now = performance.now();
    crashes = crashes.filter((at) => now - at < rememberedMs);
    if (crashes.length >= mostCrashes) throw new Error('the watcher process died too often');
    const child = host.startProcess('watcher', { heapMiB });
    const calls = connectCalls<WatcherCalls>(child);
    const started: Running = {
      calls: calls.remote,
      held: new Set(),
      died: false,
      kill() {
        if (running === started) running = null;
        calls.close(new LorekeepError('ENGINE_STOPPED'));
        child.kill();
      },
    };
    child.onExit(({ code, stderr }) => {
      if (running !== started) return;
      running = null;
      started.died = true;
      crashes.push(performance.now());
      const cause = new Error(`watcher exited with ${code ?? 'a signal'}: ${stderr}`);
      log.error('watcher process died', cause);
      calls.close(new LorekeepError('ENGINE_STOPPED', {}, cause));
    });
    return started;
  }

  /** Nothing is left to watch: the system takes all of it back at once. */
  function letGo(from: Running, id: number): boolean {
    from.held.delete(id);
    if (from.held.size === 0) from.kill();
    return from.held.size === 0;
  }

  return {
    async watch(root, except, onChanges) {
      const id = ++lastId;
      const by = await subscribed(id, root, except);
      void follow(by, id, onChanges);
      return {
        async close() {
          if (!by.held.has(id)) return;
          if (!letGo(by, id)) await by.calls.unwatch(id);
        },
      };
    },
  };

  /** The process that watches it. One that died of another directory is started again. */
  async function subscribed(id: number, root: string, except: readonly string[]): Promise<Running> {
    for (;;) {
      const by = (running ??= start());
      by.held.add(id);
      try {
        await by.calls.watch(id, root, except);
        return by;
      } catch (error) {
        letGo(by, id);
        if (!by.died) throw error;
      }
    }
  }

  /** Until it is closed, or lost. */
  async function follow(by: Running, id: number, onChanges: (changes: Changes) => void) {
    for (;;) {
      // It ends with its process.
      const changes = await by.calls.next(id).catch(() => lost);
      if (changes === null || !by.held.has(id)) return;
      onChanges(changes);
      if (changes.lost) return;
    }
  }
}
