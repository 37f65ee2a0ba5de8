// Vectors by generation: two tables for each. `embeddings_<id>` holds a chunk's vector as
// sqlite-vec's int8, so that its functions can be asked of it; `codes_<id>` what the search keeps
// in memory (codes.ts), derived from it. They are ordinary tables: a vec0 table reads single
// vectors ten times slower, never fills a place that came free, and its search costs a
// hundred times as much.

export interface Generation {
  id: number;
  embedder: string;
  dimensions: number;
}

/** Name of the table of a generation's vectors. */
export function embeddingsOf(generation: Pick<Generation, 'id'>): string {
  return `embeddings_${generation.id}`;
}

/** Name of the table of a generation's codes. */
export function codesOf(generation: Pick<Generation, 'id'>): string {
  return `codes_${generation.id}`;
}

export function bytesOf(vector: Int8Array | Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A BLOB of sqlite-vec's int8 as numbers, not copied. */
export function int8Of(blob: Uint8Array): Int8Array {
  return new Int8Array(blob.buffer, blob.byteOffset, blob.byteLength);
}

/** A BLOB of floats as numbers; copied, as it may lie anywhere. */
export function floatsOf(blob: Uint8Array): Float32Array {
  return new Float32Array(blob.slice().buffer);
}
