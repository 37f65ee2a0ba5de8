// Estimates of memory, held against what llama.cpp itself reports, and the advice drawn from them.
import { expect, test } from 'vitest';
import { readCatalogue, shapeOf } from '../../../src/engine/models/catalogue.ts';
import { type LoadPlan, memoryNeed } from '../../../src/engine/models/fit.ts';
import { type ModelShape, weightsOf } from '../../../src/engine/models/model-shape.ts';
import { fitModel, type Machine, usualWish } from '../../../src/engine/models/verdict.ts';
import { shippedFolder } from '../../../src/hosting/node-host.ts';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
const catalogue = readCatalogue(shippedFolder('models'));
const ofCatalogue = (id: string, quantisation = 'Q4_K_M') =>
  shapeOf(
    catalogue.find((model) => model.id === id)!,
    quantisation,
  )!;

const llama = ofCatalogue('llama-3.1-8b');
const plan: LoadPlan = {
  context: 8192,
  kvType: 'f16',
  gpuLayers: 33,
  batch: 512,
  flashAttention: true,
};
const need = (changes: Partial<LoadPlan> = {}) =>
  memoryNeed(llama.shape, llama.weights, { ...plan, ...changes });

test('an 8B model: what llama.cpp logs of its buffers', () => {
  // Its log for Llama 3 8B with 512 tokens of context: KV 64 MiB, compute 258.50 MiB on the GPU
  // (without flash attention) and 9.01 MiB beside it; file of Q4_K_M 4.58 GiB.
  const { gpu, ram } = need({ context: 512, flashAttention: false });
  expect(gpu.kvCache / MiB).toBe(64);
  expect(gpu.compute / MiB).toBeGreaterThanOrEqual(258.5);
  expect(gpu.compute / MiB).toBeLessThan(258.5 + 5);
  expect(ram.compute / MiB).toBeCloseTo(9, 0);
  expect((gpu.weights + ram.weights) / GiB).toBeCloseTo(4.58, 1);
});

test('the cache grows with the context and shrinks with its type', () => {
  expect(need().gpu.kvCache).toBe(1024 * MiB);
  expect(need({ context: 16_384 }).gpu.kvCache).toBe(2048 * MiB);
  expect(need({ kvType: 'q8_0' }).gpu.kvCache).toBe(544 * MiB);
  expect(need({ kvType: 'q4_0' }).gpu.kvCache).toBe(288 * MiB);
  expect(need({ context: 8193 }).gpu.kvCache).toBeGreaterThan(need().gpu.kvCache);
});

test('layers go to the GPU from the last one on, the output before all', () => {
  const none = need({ gpuLayers: 0 });
  expect(none.gpu.total).toBe(0);
  const one = need({ gpuLayers: 1 });
  expect(one.gpu.weights).toBe(llama.weights.output);
  expect(one.gpu.kvCache).toBe(0);
  const half = need({ gpuLayers: 17 });
  expect(half.gpu.kvCache).toBe(512 * MiB);
  expect(half.ram.kvCache).toBe(512 * MiB);
  for (const gpuLayers of [0, 1, 17, 33, 1000]) {
    const { gpu, ram } = need({ gpuLayers });
    expect(gpu.kvCache + ram.kvCache).toBe(1024 * MiB);
    expect(gpu.weights + ram.weights).toBe(none.ram.weights);
  }
  expect(need({ gpuLayers: 1000 })).toEqual(need());
});

test('a table that is input and output is once in the RAM, and once more on the GPU', () => {
  const { shape, weights } = ofCatalogue('llama-3.2-3b');
  expect(weights.output).toBeNull();
  const inRam = memoryNeed(shape, weights, { ...plan, gpuLayers: 0 });
  const onGpu = memoryNeed(shape, weights, { ...plan, gpuLayers: 29 });
  expect(onGpu.gpu.weights).toBe(inRam.ram.weights);
  expect(onGpu.ram.weights).toBe(weights.input);
});

test('layers with a window keep its tokens only', () => {
  const { shape, weights } = ofCatalogue('gemma-3-12b');
  const long = memoryNeed(shape, weights, { ...plan, context: 32_768, gpuLayers: 0 });
  // 40 layers with 1,024 tokens and those of a batch, 8 with all of them.
  const token = 2 * 8 * 256 * 2;
  expect(long.ram.kvCache).toBe((40 * 1536 + 8 * 32_768) * token);
  const all = memoryNeed({ ...shape, window: null }, weights, { ...plan, context: 32_768 });
  expect(long.ram.kvCache).toBeLessThan((all.gpu.kvCache + all.ram.kvCache) / 3);
});

test('what reads a text at once keeps no cache and knows no outputs', () => {
  const { shape, weights } = ofCatalogue('bge-m3', 'Q8_0');
  const { ram } = memoryNeed(shape, weights, { ...plan, context: 512, gpuLayers: 0 });
  expect(ram.kvCache).toBe(0);
  expect(ram.compute).toBeLessThan(50 * MiB);
});

