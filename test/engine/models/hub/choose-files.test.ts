import { expect, test } from 'vitest';
import { chooseModel, modelsOf } from '../../../../src/engine/models/hub/choose-files.ts';
import type { HubReference } from '../../../../src/engine/models/hub/reference.ts';
import { bitsPerWeight, quantisationOf } from '../../../../src/engine/models/quantisations.ts';
import { sentenceOf } from '../../../../src/shared/texts/format.ts';

const filesOf = (...paths: string[]) => paths.map((path) => ({ path, size: 10, sha256: null }));
const asked = (wanted: HubReference['wanted'] = null): HubReference => ({
  repo: 'me/it',
  revision: null,
  wanted,
});
const refusalOf = (paths: string[], wanted?: HubReference['wanted']): string => {
  try {
    chooseModel(filesOf(...paths), asked(wanted));
  } catch (error) {
    return sentenceOf(error);
  }
  return '';
};

test.each([
  ['Qwen3-4B-Q4_K_M.gguf', 'Q4_K_M'],
  ['qwen2.5-1.5b-instruct-q4_k_m.gguf', 'Q4_K_M'],
  ['nomic-embed-text-v1.5.f16.gguf', 'F16'],
  ['bge-reranker-v2-m3-FP16.gguf', 'F16'],
  ['Model-UD-Q4_K_XL.gguf', 'UD-Q4_K_XL'],
  ['Llama-3.2-3B-Instruct-Q6_K_L.gguf', 'Q6_K_L'],
  ['m-IQ2_XXS.gguf', 'IQ2_XXS'],
  ['m-Q4_0_4_4.gguf', 'Q4_0_4_4'],
  ['m-BF16-00001-of-00003.gguf', 'BF16'],
  ['gemma-qat-q4_0-Q8_0.gguf', 'Q8_0'],
  ['qwen3-embedding-8b.gguf', null],
  ['Q8_02.gguf', null],
])('the name %s tells %s', (name, quantisation) => {
  expect(quantisationOf(name)).toBe(quantisation);
});

test('the size of a quantisation is known, or it is said that it is not', () => {
  expect(bitsPerWeight('q8_0')).toBeCloseTo(8.5, 2);
  expect(bitsPerWeight('fp16')).toBe(16);
  expect(bitsPerWeight('Q9_Z')).toBeNull();
});

test('the quantisation that was asked for, however it is written', () => {
  const files = filesOf('a-Q4_K_M.gguf', 'a-Q8_0.gguf', 'README.md', 'mmproj-a-f16.gguf');
  expect(chooseModel(files, asked({ quantisation: 'q8_0' })).path).toBe('a-Q8_0.gguf');
  const own = filesOf('e-q8.gguf', 'e-q5km.gguf', 'e-bf16.gguf');
  expect(chooseModel(own, asked({ quantisation: 'q5km' })).path).toBe('e-q5km.gguf');
  const folders = filesOf('Q8_0/it.gguf', 'BF16/it.gguf');
  expect(chooseModel(folders, asked({ quantisation: 'Q8_0' })).path).toBe('Q8_0/it.gguf');
});

test('nothing asked for: a good small one, or the only one', () => {
  const files = filesOf('a-BF16.gguf', 'a-Q4_K_M.gguf', 'a-Q8_0.gguf');
  expect(chooseModel(files, asked()).quantisation).toBe('Q4_K_M');
  expect(chooseModel(filesOf('odd.gguf'), asked()).path).toBe('odd.gguf');
  expect(refusalOf(['odd.gguf', 'even.gguf'])).toContain('even.gguf, odd.gguf');
});

test('all parts of a model in parts, in their order', () => {
  const parts = [2, 1, 3].map((n) => `Q8_0/m-Q8_0-0000${n}-of-00003.gguf`);
  const model = chooseModel(filesOf(...parts, 'm-Q4_0.gguf'), asked({ quantisation: 'Q8_0' }));
  expect(model.files.map(({ path }) => path)).toEqual(parts.toSorted());
  expect(model.size).toBe(30);
  expect(chooseModel(filesOf(...parts), asked({ file: parts[0]! })).files).toHaveLength(3);
  expect(refusalOf(parts.slice(1), { quantisation: 'Q8_0' })).toContain(
    'not all of them are there',
  );
  const twice = [parts[1]!, parts[0]!, 'Q8_0/m-Q8_0-00004-of-00003.gguf'];
  expect(refusalOf(twice, { quantisation: 'Q8_0' })).toContain('not all of them are there');
});

test('what is not there is told with what is', () => {
  const files = ['a-Q4_K_M.gguf', 'a-Q8_0.gguf', 'plain.gguf'];
  const sentence = refusalOf(files, { quantisation: 'Q2_K' });
  expect(sentence).toContain('“Q2_K”');
  expect(sentence).toContain('Q4_K_M, Q8_0, plain.gguf');
  expect(refusalOf(files, { file: 'b.gguf' })).toContain('b.gguf');
  expect(refusalOf(['model.safetensors', 'imatrix.gguf'])).toContain('no GGUF file');
  expect(refusalOf(['a-Q8_0.gguf', 'b-Q8_0.gguf'], { quantisation: 'Q8_0' })).toContain(
    'a-Q8_0.gguf, b-Q8_0.gguf',
  );
});

test('what goes with a model is no model', () => {
  expect(modelsOf(filesOf('mmproj-F16.gguf', 'a.imatrix.gguf', 'a.gguf'))).toHaveLength(1);
});
