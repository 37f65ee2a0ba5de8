// The estimate of memory beside what llama.cpp takes: the cache to the byte, what it computes with
// never estimated too low, and not much too high.
import { expect, test } from 'vitest';
import { memoryNeed } from '../../../src/engine/models/fit.ts';
import type { ModelShape } from '../../../src/engine/models/model-shape.ts';
import { chatModel } from '../../support/gguf/chat-model.ts';
import { madeModel } from '../../support/gguf/made-files.ts';
import { loggedMemory, type LoggedPlan } from '../../support/memory-log.ts';

const counts = { layers: 4, embedding: 256, heads: 8, kvHeads: 4 };
const shape: ModelShape = {
  ...counts,
  headDim: 32,
  vocabulary: 300,
  contextTrained: 16_384,
  window: null,
  causal: true,
};
const plan: LoggedPlan = { context: 2048, batch: 512, flashAttention: true, kvType: 'f16' };
const plans: LoggedPlan[] = [
  plan,
  { ...plan, flashAttention: false },
  { ...plan, context: 8192 },
  { ...plan, context: 8192, flashAttention: false },
  { ...plan, context: 8192, kvType: 'q8_0' },
  { ...plan, context: 4096, kvType: 'q4_0' },
  { ...plan, context: 3000, batch: 128 },
];

test('the estimate of what a context takes, beside what llama.cpp logs of it', async () => {
  const options = { ...counts, feedForward: 1024, context: shape.contextTrained };
  const path = await madeModel('to-measure', () => chatModel(options));
  const logged = await loggedMemory(path, plans);
  const weights = { layers: [0, 0, 0, 0], input: 0, output: 0 };
  for (const [at, wanted] of plans.entries()) {
    const { ram } = memoryNeed(shape, weights, { ...wanted, gpuLayers: 0 });
    const said = JSON.stringify({ wanted, logged: logged[at], ram });
    expect(ram.kvCache, said).toBe(logged[at]!.kvCache);
    // What is logged is rounded to hundredths of a MiB.
    expect(ram.compute, said).toBeGreaterThan(logged[at]!.compute * 0.99);
    expect(ram.compute, said).toBeLessThan(logged[at]!.compute * 1.3 + 4 * 1024 ** 2);
  }
});
