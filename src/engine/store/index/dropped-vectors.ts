// Vectors of chunks that were dropped lately. A text that leaves one document and comes back in
// another (files that swap their contents, a paragraph moved on, an edit taken back) finds its
// vector here. Only in memory: what a person removes leaves nothing behind on disk.

interface DroppedVectors {
  keep(embeddingKey: Uint8Array, vector: Uint8Array): void;
  find(embeddingKey: Uint8Array): Uint8Array | null;
}

/** About 8 MB of vectors of 384 dimensions. */
const most = 20_000;

/** Keeps the newest vectors; the oldest go first. */
export function createDroppedVectors(): DroppedVectors {
  const kept = new Map<string, Uint8Array>();
  return {
    keep(embeddingKey, vector) {
      const name = nameOf(embeddingKey);
      kept.delete(name);
      kept.set(name, vector);
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
    find: (embeddingKey) => kept.get(nameOf(embeddingKey)) ?? null,
  };
}

/** An embedding key as a key of a map. */
export function nameOf(embeddingKey: Uint8Array): string {
  return Buffer.from(embeddingKey).toString('base64');
}
