// Brings the index of a source's folder up to date while it is being fetched: now and then, so that
// the first pages of a long list are found before the last ones are here, and at the end.

export interface MirrorIndexing {
  /** Something was written or removed. */
  changed(): void;
  /** Indexes all; resolves when it is searchable. */
  finish(): Promise<void>;
  /** Indexes what there is, without anybody who waits for it. */
  giveUp(): void;
}

const everyMs = 15_000;

/** @param index starts indexing; null if there is nothing to index any more */
export function createMirrorIndexing(index: () => Promise<void> | null): MirrorIndexing {
  let dirty = false;
  let indexing: Promise<void> | null = null;
  let lastAt = Date.now();

  function start(): Promise<void> {
    dirty = false;
    lastAt = Date.now();
    indexing = (index() ?? Promise.resolve()).finally(() => {
      indexing = null;
    });
    return indexing;
  }

  return {
    changed() {
      dirty = true;
      if (!indexing && Date.now() - lastAt > everyMs) void start();
    },
    async finish() {
      await indexing;
      await start();
    },
    giveUp() {
      if (!dirty) return;
      try {
        void start();
      } catch {
        // The engine is closing; the next start indexes what is new.
      }
    },
  };
}
