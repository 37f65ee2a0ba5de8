// One batch of chunks that wait for vectors: taken from the index, embedded, written. What is not
// written when we are stopped waits on, so batches are as small as a few seconds of work.
import { abortable } from '../calls/abortable.ts';
import type { Remote } from '../calls/calls.ts';
import type { Embedder } from '../embedder.ts';
import type { IndexWriterThread } from '../store/index-writer.thread.ts';
import type { PendingEmbedding } from '../store/index/records.ts';
import { embeddingText } from '../text/chunk-text.ts';
import { tokenCounter } from '../text/count-tokens.ts';

/** When a batch may be embedded: indexing may be paused or slowed. */
export interface BatchPace {
  begin(signal: AbortSignal): Promise<() => void>;
}

/** The embedder failed, not the index; the cause says why. */
export class EmbedderFailure extends Error {}

/** Most chunks of a batch. */
const mostChunks = 256;
/** Tokens of the first batch, and the least and the most of later ones. */
const firstTokens = 4096;
const [leastTokens, mostTokens] = [512, 65_536];
/** Milliseconds that a batch should take. */
const aimedMs = 2000;

export type EmbedBatch = (
  generation: number,
  embedder: Embedder,
  signal: AbortSignal,
) => Promise<{ chunks: number; strings: number }>;

/**
 * @returns embeds the next batch of a generation and says how much that was: no chunk if none waits
 */
export function createBatches(writer: Remote<IndexWriterThread>, pace: BatchPace): EmbedBatch {
  /** By embedder: one may be a thousand times as fast as another. */
  const sizes = new Map<string, number>();

  return async (generation, embedder, signal) => {
    const tokens = sizes.get(embedder.id) ?? firstTokens;
    const waiting = await writer.takePending(mostChunks, generation);
    if (waiting.length === 0) return { chunks: 0, strings: 0 };
    const batch = within(waiting, tokens, embedder);
    // The same string twice in a batch is embedded once.
    const distinct = [...new Set(batch.map(({ text }) => text))];
    const done = await pace.begin(signal);
    const started = performance.now();
    const vectors = await embedded(embedder, distinct, signal);
    done();
    const took = Math.max(1, performance.now() - started);
    const change = Math.min(2, Math.max(0.25, aimedMs / took));
    sizes.set(embedder.id, Math.min(mostTokens, Math.max(leastTokens, tokens * change)));
    const byText = new Map(distinct.map((text, i) => [text, vectors[i]!]));
    const records = batch.map(({ embeddingKey, text }) => ({
      embeddingKey,
      vector: byText.get(text)!,
    }));
    await writer.writeVectors(records, generation);
    return { chunks: batch.length, strings: distinct.length };
  };
}

async function embedded(embedder: Embedder, texts: string[], signal: AbortSignal) {
  try {
    return await abortable(embedder.embedDocuments(texts, signal), signal);
  } catch (error) {
    signal.throwIfAborted();
    throw new EmbedderFailure('not embedded', { cause: error });
  }
}

/** The first of the chunks, as many as the tokens reach for, at least one. */
function within(
  waiting: readonly PendingEmbedding[],
  tokens: number,
  { chunkSize }: Embedder,
): { embeddingKey: Uint8Array; text: string }[] {
  const taken: { embeddingKey: Uint8Array; text: string }[] = [];
  const count = tokenCounter(chunkSize.measure);
  let left = tokens;
  for (const one of waiting) {
    const text = embeddingText(one);
    left -= count(text);
    if (left < 0 && taken.length > 0) break;
    taken.push({ embeddingKey: one.embeddingKey, text });
  }
  return taken;
}
