// Made-up vectors to search in, the same in every run, and who the nearest really are.
import { seeded } from '../../test/support/random.ts';

export const dimensions = 384;
export const nearestWanted = 10;
/** Vectors of one document: filters choose documents, as they do in the app. */
export const perDocument = 15;

/** `clustered`: in groups of about 100 around a common direction, as texts are; `isotropic`: all alike. */
export type Kind = 'clustered' | 'isotropic';

/** Which part of the documents counts. */
export type Share = 1 | 0.1 | 0.01;
export const shares: readonly Share[] = [1, 0.1, 0.01];

export interface VectorSet {
  kind: Kind;
  count: number;
  /** Of length one, one after the other. */
  vectors: Float32Array;
  queries: Float32Array[];
  /** The nearest of each query, by share; as a set of numbers of vectors. */
  nearest: Map<Share, Set<number>[]>;
}

export function documentOf(vector: number): number {
  return Math.floor(vector / perDocument);
}

/** 0 to 99, spread over the documents; a share of 10 % are those below 10. */
export function bucketOf(document: number): number {
  return (Math.imul(document, 0x9e3779b1) >>> 16) % 100;
}

export function isWanted(vector: number, share: Share): boolean {
  return bucketOf(documentOf(vector)) < share * 100;
}

export function vectorAt({ vectors }: VectorSet, number: number): Float32Array {
  return vectors.subarray(number * dimensions, (number + 1) * dimensions);
}

/** As an embedder gives it: the largest entry is ±127. */
export function asInt8(vector: Float32Array): Int8Array {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  return Int8Array.from(vector, (value) => Math.round((127 * value) / largest));
}

export function makeVectors(kind: Kind, count: number, queries: number): VectorSet {
  const normal = normals(7);
  const clusters = kind === 'clustered' ? Math.max(1, Math.round(count / 100)) : 0;
  const common = Float32Array.from({ length: dimensions }, () => 0.5 * normal());
  const centres = Float32Array.from(
    { length: clusters * dimensions },
    (_, i) => common[i % dimensions]! + normal(),
  );
  const { int } = seeded(11);
  const fill = (into: Float32Array) => {
    const from = clusters > 0 ? int(clusters) * dimensions : 0;
    let squares = 0;
    for (let i = 0; i < dimensions; i++) {
      const value = (clusters > 0 ? centres[from + i]! : 0) + normal();
      into[i] = value;
      squares += value * value;
    }
    const scale = 1 / Math.sqrt(squares);
    for (let i = 0; i < dimensions; i++) into[i]! *= scale;
    return into;
  };
  const vectors = new Float32Array(count * dimensions);
  for (let i = 0; i < count; i++) fill(vectors.subarray(i * dimensions, (i + 1) * dimensions));
  const asked = Array.from({ length: queries }, () => fill(new Float32Array(dimensions)));
  const set = { kind, count, vectors, queries: asked, nearest: new Map<Share, Set<number>[]>() };
  findNearest(set);
  return set;
}

/** Normally distributed numbers from a table: good enough, and fast enough for a million vectors. */
function normals(seed: number): () => number {
  const { int } = seeded(seed);
  const table = Float32Array.from({ length: 65_536 }, () => {
    const angle = 2 * Math.PI * (int(1 << 24) / (1 << 24));
    return Math.sqrt(-2 * Math.log((int(1 << 24) + 1) / (1 << 24))) * Math.cos(angle);
  });
  return () => table[int(65_536)]!;
}

/** Compares every vector with every query. */
function findNearest(set: VectorSet): void {
  const lists = shares.map(() =>
    set.queries.map(() => ({ ids: [] as number[], scores: [] as number[] })),
  );
  for (let i = 0; i < set.count; i++) {
    const vector = vectorAt(set, i);
    const counts = shares.map((share) => isWanted(i, share));
    for (const [q, query] of set.queries.entries()) {
      let score = 0;
      for (let j = 0; j < dimensions; j++) score += query[j]! * vector[j]!;
      for (let s = 0; s < shares.length; s++) if (counts[s]) keep(lists[s]![q]!, i, score);
    }
  }
  for (const [s, share] of shares.entries()) {
    set.nearest.set(
      share,
      lists[s]!.map(({ ids }) => new Set(ids)),
    );
  }
}

function keep(list: { ids: number[]; scores: number[] }, id: number, score: number): void {
  const { ids, scores } = list;
  if (scores.length === nearestWanted && score <= scores[nearestWanted - 1]!) return;
  let at = scores.length;
  while (at > 0 && scores[at - 1]! < score) at--;
  ids.splice(at, 0, id);
  scores.splice(at, 0, score);
  if (ids.length > nearestWanted) {
    ids.pop();
    scores.pop();
  }
}
