// Gives the vectors that are searched to the chunks that wait for one, beside whatever else goes on.
// The waiting list is in the index, so stopping anywhere loses nothing.
import { abortable } from '../calls/abortable.ts';
import type { LiveEmbedder } from '../embedder.ts';
import type { Log } from '../log/log.ts';
import { type EmbedBatch, EmbedderFailure } from './embed-batch.ts';

export interface SemanticLane {
  /** Says that chunks may wait; embedding starts if it is not under way. */
  kick(): void;
  /**
   * Resolves when no chunk waits, or those that do have to wait until their embedder is back;
   * rejects if the index failed or the signal aborts.
   */
  drain(signal: AbortSignal): Promise<void>;
  /** Strings embedded since the start. */
  readonly embedded: number;
  close(): Promise<void>;
}

export function createSemanticLane(
  live: LiveEmbedder,
  embedBatch: EmbedBatch,
  log: Log,
): SemanticLane {
  const closing = new AbortController();
  const { signal } = closing;
  let embedded = 0;
  let running: Promise<void> | null = null;
  let wanted = false;

  /** Batch by batch until none waits. The embedder may be another one at each. */
  async function untilNoneWaits(): Promise<void> {
    while (!signal.aborted) {
      const { generation, embedder } = await live.get().catch((error: unknown) => {
        throw new EmbedderFailure('not there', { cause: error });
      });
      const { chunks, strings } = await embedBatch(generation, embedder, signal);
      if (chunks === 0) return;
      live.worked();
      embedded += strings;
    }
  }

  async function run(): Promise<void> {
    while (wanted && !signal.aborted) {
      wanted = false;
      try {
        await untilNoneWaits();
      } catch (error) {
        if (!(error instanceof EmbedderFailure)) throw error;
        if (!live.failed(error.cause)) throw error.cause;
      }
    }
  }

  function start(): Promise<void> {
    wanted = true;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    kick() {
      // Whoever indexes awaits `drain`, which starts the lane again and meets the same failure.
      start().catch((error: unknown) => {
        if (!signal.aborted) log.error('vectors not made', error);
      });
    },
    async drain(stop) {
      // What was kicked while the last batch ran is part of the same run.
      await abortable(start(), stop);
    },
    get embedded() {
      return embedded;
    },
    async close() {
      closing.abort();
      await running?.catch(() => {});
    },
  };
}
