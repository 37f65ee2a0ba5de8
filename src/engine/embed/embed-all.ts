// Gives vectors to all chunks that wait for a generation which is being built, as part of a task.
import { LorekeepError } from '../../shared/errors.ts';
import type { Embedder } from '../embedder.ts';
import type { IndexStore } from '../store/index/index-store.ts';
import type { TaskContext } from '../tasks/task-registry.ts';
import { type EmbedBatch, EmbedderFailure } from './embed-batch.ts';

/** Times that a batch is tried in all if the embedder's process ends each time. */
const mostTries = 3;

/** @throws what the embedder throws; the signal's reason */
export async function embedAll(
  { index, embedBatch }: { index: IndexStore; embedBatch: EmbedBatch },
  generation: number,
  embedder: Embedder,
  { signal, report }: TaskContext,
): Promise<void> {
  for (let tries = 1; ;) {
    const waiting = index.counts.pendingOf(generation);
    const total = index.counts.chunks();
    report({ phase: 'embedding', total, done: Math.max(0, total - waiting) });
    try {
      const { chunks } = await embedBatch(generation, embedder, signal);
      if (chunks === 0) return;
      tries = 1;
    } catch (error) {
      if (!(error instanceof EmbedderFailure)) throw error;
      if (!isCrash(error.cause) || tries === mostTries) throw error.cause;
      tries++;
    }
  }
}

function isCrash(error: unknown): boolean {
  return error instanceof LorekeepError && error.code === 'INFERENCE_CRASHED';
}
