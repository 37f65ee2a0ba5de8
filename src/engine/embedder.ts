// The port to whatever turns text into vectors: the built-in embedder now, a GGUF model later.

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
  /** One vector a text, in order, int8 of any scale: only directions are compared. */
  embedDocuments(texts: string[], signal: AbortSignal): Promise<Int8Array[]>;
  /** `words`: the query without stop words, for an embedder that does not know them itself. */
  embedQuery(query: { text: string; words: readonly string[] }): Promise<Int8Array>;
  close(): Promise<void>;
}
