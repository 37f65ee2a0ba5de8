// A number of places, given in the order of asking: work that takes much memory or bandwidth waits
// until one is free, and a large piece of work does not hold up a small one.

export interface Slots {
  /** Waits for a slot; the function it gives hands the slot on. Rejects when the signal aborts. */
  take(signal: AbortSignal): Promise<() => void>;
  /** Does work in a slot. */
  use<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
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

  async function take(signal: AbortSignal): Promise<() => void> {
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
  }

  return {
    take,
    async use(signal, work) {
      const leave = await take(signal);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
