// What similarities mean is told from a library's own vectors.
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { liveGeneration } from '../../../src/engine/store/index/generations.ts';
import { measureUnrelated } from '../../../src/engine/store/index/unrelated.ts';
import { clusteredVectors, cosine, openVectorIndex } from '../../support/vector-index.ts';

const dimensions = 64;

function measured(vectors: readonly Int8Array[]): number | null {
  const index = openVectorIndex(dimensions);
  const names = Array.from({ length: vectors.length / 5 }, (_, i) => `d${i}.md`);
  index.add(names, (name, chunk) => vectors[names.indexOf(name) * 5 + chunk]!);
  const db = new Database(index.file, { readonly: true });
  try {
    return measureUnrelated(db, liveGeneration(db)!);
  } finally {
    db.close();
    index.close();
  }
}

test('it is near the mean cosine of all pairs', () => {
  const vectors = clusteredVectors(1000, dimensions);
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < 1000; i += 7) {
    for (let j = i + 7; j < 1000; j += 7) {
      sum += cosine(vectors[i]!, vectors[j]!);
      pairs++;
    }
  }
  const mean = sum / pairs;
  expect(mean).toBeGreaterThan(0.1);
  expect(Math.abs(measured(vectors)! - mean)).toBeLessThan(0.05);
});

test('nothing is said of a few vectors; what finds all alike stays below 1', () => {
  expect(measured(clusteredVectors(10, dimensions))).toBeNull();
  const alike = Array.from({ length: 200 }, () => new Int8Array(dimensions).fill(9));
  expect(measured(alike)).toBe(0.95);
});
