// A converted adapter is right if a base with it computes what the model computes that has the
// adapter in its weights. The weights are merged in Hugging Face's layout and written by code that the
// converter knows nothing of; llama.cpp computes both, in f32 throughout. What it computes for the
// families whose rows change places is held against Hugging Face's own definition as well.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readGguf } from '../../../../src/engine/gguf/read-gguf.ts';
import { baseFacts } from '../../../../src/engine/models/peft/base-facts.ts';
import { convertPeft } from '../../../../src/engine/models/peft/convert-peft.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { type LlamaProcess, startLlama } from '../../../support/gguf/llama.ts';
import {
  type AdapterOptions,
  merged,
  randomAdapter,
  writeAdapter,
} from '../../../support/peft/adapter.ts';
import { forward } from '../../../support/peft/hf-forward.ts';
import { type Family, randomModel } from '../../../support/peft/hf-model.ts';
import { writeModel } from '../../../support/peft/hf-to-gguf.ts';

const prompt = [1, 75, 104, 111, 40, 200, 33, 250, 5, 104, 17, 61];
/**
 * Logits here lie between −20 and 20, and adapters move them by more than 1. The sums of llama.cpp
 * are exact to a millionth of that; its GELU is looked up in a table of f16.
 */
const smallest = { effect: 1 };
const largest = { error: 3e-5, errorWithGelu: 5e-4 };
const withGelu: readonly Family[] = ['gemma', 'gemma2', 'gemma3', 'phi2'];

let llama: LlamaProcess;
beforeAll(async () => {
  llama = await startLlama();
});
afterAll(() => llama.close());

/** The largest difference between two scores of the same token behind the same prompt. */
function distance(a: number[][], b: number[][]): number {
  expect([a.length, a[0]!.length]).toEqual([b.length, b[0]!.length]);
  const differences = a.map((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!)));
  return Math.max(...differences.flat());
}

async function compare(family: Family, options: Partial<AdapterOptions>) {
  const folder = temporaryFolder();
  const [base, whole, adapter] = ['base', 'whole', 'adapter'].map((n) => join(folder, `${n}.gguf`));
  const model = randomModel(family, 11);
  const trained = randomAdapter(model, { seed: 5, scale: () => 2, ...options });
  await writeModel(model, base!);
  await writeModel(merged(model, trained), whole!);
  writeAdapter(join(folder, 'peft'), trained);
  const report = await convertPeft(
    join(folder, 'peft'),
    baseFacts([await readGguf(base!)]),
    adapter!,
  );
  const logits = (path: string, with_: string | null) =>
    llama.run({ kind: 'logits', model: path, adapter: with_, tokens: prompt });
  const [alone, withAdapter, mergedIn] = [
    await logits(base!, null),
    await logits(base!, adapter!),
    await logits(whole!, null),
  ];
  return {
    report,
    effect: distance(alone, mergedIn),
    error: distance(withAdapter, mergedIn),
    /** Against Hugging Face's definition, computed here. */
    errorOfDefinition: () => distance(withAdapter, forward(merged(model, trained), prompt)),
  };
}

test.each<Family>([
  'llama',
  'mistral',
  'mistral3',
  'qwen2',
  'qwen3',
  'gemma',
  'gemma2',
  'gemma3',
  'phi2',
  'phi3',
])('%s: a base with the converted adapter computes what the merged weights do', async (family) => {
  const { report, effect, error } = await compare(family, {});
  expect(effect).toBeGreaterThan(smallest.effect);
  expect(error).toBeLessThan(withGelu.includes(family) ? largest.errorWithGelu : largest.error);
  expect(report).toMatchObject({ rank: 4, alpha: 8, notes: [] });
});

test.each<Family>(['llama', 'mistral', 'qwen2'])(
  '%s: it is what Hugging Face’s definition of the model gives',
  async (family) => {
    const { errorOfDefinition } = await compare(family, {});
    expect(errorOfDefinition()).toBeLessThan(largest.error);
  },
);

const isQuery = (module: string): boolean => module.endsWith('q_proj');
const isLate = (module: string): boolean => module.startsWith('model.layers.1.');

test.each<[string, Partial<AdapterOptions>]>([
  ['numbers of f16', { type: 'F16' }],
  ['numbers of bf16', { type: 'BF16' }],
  ['rslora', { config: { use_rslora: true }, scale: () => 8 / Math.sqrt(4) }],
  [
    'ranks of their own',
    {
      config: { rank_pattern: { q_proj: 2 } },
      rank: (module) => (isQuery(module) ? 2 : 4),
      scale: (module) => (isQuery(module) ? 4 : 2),
    },
  ],
  [
    'alphas of their own',
    {
      config: { alpha_pattern: { 'layers.1.*': 3 } },
      scale: (module) => (isLate(module) ? 3 / 4 : 2),
    },
  ],
  [
    'all of it at once, in bf16',
    {
      type: 'BF16',
      config: {
        use_rslora: true,
        rank_pattern: { q_proj: 2 },
        alpha_pattern: { '^model.layers.1.*': 3 },
      },
      rank: (module) => (isQuery(module) ? 2 : 4),
      scale: (module) => (isLate(module) ? 3 : 8) / Math.sqrt(isQuery(module) ? 2 : 4),
    },
  ],
])('an adapter with %s acts as strongly as in PEFT', async (_, options) => {
  const { effect, error } = await compare('llama', options);
  expect(effect).toBeGreaterThan(smallest.effect);
  expect(error).toBeLessThan(largest.error);
});
