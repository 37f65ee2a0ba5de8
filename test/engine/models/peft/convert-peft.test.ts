import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { numberIn, textIn } from '../../../../src/engine/gguf/metadata.ts';
import { readGguf } from '../../../../src/engine/gguf/read-gguf.ts';
import { type BaseFacts, baseFacts } from '../../../../src/engine/models/peft/base-facts.ts';
import { convertPeft } from '../../../../src/engine/models/peft/convert-peft.ts';
import { sentenceOf } from '../../../../src/shared/texts/format.ts';
import { filesIn, temporaryFolder } from '../../../support/folder.ts';
import { plainConfig } from '../../../support/peft/adapter.ts';
import { type FloatType, type Matrix, safetensors } from '../../../support/peft/safetensors.ts';

/** Two heads of queries, one of keys, four numbers each; six numbers go in. */
const base: BaseFacts = {
  architecture: 'llama',
  name: 'A base',
  heads: 2,
  keyHeads: 1,
  tensors: new Map([
    ['blk.0.attn_q.weight', [6, 8]],
    ['blk.0.attn_k.weight', [6, 4]],
    ['blk.0.attn_v.weight', [6, 4]],
  ]),
};
const q = 'base_model.model.model.layers.0.self_attn.q_proj';
const matrix = (rows: number, columns: number, first = 0): Matrix => ({
  rows,
  columns,
  values: Float64Array.from({ length: rows * columns }, (_, i) => first + i),
});
const ordinary: Record<string, Matrix> = {
  [`${q}.lora_A.weight`]: matrix(4, 6, 1),
  [`${q}.lora_B.weight`]: matrix(8, 4, 1),
};

function adapterWith(
  tensors: Record<string, Matrix>,
  config: object = {},
  type: FloatType = 'F32',
): string {
  const folder = join(temporaryFolder(), 'Märchen 🐉 tone');
  mkdirSync(folder);
  const typed = Object.entries(tensors).map(([name, tensor]) => [name, { ...tensor, type }]);
  writeFileSync(join(folder, 'adapter_model.safetensors'), safetensors(Object.fromEntries(typed)));
  const whole = { ...plainConfig, base_model_name_or_path: 'someone/some-model-1b', ...config };
  writeFileSync(join(folder, 'adapter_config.json'), JSON.stringify(whole));
  return folder;
}

/** What a conversion fails with; nothing of it may be left on disk. */
async function failureOf(folder: string, facts = base, signal?: AbortSignal): Promise<unknown> {
  const out = temporaryFolder();
  const failure: unknown = await convertPeft(folder, facts, join(out, 'a.gguf'), signal).then(
    () => null,
    (error: unknown) => error,
  );
  expect(filesIn(out)).toEqual([]);
  return failure;
}

test('the file says what it is, and holds the numbers in llama.cpp’s order', async () => {
  const folder = adapterWith(ordinary);
  const target = join(folder, 'out.gguf');
  writeFileSync(target, 'something older');
  expect(await convertPeft(folder, base, target)).toEqual({
    architecture: 'llama',
    modules: 1,
    rank: 4,
    alpha: 8,
    baseName: 'someone/some-model-1b',
    notes: [],
  });
  const { metadata, tensors } = await readGguf(target);
  const texts = Object.fromEntries([...metadata.keys()].map((key) => [key, textIn(metadata, key)]));
  expect(texts).toMatchObject({
    'general.architecture': 'llama',
    'general.type': 'adapter',
    'general.name': 'Märchen 🐉 tone',
    'general.base_model.0.name': 'some-model-1b',
    'general.base_model.0.organization': 'someone',
    'general.base_model.0.repo_url': 'https://huggingface.co/someone/some-model-1b',
    'adapter.type': 'lora',
  });
  expect(numberIn(metadata, 'adapter.lora.alpha')).toBe(8);
  expect(numberIn(metadata, 'general.base_model.count')).toBe(1);
  expect(tensors).toMatchObject([
    { name: 'blk.0.attn_q.weight.lora_a', shape: [6, 4], type: 'F32' },
    { name: 'blk.0.attn_q.weight.lora_b', shape: [4, 8], type: 'F32' },
  ]);
  const file = readFileSync(target);
  const floats = ({ offset, bytes }: { offset: number; bytes: number }) =>
    Array.from({ length: bytes / 4 }, (_, i) => file.readFloatLE(offset + i * 4));
  expect(floats(tensors[0]!)).toEqual([...matrix(4, 6, 1).values]);
  const firstOfRows = floats(tensors[1]!).filter((_, i) => i % 4 === 0);
  expect(firstOfRows.map((value) => (value - 1) / 4)).toEqual([0, 2, 1, 3, 4, 6, 5, 7]);
});