test('without flash attention a long context takes much more to compute', () => {
  const many = need({ flashAttention: false, context: 32_768 }).gpu.compute;
  expect(many).toBeGreaterThan(512 * 32_768 * 32 * 4);
  expect(need({ context: 32_768 }).gpu.compute).toBeLessThan(400 * MiB);
});

test('weights of a file’s header are taken as they are', () => {
  const shape: ModelShape = { ...llama.shape, layers: 3 };
  const weights = { layers: [10, 20, 30], input: 5, output: 7 };
  const { gpu, ram } = memoryNeed(shape, weights, { ...plan, gpuLayers: 2 });
  expect([gpu.weights, ram.weights]).toEqual([37, 35]);
  expect(weightsOf({ layers: 2, embedding: 2, vocabulary: 5 }, 300, 30, false)).toEqual({
    layers: [50, 50],
    input: 100,
    output: 100,
  });
});

const machine = (ram: number, free: number, ...vram: number[]): Machine => ({
  ramBytes: ram * GiB,
  freeRamBytes: free * GiB,
  vramBytes: vram.map((size) => size * GiB),
});
const verdictOf = (id: string, at: Machine, quantisation?: string) => {
  const { shape, weights } = ofCatalogue(id, quantisation);
  return fitModel(shape, weights, at);
};

test('what people ask most: does it run here?', () => {
  expect(verdictOf('llama-3.1-8b', machine(16, 10, 8))).toMatchObject({
    verdict: 'fits-gpu',
    plan: { gpuLayers: 33, context: 8192 },
  });
  const partly = verdictOf('qwen3-14b', machine(32, 20, 8));
  expect(partly.verdict).toBe('fits-partly');
  expect(partly.plan.gpuLayers).toBeGreaterThan(10);
  expect(partly.plan.gpuLayers).toBeLessThan(41);
  expect(verdictOf('llama-3.1-8b', machine(16, 10))).toMatchObject({
    verdict: 'fits-ram',
    plan: { gpuLayers: 0 },
  });
  expect(verdictOf('llama-3.1-8b', machine(16, 3)).verdict).toBe('tight');
  expect(verdictOf('qwen3-32b', machine(16, 15, 4)).verdict).toBe('too-large');
  expect(verdictOf('qwen3-32b', machine(16, 15, 24)).verdict).toBe('fits-gpu');
  expect(verdictOf('qwen3-0.6b', machine(4, 2.5), 'Q8_0').verdict).toBe('fits-ram');
});

test('all of it on the GPU is worth a shorter context, but not one of no use', () => {
  const snug = verdictOf('llama-3.1-8b', machine(32, 24, 5.8));
  expect(snug).toMatchObject({ verdict: 'fits-gpu', plan: { context: 4096 } });
  const less = verdictOf('llama-3.1-8b', machine(32, 24, 5));
  expect(less).toMatchObject({ verdict: 'fits-partly', plan: { context: 8192 } });
});

test('a shorter context where a long one does not fit, and never more than was trained', () => {
  const { shape, weights } = ofCatalogue('llama-3.1-8b');
  const wish = { ...usualWish, context: 65_536 };
  const fit = fitModel(shape, weights, machine(16, 9), wish);
  expect(fit.verdict).toBe('fits-ram');
  expect(fit.plan.context).toBeLessThan(65_536);
  expect(fit.plan.context).toBeGreaterThanOrEqual(8192);
  expect(verdictOf('granite-embedding-107m', machine(8, 4), 'Q8_0').plan.context).toBe(512);
});

test('several GPUs share the layers, and each needs room to compute', () => {
  const two = verdictOf('qwen3-32b', machine(64, 50, 12, 12));
  expect(two.verdict).toBe('fits-gpu');
  const { shape, weights } = ofCatalogue('llama-3.1-8b');
  expect(memoryNeed(shape, weights, plan, 2).gpu.compute).toBe(2 * need().gpu.compute);
});

test.each(catalogue.map(({ id }) => id))('%s: more memory never makes it fit worse', (id) => {
  const order = ['too-large', 'tight', 'fits-ram', 'fits-partly', 'fits-gpu'];
  const { quantisations } = catalogue.find((model) => model.id === id)!;
  const { shape, weights } = ofCatalogue(id, quantisations[0]);
  const ranks = [2, 4, 8, 16, 32, 64].map((size) => {
    const { verdict, need: needed, plan: best } = fitModel(shape, weights, machine(size, size / 2));
    if (verdict === 'fits-ram') expect(needed.ram.total).toBeLessThanOrEqual((size / 2) * GiB);
    expect(best.context).toBeLessThanOrEqual(shape.contextTrained);
    return order.indexOf(verdict);
  });
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(ranks.at(-1)).toBe(2);
});
