// The port to whatever turns text into vectors: the built-in embedder, a model of this machine, or
// one of a server.

import type { TokenMeasure } from './text/count-tokens.ts';

/** How long the chunks that an embedder is given should be. Plain data: parsers are told. */
export interface ChunkSize {
  /** How its tokens are counted, or what comes nearest without its model. */
  measure: TokenMeasure;
  /** Most tokens of a chunk. */
  most: number;
  /** A section with fewer tokens joins what follows or precedes it under the same heading. */
  least: number;
}

export interface Embedder {
  /** Names the vectors: another id means that they cannot be compared with these. */
  readonly id: string;
  /** What people read. */
  readonly name: string;
  readonly dimensions: number;
  /**
   * How much its opinion counts beside the keyword score of 0 to 1 in hybrid search; measured on
   * dev sets. A weak embedder has little: it brings candidates, others judge them.
   */
  readonly weight: number;
  /**
   * The cosine that it gives to texts that have nothing to do with each other, below 1. Of all but
   * the built-in one it is an assumption, until it is measured on the person's own documents
   * (store/index/unrelated.ts).
   */
  readonly unrelated: number;
  readonly chunkSize: ChunkSize;
  /** One vector a text, in order, int8 of any scale: only directions are compared. */
  embedDocuments(texts: string[], signal: AbortSignal): Promise<Int8Array[]>;
  /**
   * The vector of a query, of any scale, not rounded: there is but one, and what it is compared with
   * was rounded already. All zeros: no opinion.
   *
   * @param query `words`: without stop words, for an embedder that does not know them itself
   */
  embedQuery(query: { text: string; words: readonly string[] }): Promise<Float32Array>;
  close(): Promise<void>;
}

/** The embedder whose vectors are searched now: it may change at any time, and it may be missing. */
export interface LiveEmbedder {
  /** What the index knows of the vectors that are searched. */
  generation(): { id: number; embedder: string; name: string; dimensions: number };
  /** @throws LorekeepError why it cannot be had */
  get(): Promise<{ generation: number; embedder: Embedder }>;
  /**
   * Told that it could not be had or did not work. The person is told once.
   *
   * @returns true if one can go on without it, by words
   */
  failed(error: unknown): boolean;
  /** Told that it worked. */
  worked(): void;
}
