// Gives vectors to the chunks that wait for one, beside whatever else goes on. The waiting list
// is in the index, so stopping anywhere loses nothing.
import { abortable } from '../calls/abortable.ts';
import type { Remote } from '../calls/calls.ts';
import type { Embedder } from '../embedder.ts';
import type { IndexWriterThread } from '../store/index-writer.thread.ts';
import type { Log } from '../log/log.ts';
import type { Pace } from './pace.ts';
import { embeddingText } from '../text/chunk-text.ts';

export interface SemanticLane {
  /** Says that chunks may wait; embedding starts if it is not under way. */
  kick(): void;
  /** Resolves when no chunk waits; rejects if embedding failed or the signal aborts. */
  drain(signal: AbortSignal): Promise<void>;
  /** Strings embedded since the start. */
  readonly embedded: number;
  close(): Promise<void>;
}

const batchSize = 256;

export function createSemanticLane(
  writer: Remote<IndexWriterThread>,
  embedder: Embedder,
  pace: Pace,
  log: Log,
): SemanticLane {
  const closing = new AbortController();
  let embedded = 0;
  let running: Promise<void> | null = null;
  let wanted = false;

  async function embedBatch(): Promise<boolean> {
    const pending = await writer.takePending(batchSize);
    if (pending.length === 0) return false;
    const texts = pending.map(embeddingText);
    // The same string twice in a batch is embedded once.
    const distinct = [...new Set(texts)];
    const done = await pace.begin(closing.signal);
    const vectors = await embedder.embedDocuments(distinct, closing.signal);
    done();
    embedded += distinct.length;
    const byText = new Map(distinct.map((text, i) => [text, vectors[i]!]));
    await writer.writeVectors(
      pending.map(({ embeddingKey }, i) => ({ embeddingKey, vector: byText.get(texts[i]!)! })),
    );
    return true;
  }

  async function run(): Promise<void> {
    while (wanted && !closing.signal.aborted) {
      wanted = false;
      while (!closing.signal.aborted && (await embedBatch())) {
        // Batch by batch until none waits.
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
        if (!closing.signal.aborted) log.error('vectors not made', error);
      });
    },
    async drain(signal) {
      // What was kicked while the last batch ran is part of the same run.
      await abortable(start(), signal);
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
