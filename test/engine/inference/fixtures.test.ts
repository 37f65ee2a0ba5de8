// The models that tests are made with are models: llama.cpp itself loads each of them and does what
// it is for. A test on them that fails is the app's fault then, and not theirs.
import { statSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkVocabulary } from '../../../src/engine/gguf/check-vocabulary.ts';
import { readGguf } from '../../../src/engine/gguf/read-gguf.ts';
import { withTokenTwice, withUnknownArchitecture } from '../../support/gguf/bad-files.ts';
import { embedderModel, rerankerModel } from '../../support/gguf/bert-model.ts';
import { benchModel, chatModel, type Architecture } from '../../support/gguf/chat-model.ts';
import { startLlama, type LlamaProcess, type LlamaResults } from '../../support/gguf/llama.ts';
import { loraAdapter } from '../../support/gguf/lora-adapter.ts';
import { madeModel } from '../../support/gguf/made-files.ts';
import type { FixtureModel } from '../../support/gguf/weights.ts';

let llama: LlamaProcess;
beforeAll(async () => {
  llama = await startLlama();
});
afterAll(() => llama.close());

/** What a model writes at temperature 0. */
function write(
  model: string,
  adapters: { filePath: string; scale: number }[] = [],
  by = llama,
): Promise<LlamaResults['write']> {
  return by.run({ kind: 'write', model, adapters, prompt: 'Hello there', maxTokens: 24 });
}

test.each<Architecture>(['llama', 'qwen2', 'qwen3', 'gemma', 'gemma2', 'phi3'])(
  '%s writes, and an adapter changes what it writes by its scale',
  async (architecture) => {
    const base = chatModel({ architecture });
    const targets = architecture === 'phi3' ? ['attn_qkv'] : ['attn_q', 'attn_v', 'ffn_down'];
    const model = await madeModel(architecture, () => base);
    const filePath = await madeModel(`${architecture} adapter`, () =>
      loraAdapter(base, { targets }),
    );
    const alone = await write(model);
    expect(alone.text.length).toBeGreaterThan(5);
    expect(await write(model, [{ filePath, scale: 0 }])).toEqual(alone);
    const changed = await write(model, [{ filePath, scale: 1 }]);
    expect(changed.text).not.toBe(alone.text);
    expect(changed.text.length).toBeGreaterThan(5);
  },
);

test('two adapters together change it in another way than each alone', async () => {
  const base = chatModel();
  const model = await madeModel('llama', () => base);
  const first = await madeModel('first', () => loraAdapter(base, { seed: 21 }));
  const second = await madeModel('second', () => loraAdapter(base, { seed: 22, rank: 8 }));
  const [one, two] = [first, second].map((filePath) => ({ filePath, scale: 1 }));
  const texts = [await write(model, [one!]), await write(model, [two!])];
  texts.push(await write(model, [one!, two!]));
  expect(new Set(texts.map(({ text }) => text)).size).toBe(3);
});

test('a model without a template writes, and the endless one does not end', async () => {
  const plain = await madeModel('no template', () => chatModel({ template: null }));
  expect((await write(plain)).text).not.toBe('');
  const model = await madeModel('endless', () => chatModel({ endless: true }));
  const long = await llama.run({
    kind: 'write',
    model,
    adapters: [],
    prompt: 'Hello',
    maxTokens: 500,
    temperature: 1,
  });
  expect(long.ended).toBe(false);
  // Of all that it draws nothing is a special token or half a character.
  expect(long.text).toMatch(/^[\p{Letter}\p{Number}\p{Punctuation} ]{500}$/u);
});

function cosine(a: number[], b: number[]): number {
  const product = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return product / Math.hypot(...a) / Math.hypot(...b);
}

test.each(['mean', 'cls'] as const)('the embedder with %s pooling', async (pooling) => {
  const model = await madeModel(pooling, () => embedderModel({ pooling }));
  const texts = ['the red car', 'a red car', '12345 zzz', 'the red car'];
  const [car, alike, other, again] = await llama.run({ kind: 'embed', model, texts });
  expect(car).toHaveLength(64);
  expect(again).toEqual(car);
  expect(cosine(car!, alike!)).toBeGreaterThan(cosine(car!, other!));
});

test('the two poolings make different vectors of the same weights', async () => {
  const jobs = (['mean', 'cls'] as const).map(async (pooling) =>
    madeModel(pooling, () => embedderModel({ pooling })),
  );
  const [mean, cls] = await Promise.all(jobs);
  const [one] = await llama.run({ kind: 'embed', model: mean!, texts: ['car'] });
  const [two] = await llama.run({ kind: 'embed', model: cls!, texts: ['car'] });
  expect(cosine(one!, two!)).toBeLessThan(0.99);
});

test('the reranker gives each text a rank of its own', async () => {
  const model = await madeModel('reranker', () => rerankerModel());
  const texts = ['the red car', 'apples', '1999 xyz'];
  const ranks = await llama.run({ kind: 'rank', model, query: 'red car', texts });
  expect(ranks.every((rank) => rank > 0 && rank < 1)).toBe(true);
  expect(new Set(ranks).size).toBe(3);
});

test('fixtures pass our own checks, and stay small', async () => {
  for (const [name, make] of Object.entries<() => FixtureModel>({
    llama: () => chatModel(),
    reranker: () => rerankerModel(),
  })) {
    const path = await madeModel(name, make);
    await checkVocabulary(path, await readGguf(path));
    expect(statSync(path).size).toBeLessThan(600_000);
  }
  const counts = [...benchModel().weights.values()].map(({ shape }) =>
    shape.reduce((a, b) => a * b),
  );
  expect(counts.reduce((a, b) => a + b)).toBeGreaterThan(140e6);
});

test('an architecture that llama.cpp does not know is named', async () => {
  const make = () => withUnknownArchitecture(chatModel());
  const model = await madeModel('unknown', make);
  await expect(write(model)).rejects.toThrow(/unknown model architecture: 'perceptron9'/);
});

test('a vocabulary with a token twice ends the process, and our check finds it before', async () => {
  const model = await madeModel('twice', () => withTokenTwice(chatModel()));
  const check = checkVocabulary(model, await readGguf(model));
  await expect(check).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
  const victim = await startLlama();
  await expect(write(model, [], victim)).rejects.toThrow(/process ended/);
  // The other one goes on.
  expect((await write(await madeModel('llama', () => chatModel()))).text).not.toBe('');
});
