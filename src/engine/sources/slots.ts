// A number of places: work that takes much memory or bandwidth waits until one is free.
import { abortable } from '../calls/abortable.ts';

export interface Slots {
  /** Does the work once a place is free. @throws what the work throws; the signal's reason */
  take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createSlots(count: number): Slots {
  let free = count;
  const waiting = new Set<() => void>();

  /** Who waits longest gets the place at once: nobody can come in between. */
  function release(): void {
    const [next] = waiting;
    if (!next) free++;
    else {
      waiting.delete(next);
      next();
    }
  }

  async function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (free > 0) {
      free--;
      return;
    }
    let enterNow = () => {};
    const turn = new Promise<void>((resolve) => (enterNow = resolve));
    waiting.add(enterNow);
    try {
      await abortable(turn, signal);
    } catch (error) {
      // Given a place and stopped at once: the next one gets it.
      if (!waiting.delete(enterNow)) release();
      throw error;
    }
  }

  return {
    async take(signal, work) {
      await enter(signal);
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}
