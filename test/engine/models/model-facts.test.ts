// What files are used for, by what they say of themselves; shapes, names, and adapters' own rules.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { misfitOf, readAdapterFacts } from '../../../src/engine/models/adapter-facts.ts';
import { uniqueName } from '../../../src/engine/models/file-name.ts';
import { shapeOfFile } from '../../../src/engine/models/file-shape.ts';
import { kindOfFile, modelFacts } from '../../../src/engine/models/model-facts.ts';
import { openModelFile } from '../../../src/engine/models/model-file.ts';
import { sentenceOf } from '../../../src/shared/texts/format.ts';
import type { GgufValue } from '../../../src/engine/gguf/values.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { embedderModel, rerankerModel } from '../../support/gguf/bert-model.ts';
import { chatModel } from '../../support/gguf/chat-model.ts';
import { loraAdapter } from '../../support/gguf/lora-adapter.ts';
import {
  bool,
  f32,
  type FixtureModel,
  matrix,
  saveModel,
  text,
  u32,
} from '../../support/gguf/weights.ts';

const folder = temporaryFolder();
let saved = 0;

async function open(model: FixtureModel) {
  const path = join(folder, `${++saved}-Q4_K_M.gguf`);
  await saveModel(path, model);
  return openModelFile(path);
}

/** The model with facts changed; null takes one out. */
function withFacts(model: FixtureModel, facts: Record<string, GgufValue | null>): FixtureModel {
  const all = [...model.metadata, ...Object.entries(facts)];
  const metadata = new Map(all.filter((pair): pair is [string, GgufValue] => pair[1] !== null));
  for (const [key, value] of Object.entries(facts)) if (value === null) metadata.delete(key);
  return { ...model, metadata };
}

async function kindOf(model: FixtureModel): Promise<string> {
  const file = await open(model);
  try {
    return kindOfFile(file);
  } catch (error) {
    return sentenceOf(error);
  }
}

const chat = chatModel();

test('the kind of a file is what it says, not what it is called', async () => {
  const noPooling = { 'bert.pooling_type': null };
  const kinds = [
    [chat, 'chat'],
    [embedderModel(), 'embedder'],
    [rerankerModel(), 'reranker'],
    [loraAdapter(chat), 'adapter'],
    // Models that write, made into ones that read.
    [withFacts(chat, { 'llama.pooling_type': u32(3) }), 'embedder'],
    [withFacts(chat, { 'llama.pooling_type': u32(4) }), 'reranker'],
    [withFacts(chat, { 'llama.pooling_type': u32(0) }), 'chat'],
    [withFacts(chat, { 'llama.attention.causal': bool(false) }), 'embedder'],
    // Older files say nothing of how they pool.
    [withFacts(embedderModel(), noPooling), 'embedder'],
    [withFacts(rerankerModel(), noPooling), 'reranker'],
    [withFacts(chat, { 'general.type': text('mmproj') }), /only a part that goes with a model/],
    [withFacts(chat, { 'general.architecture': text('clip') }), /\(clip\)/],
    [withFacts(chat, { 'general.architecture': null }), /does not say what kind/],
    [{ ...chat, weights: new Map() }, /holds no weights/],
  ] as const;
  for (const [model, kind] of kinds) expect(await kindOf(model)).toMatch(kind);
});

test('facts and shape are those of the file', async () => {
  const file = await open(chatModel({ architecture: 'gemma2', layers: 4 }));
  expect(modelFacts(file)).toMatchObject({
    architecture: 'gemma2',
    quantisation: 'F32',
    layers: 4,
  });
  const { shape, weights } = shapeOfFile(file.headers, true)!;
  expect(shape).toMatchObject({
    layers: 4,
    embedding: 64,
    heads: 4,
    kvHeads: 2,
    headDim: 16,
    contextTrained: 8192,
    window: { layers: 2, tokens: 4096 },
  });
  // Its output is the table of tokens.
  expect(weights.output).toBeNull();
  const bytes = file.headers[0]!.tensors.reduce((sum, tensor) => sum + tensor.bytes, 0);
  const counted = weights.layers.reduce((sum, one) => sum + one, 0) + weights.input;
  expect(counted).toBe(bytes);
  const llama = shapeOfFile((await open(chat)).headers, true)!;
  expect(llama.weights.output).toBe(64 * llama.shape.vocabulary * 4);
});

test('adapters that no model could take are refused with the reason', async () => {
  const good = loraAdapter(chat, { targets: ['attn_q'] });
  const [name] = [...good.weights.keys()];
  const without = new Map(good.weights);
  without.delete(name!);
  const cases: [FixtureModel, RegExp][] = [
    [withFacts(good, { 'adapter.type': text('ia3') }), /kind ia3/],
    [withFacts(good, { 'adapter.lora.alpha': null }), /does not say its alpha/],
    [withFacts(good, { 'adapter.alora.invocation_tokens': u32(1) }), /activated LoRA/],
    [{ ...good, weights: without }, /One of the two matrices of “blk\.0\.attn_q\.weight”/],
    [{ ...good, weights: new Map([['x.weight', matrix(4, 4, 'x')]]) }, /holds “x\.weight”/],
    [{ ...good, weights: new Map() }, /changes no module/],
    [
      { ...good, weights: new Map([...good.weights, [name!, matrix(64, 5, 'x')]]) },
      /two matrices of “blk\.0\.attn_q\.weight” do not belong together/,
    ],
  ];
  for (const [model, said] of cases) {
    const file = await open(model);
    expect(() => readAdapterFacts(file)).toThrow(expect.toSatisfy((e) => said.test(sentenceOf(e))));
  }
  const named = withFacts(good, {
    'general.base_model.0.name': text('Tiny'),
    'general.base_model.0.organization': text('Us'),
    'adapter.lora.alpha': f32(3),
  });
  const facts = readAdapterFacts(await open(named));
  expect(facts).toMatchObject({ rank: 4, alpha: 3, baseName: 'Us/Tiny' });
  const base = { name: 'b', architecture: 'llama', matrices: facts.targets };
  expect(misfitOf(facts, base)).toBeNull();
  expect(misfitOf(facts, { ...base, architecture: 'qwen2' })).toContain(
    'It was trained for Us/Tiny',
  );
  expect(misfitOf(facts, { ...base, matrices: {} })).toContain(
    'the model has no blk.0.attn_q.weight',
  );
});

test('names can be typed, are names of files, and are there once', () => {
  const taken = new Set(['model', 'model-2']);
  const name = (stem: string) => uniqueName(stem, (one) => taken.has(one.toLowerCase()));
  expect(name('Grüße 🦊')).toBe('Grüße 🦊');
  expect(name('MODEL')).toBe('MODEL-3');
  expect(name('a:b/c\u0007"d"')).toBe('a_b_c__d_');
  expect(name('--free ')).toBe('free');
  expect(name('...')).toBe('model-3');
  expect(name('x'.repeat(200))).toBe('x'.repeat(80));
  expect(name('🦊'.repeat(200))).toBe('🦊'.repeat(45));
  expect(name('Con')).toBe('Con_');
  // Composed letters: a Mac gives them in parts.
  expect(name('u\u0308')).toBe('\u00fc');
});
