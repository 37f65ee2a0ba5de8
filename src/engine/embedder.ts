// The port to whatever turns text into vectors: the built-in embedder now, a GGUF model later.

export interface Embedder {
  /** Names the vectors: another id means that they cannot be compared with these. */
  readonly id: string;
  /** What people read. */
  readonly name: string;
  readonly dimensions: number;
  /** One vector a text, in order, int8 of any scale: only directions are compared. */
  embedDocuments(texts: string[], signal: AbortSignal): Promise<Int8Array[]>;
  embedQuery(text: string): Promise<Int8Array>;
  close(): Promise<void>;
}
