// What an embedder's similarities mean, told from a library's own vectors: models differ in the
// cosine that they give to texts which have nothing to do with each other, from near 0 to above 0.8.
import type { Db } from '../sqlite.ts';
import { embeddingsOf, type Generation, int8Of } from './vectors.ts';

/** Vectors that are looked at, from all over the index. */
const sampled = 256;
/** Each is compared with those so many places further on. */
const distances = [31, 67, 101, 127];
/** Fewer pairs say too little. */
const leastPairs = 64;
/** An embedder that finds all texts alike says nothing; its similarities must stay below 1. */
const most = 0.95;

/**
 * The mean cosine of pairs of chunks, of different documents where there are enough. Few of many random pairs have something
 * to do with each other.
 *
 * @returns 0 to 0.95; null if there are too few pairs
 */
export function measureUnrelated(db: Db, generation: Generation): number | null {
  const vectors = someVectors(db, generation);
  const pairs = vectors.flatMap((a, i) =>
    distances.flatMap((distance) => {
      const b = vectors[(i + distance) % vectors.length]!;
      return a === b ? [] : [{ apart: a.document !== b.document, a: a.vector, b: b.vector }];
    }),
  );
  const apart = pairs.filter((pair) => pair.apart);
  // A library may be one long book.
  const taken = apart.length < leastPairs ? pairs : apart;
  if (taken.length < leastPairs) return null;
  const sum = taken.reduce((total, { a, b }) => total + cosine(a, b), 0);
  return Math.min(most, Math.max(0, sum / taken.length));
}

function someVectors(db: Db, generation: Generation) {
  const table = embeddingsOf(generation);
  const last = db.prepare<[], number>(`SELECT max(chunk) FROM ${table}`).pluck().get() ?? 0;
  const from = db.prepare<[number], { chunk: number; document: number; vector: Buffer }>(
    `SELECT v.chunk, c.document, v.vector FROM ${table} v JOIN chunks c ON c.id = v.chunk
     WHERE v.chunk >= ? ORDER BY v.chunk LIMIT 1`,
  );
  const found = new Map<number, { document: number; vector: Int8Array }>();
  for (let i = 0; i < sampled; i++) {
    const row = from.get(Math.floor((i * last) / sampled) + 1);
    if (row) found.set(row.chunk, { document: row.document, vector: int8Of(row.vector) });
  }
  return [...found.values()];
}

function cosine(a: Int8Array, b: Int8Array): number {
  let [product, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    ofA += a[i]! * a[i]!;
    ofB += b[i]! * b[i]!;
  }
  return ofA === 0 || ofB === 0 ? 0 : product / Math.sqrt(ofA * ofB);
}
