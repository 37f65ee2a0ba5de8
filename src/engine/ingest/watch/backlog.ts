// What happened in a directory and was not told yet: one reader asks for it again and again.

export interface Changes {
  /** Relative to the directory, with `/`; null for wherever it may be. */
  paths: string[] | null;
  /** Events were lost, or the directory itself is gone: it has to be watched anew. */
  lost: boolean;
}

export interface Backlog {
  add(changes: Changes): void;
  /** All since the last call, as soon as there is something; null after the end. */
  next(): Promise<Changes | null>;
  end(): void;
}

export function createBacklog(): Backlog {
  let waiting: Changes | null = null;
  let ended = false;
  let wake = Promise.withResolvers<void>();
  return {
    add(changes) {
      waiting = waiting ? joined(waiting, changes) : changes;
      wake.resolve();
    },
    async next() {
      if (!waiting && !ended) await wake.promise;
      const now = waiting;
      waiting = null;
      if (!ended) wake = Promise.withResolvers<void>();
      return now;
    },
    end() {
      ended = true;
      wake.resolve();
    },
  };
}

function joined(before: Changes, now: Changes): Changes {
  const known = before.paths && now.paths;
  return {
    paths: known ? [...new Set([...before.paths!, ...now.paths!])] : null,
    lost: before.lost || now.lost,
  };
}