test('names with the adapter’s own name in them are read too', async () => {
  const folder = adapterWith({
    [`${q}.lora_A.default.weight`]: matrix(4, 6),
    [`${q}.lora_B.default.weight`]: matrix(8, 4),
  });
  await convertPeft(folder, base, join(folder, 'out.gguf'));
});

test('heads may be stated for each layer, and are taken from it', async () => {
  const folder = adapterWith(ordinary);
  const target = join(folder, 'out.gguf');
  await convertPeft(folder, { ...base, heads: [1, 2] }, target);
  const { tensors } = await readGguf(target);
  const file = readFileSync(target);
  const { offset } = tensors[1]!;
  const rows = Array.from({ length: 8 }, (_, row) => (file.readFloatLE(offset + row * 16) - 1) / 4);
  expect(rows).toEqual([0, 4, 1, 5, 2, 6, 3, 7]);
});

test('facts of the base come from its header, of all its files', async () => {
  const header = {
    version: 3,
    size: 0,
    metadata: new Map([
      ['general.architecture', { type: 'string', value: 'llama' }],
      ['llama.attention.head_count', { type: 'u32', value: 2 }],
      ['llama.attention.head_count_kv', { type: 'array', of: 'u32', values: [1, 2] }],
    ] as const),
  };
  const tensor = (name: string) => ({ name, shape: [6, 8], type: 'Q4_K', offset: 0, bytes: 0 });
  const facts = baseFacts([
    { ...header, tensors: [tensor('a')] },
    { ...header, metadata: new Map(), tensors: [tensor('b')] },
  ]);
  expect(facts).toEqual({
    architecture: 'llama',
    name: null,
    heads: 2,
    keyHeads: [1, 2],
    tensors: new Map([
      ['a', [6, 8]],
      ['b', [6, 8]],
    ]),
  });
});

test('notes say what a person would wonder about', async () => {
  const zero = { ...ordinary, [`${q}.lora_B.weight`]: matrix(8, 4) };
  zero[`${q}.lora_B.weight`].values.fill(0);
  const folder = adapterWith(zero, { use_rslora: true });
  const { alpha, notes } = await convertPeft(folder, base, join(folder, 'out.gguf'));
  expect(alpha).toBe(16);
  expect(notes.join(' ')).toMatch(/alpha 16,.*changes nothing\.$/);
});

const vector = matrix(1, 8);
test.each<[string, Record<string, Matrix>]>([
  ['DoRA', { [`${q}.lora_magnitude_vector`]: vector }],
  ['embeddings', { 'base_model.model.model.embed_tokens.lora_embedding_A': matrix(4, 9) }],
  ['embeddings', { 'base_model.model.model.embed_tokens.weight': matrix(9, 6) }],
  ['lm_head', { 'base_model.model.lm_head.weight': matrix(9, 6) }],
  [
    'lm_head',
    {
      'base_model.model.lm_head.lora_A.weight': matrix(4, 6),
      'base_model.model.lm_head.lora_B.weight': matrix(9, 4),
    },
  ],
  ['biases', { [`${q}.bias`]: vector }],
  ['biases', { [`${q}.lora_B.bias`]: vector }],
  ['norms', { 'base_model.model.model.layers.0.input_layernorm.weight': vector }],
  ['another method', { [`${q}.hada_w1_a`]: matrix(4, 6) }],
  ['“something”', { something: vector }],
  [
    'experts',
    {
      'base_model.model.model.layers.0.mlp.experts.0.up_proj.lora_A.weight': matrix(4, 6),
      'base_model.model.model.layers.0.mlp.experts.0.up_proj.lora_B.weight': matrix(8, 4),
    },
  ],
  [
    'sees or hears',
    {
      'base_model.model.vision_tower.encoder.layers.0.self_attn.q_proj.lora_A.weight': matrix(4, 6),
      'base_model.model.vision_tower.encoder.layers.0.self_attn.q_proj.lora_B.weight': matrix(8, 4),
    },
  ],
  [
    'qkv_proj',
    {
      'base_model.model.model.layers.0.self_attn.qkv_proj.lora_A.weight': matrix(4, 6),
      'base_model.model.model.layers.0.self_attn.qkv_proj.lora_B.weight': matrix(8, 4),
    },
  ],
  // The same module again, without the levels that PEFT puts around a model.
  [
    '“model.layers.0.self_attn.q_proj” twice',
    {
      'model.layers.0.self_attn.q_proj.lora_A.weight': matrix(4, 6),
      'model.layers.0.self_attn.q_proj.lora_B.weight': matrix(8, 4),
    },
  ],
])('what cannot be converted is named: %s', async (named, tensors) => {
  const failure = await failureOf(adapterWith({ ...ordinary, ...tensors }));
  expect(failure).toMatchObject({ code: 'ADAPTER_NOT_CONVERTIBLE' });
  expect(sentenceOf(failure)).toContain(named);
});

