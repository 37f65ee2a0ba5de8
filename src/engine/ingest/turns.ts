// One change of a folder at a time; different folders go side by side.

export interface Turns {
  /**
   * Runs after what else was asked for of this folder. Whoever still waits for the turn can be
   * stopped; work that has begun sees to its signal itself, and ends in order.
   */
  take<T>(folderId: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const newest = new Map<string, Promise<unknown>>();
  return {
    take(folderId, signal, work) {
      const before = newest.get(folderId) ?? Promise.resolve();
      let begun = false;
      const begin = () => {
        signal.throwIfAborted();
        begun = true;
        return work();
      };
      const mine = before.then(begin, begin);
      newest.set(folderId, mine);
      return new Promise((resolve, reject) => {
        const stop = () => {
          if (!begun) reject(signal.reason as Error);
        };
        signal.addEventListener('abort', stop, { once: true });
        mine.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
      });
    },
  };
}
