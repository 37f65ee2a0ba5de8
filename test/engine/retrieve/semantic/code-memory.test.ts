// The kernel against plain TypeScript: what it estimates, what it chooses, whom it leaves out.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createCodeMemory } from '../../../../src/engine/retrieve/semantic/code-memory.ts';
import { loadKernel } from '../../../../src/engine/retrieve/semantic/kernel.ts';
import {
  clearPlace,
  createTurn,
  placesPerBlock,
  turnedDimensions,
} from '../../../../src/engine/store/index/codes.ts';
import { shippedFolder } from '../../../../src/hosting/node-host.ts';
import { compileKernel, kernelFile } from '../../../../scripts/build-kernels.ts';
import { blocksOf } from '../../../support/code-blocks.ts';
import { clusteredVectors, cosine } from '../../../support/vector-index.ts';

const kernel = loadKernel(shippedFolder('kernels'));
const dimensions = 96;

function memoryOf(vectors: readonly Int8Array[], centre: Float32Array | null = null) {
  const memory = createCodeMemory(kernel, dimensions);
  memory.setCentre(centre);
  const none = new Float32Array(turnedDimensions(dimensions));
  for (const [i, block] of blocksOf(vectors, dimensions, centre ?? none).entries())
    memory.setBlock(i, block);
  return memory;
}

test('the committed binary is what its source compiles to', async () => {
  const compiled = await compileKernel();
  expect(Buffer.compare(await readFile(kernelFile), compiled)).toBe(0);
}, 120_000);

test('a turned vector keeps its angles to others', () => {
  const turn = createTurn(dimensions);
  const [a, b] = clusteredVectors(2, dimensions) as [Int8Array, Int8Array];
  const [left, right] = [turn(a), turn(b)];
  expect(left.reduce((sum, value, i) => sum + value * right[i]!, 0)).toBeCloseTo(cosine(a, b), 5);
  expect(turn(new Int8Array(dimensions)).every((value) => value === 0)).toBe(true);
});

test.each([false, true])('estimates are near the cosines, with a centre: %s', (centred) => {
  const vectors = clusteredVectors(1000, dimensions);
  const centre = centred ? meanOf(vectors) : null;
  const memory = memoryOf(vectors, centre);
  for (const query of clusteredVectors(5, dimensions, { seed: 2 })) {
    const found = memory.begin(query, null)(1000);
    expect(found.map(({ chunkId }) => chunkId).toSorted((a, b) => a - b)).toEqual(
      vectors.map((_, i) => i + 1),
    );
    const errors = found.map((one) => one.estimate - cosine(query, vectors[one.chunkId - 1]!));
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
    expect(Math.abs(mean)).toBeLessThan(centred ? 0.01 : 0.03);
    expect(deviation).toBeLessThan(centred ? 0.035 : 0.045);
  }
});

test('those chosen are among the nearest', () => {
  const vectors = clusteredVectors(9000, dimensions);
  const memory = memoryOf(vectors);
  for (const query of clusteredVectors(10, dimensions, { seed: 3 })) {
    const chosen = new Set(
      memory
        .begin(
          query,
          null,
        )(200)
        .map(({ chunkId }) => chunkId),
    );
    expect(chosen.size).toBe(200);
    const nearest = vectors
      .map((vector, i) => ({ chunkId: i + 1, similarity: cosine(query, vector) }))
      .toSorted((a, b) => b.similarity - a.similarity)
      .slice(0, 10);
    expect(nearest.filter(({ chunkId }) => chosen.has(chunkId)).length).toBeGreaterThan(8);
  }
});

test('only wanted documents are chosen, however few', () => {
  const vectors = clusteredVectors(5000, dimensions);
  const memory = memoryOf(vectors);
  const query = vectors[7]!;
  const isWanted = (document: number) => document % 17 === 3 && document < 900;
  // Documents from 900 on lie beyond its end.
  const wanted = Uint8Array.from({ length: 900 }, (_, document) => (isWanted(document) ? 1 : 0));
  const expected = vectors
    .map((_, i) => i + 1)
    .filter((chunk) => isWanted(Math.floor((chunk - 1) / 3)));
  const chosen = memory
    .begin(
      query,
      wanted,
    )(1000)
    .map(({ chunkId }) => chunkId);
  expect(chosen.toSorted((a, b) => a - b)).toEqual(expected);
  expect(memory.begin(query, new Uint8Array(0))(1000)).toEqual([]);
  // A longer mask after a short one.
  expect(memory.begin(query, new Uint8Array(100_000).fill(1))(1000)).toHaveLength(1000);
});

test('thousands of equal vectors do not fill the room', () => {
  const [vector] = clusteredVectors(1, dimensions) as [Int8Array];
  const memory = memoryOf(Array.from({ length: 12_000 }, () => vector));
  const found = memory.begin(vector, null)(50);
  expect(found).toHaveLength(50);
  expect(new Set(found.map(({ chunkId }) => chunkId)).size).toBe(50);
});

test('empty places and forgotten blocks are not found', () => {
  const vectors = clusteredVectors(300, dimensions);
  const memory = memoryOf(vectors);
  const [first] = blocksOf(vectors, dimensions, new Float32Array(turnedDimensions(dimensions)));
  clearPlace(first!, 4);
  memory.setBlock(0, first!);
  memory.trim(2);
  const ids = memory
    .begin(
      vectors[4]!,
      null,
    )(500)
    .map(({ chunkId }) => chunkId);
  expect(ids).toHaveLength(2 * placesPerBlock - 1);
  expect(ids).not.toContain(5);
  expect(Math.max(...ids)).toBe(2 * placesPerBlock);
});

function meanOf(vectors: readonly Int8Array[]): Float32Array {
  const turn = createTurn(dimensions);
  const sum = new Float32Array(turnedDimensions(dimensions));
  for (const vector of vectors) turn(vector).forEach((value, i) => (sum[i]! += value));
  return sum.map((value) => value / vectors.length);
}