test.each<[string, Record<string, Matrix>]>([
  ['missing', { [`${q}.lora_A.weight`]: matrix(4, 6) }],
  ['missing', { [`${q}.lora_B.weight`]: matrix(8, 4) }],
  ['do not belong', { ...ordinary, [`${q}.lora_B.weight`]: matrix(8, 3) }],
  ['twice', { ...ordinary, [`${q}.lora_A.other.weight`]: matrix(4, 6) }],
  ['no module', {}],
  ['rank 2', { [`${q}.lora_A.weight`]: matrix(2, 6), [`${q}.lora_B.weight`]: matrix(8, 2) }],
])('an adapter that is not whole is refused: %s', async (named, tensors) => {
  const failure = await failureOf(adapterWith(tensors));
  expect(failure).toMatchObject({ code: 'ADAPTER_UNREADABLE' });
  expect(sentenceOf(failure)).toContain(named);
});

test.each<[string, BaseFacts]>([
  ['no blk.0.attn_q.weight', { ...base, tensors: new Map() }],
  ['6 × 8 weights there, and this one has 8 × 8', withQ([8, 8])],
  ['6 × 8 weights there, and this one has 6 × 16', withQ([6, 16])],
  ['6 × 8 weights there, and this one has 6 × 8 × 2', withQ([6, 8, 2])],
  ['attention heads', { ...base, heads: null }],
  ['attention heads', { ...base, heads: 3 }],
  ['attention heads', { ...base, heads: 8 }],
  ['attention heads', { ...base, heads: [] }],
])('a base that it does not fit is refused: %s', async (named, facts) => {
  const failure = await failureOf(adapterWith(ordinary), facts);
  expect(failure).toMatchObject({ code: 'ADAPTER_MISMATCH' });
  expect(sentenceOf(failure)).toContain(named);
});

function withQ(shape: number[]): BaseFacts {
  return { ...base, tensors: new Map([['blk.0.attn_q.weight', shape]]) };
}

test('a kind of model that is not known is named, with those that are', async () => {
  const failure = await failureOf(adapterWith(ordinary), { ...base, architecture: 'bert' });
  expect(failure).toMatchObject({ code: 'ADAPTER_NOT_CONVERTIBLE' });
  expect(sentenceOf(failure)).toMatch(/kind bert .*llama.*phi3/);
});

test('numbers that are none are refused, wherever they are', async () => {
  for (const name of Object.keys(ordinary)) {
    for (const value of [NaN, Infinity]) {
      const broken = {
        ...ordinary,
        [name]: { ...ordinary[name]!, values: ordinary[name]!.values.slice() },
      };
      broken[name]!.values[5] = value;
      const failure = await failureOf(adapterWith(broken));
      expect(failure).toMatchObject({ code: 'ADAPTER_NOT_CONVERTIBLE' });
      expect(sentenceOf(failure)).toContain('no numbers');
    }
  }
});

test('a folder without one of its files says which', async () => {
  const folder = adapterWith(ordinary);
  rmSync(join(folder, 'adapter_model.safetensors'));
  expect(sentenceOf(await failureOf(folder))).toContain('no adapter_model.safetensors');
  writeFileSync(join(folder, 'adapter_model.bin'), 'PK');
  expect(sentenceOf(await failureOf(folder))).toContain('can run programs');
  rmSync(join(folder, 'adapter_config.json'));
  expect(sentenceOf(await failureOf(folder))).toContain('no adapter_config.json');
  expect(sentenceOf(await failureOf(join(folder, 'missing')))).toContain('no adapter_config.json');
  writeFileSync(join(folder, 'adapter_config.json'), ' '.repeat(5 * 2 ** 20));
  expect(sentenceOf(await failureOf(folder))).toContain('too large');
});

test('it can be cancelled', async () => {
  const failure = await failureOf(adapterWith(ordinary), base, AbortSignal.abort());
  expect(failure).toMatchObject({ name: 'AbortError' });
});
