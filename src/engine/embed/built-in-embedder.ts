// The embedder that needs no download.
import { startThread, type Thread } from '../calls/thread.ts';
import type { Embedder } from '../embedder.ts';
import type { EmbedderThread } from './embedder.thread.ts';
import { hashedDimensions, hashedEmbedderId, hashedVector } from './hashed-features.ts';

/** Its thread starts with the first documents; queries are short enough to embed in place. */
export function createBuiltInEmbedder(threadUrl: URL): Embedder {
  let thread: Thread<EmbedderThread> | null = null;
  return {
    id: hashedEmbedderId,
    name: 'Built-in (hashed words and word parts; knows no meanings)',
    dimensions: hashedDimensions,
    weight: 0.01,
    chunkSize: { measure: 'word-pieces', most: 250, least: 50 },
    async embedDocuments(texts, signal) {
      signal.throwIfAborted();
      thread ??= startThread<EmbedderThread>(threadUrl, null);
      return thread.remote.embed(texts);
    },
    embedQuery: ({ words }) => Promise.resolve(hashedVector(words.join(' '))),
    async close() {
      await thread?.stop();
    },
  };
}
