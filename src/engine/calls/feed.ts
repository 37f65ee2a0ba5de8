// A value that others follow: each follower gets the newest state, never a queue of old ones.

export interface Feed<T> {
  /** Tells all followers that the value changed. */
  notify(): void;
  /** The value now, then again after each change, at most every `intervalMs`. */
  follow(signal: AbortSignal): AsyncGenerator<T, void>;
}

/** Followers are slowed to one event in `intervalMs`, so that a burst of changes is one event. */
export function createFeed<T>(read: () => T, intervalMs: number): Feed<T> {
  const waiting = new Set<() => void>();
  let version = 0;
  return {
    notify() {
      version++;
      for (const wake of waiting) wake();
      waiting.clear();
    },
    async *follow(signal) {
      let seen = -1;
      while (!signal.aborted) {
        if (seen === version) await nextChange(waiting, signal);
        if (signal.aborted) return;
        seen = version;
        yield read();
        await pause(intervalMs, signal);
      }
    },
  };
}

function nextChange(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      waiting.delete(wake);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    waiting.add(wake);
    signal.addEventListener('abort', wake, { once: true });
  });
}

/** Waits, or until the signal aborts; never rejects. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** Does something for each event of a stream until it ends. */
export async function each<T>(events: AsyncIterable<T>, act: (event: T) => void): Promise<void> {
  for await (const event of events) act(event);
}
