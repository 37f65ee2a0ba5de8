// One request at a time to a host, with a gap after it, whichever sources want something of it.
import { abortable } from '../../calls/abortable.ts';
import { pause } from '../../calls/feed.ts';

export interface HostTurns {
  /**
   * Does the work when it is this one's turn.
   *
   * @param gapMs pause since the last request to this host
   * @throws what the work throws; the signal's reason
   */
  take<T>(host: string, gapMs: number, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createHostTurns(): HostTurns {
  const turns = new Map<string, Promise<unknown>>();
  const endedAt = new Map<string, number>();
  return {
    take(host, gapMs, signal, work) {
      const before = turns.get(host) ?? Promise.resolve();
      const mine = (async () => {
        await abortable(before, signal);
        const rest = (endedAt.get(host) ?? 0) + gapMs - Date.now();
        if (rest > 0) await pause(rest, signal);
        signal.throwIfAborted();
        try {
          return await work();
        } finally {
          endedAt.set(host, Date.now());
        }
      })();
      // Whoever gave up waiting does not let the next one in before its turn.
      turns.set(host, bothEnded(before, mine));
      return mine;
    },
  };
}

async function bothEnded(a: Promise<unknown>, b: Promise<unknown>): Promise<void> {
  await Promise.allSettled([a, b]);
}
