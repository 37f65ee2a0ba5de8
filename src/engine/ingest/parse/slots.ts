// How many parsers work at once, whoever wants them: several folders being indexed share them in
// turn, so that a large one does not hold up a small one.
import { availableParallelism } from 'node:os';

/** Asking the system takes longer than reading a short note. */
const machineParsers = Math.min(4, Math.max(1, availableParallelism() - 1));

/** How many files to read at once on this machine; a setting above 0 decides itself. */
export function parserCount(setting: number): number {
  return setting > 0 ? setting : machineParsers;
}

export interface Slots {
  /** Waits for a slot; the function it gives hands the slot on. Rejects when the signal aborts. */
  take(signal: AbortSignal): Promise<() => void>;
}

/** Slots given in the order of asking; `size` is asked each time, as it is a setting. */
export function createSlots(size: () => number): Slots {
  const waiting: (() => void)[] = [];
  let taken = 0;

  function next(): void {
    while (taken < size()) {
      const wake = waiting.shift();
      if (!wake) return;
      taken++;
      wake();
    }
  }

  return {
    async take(signal) {
      await new Promise<void>((resolve, reject) => {
        const wake = () => {
          signal.removeEventListener('abort', stop);
          resolve();
        };
        const stop = () => {
          const place = waiting.indexOf(wake);
          if (place >= 0) waiting.splice(place, 1);
          reject(signal.reason as Error);
        };
        if (signal.aborted) return stop();
        signal.addEventListener('abort', stop, { once: true });
        waiting.push(wake);
        next();
      });
      return () => {
        taken--;
        next();
      };
    },
  };
}
