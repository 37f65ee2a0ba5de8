// Sizes are held against the bits per weight that each quantisation is known for.
import { expect, test } from 'vitest';
import { fileTypeName, tensorBytes, tensorType } from '../../../src/engine/gguf/tensor-types.ts';

test.each([
  [0, 'F32', 32],
  [1, 'F16', 16],
  [30, 'BF16', 16],
  [2, 'Q4_0', 4.5],
  [3, 'Q4_1', 5],
  [6, 'Q5_0', 5.5],
  [8, 'Q8_0', 8.5],
  [10, 'Q2_K', 2.625],
  [11, 'Q3_K', 3.4375],
  [12, 'Q4_K', 4.5],
  [13, 'Q5_K', 5.5],
  [14, 'Q6_K', 6.5625],
  [16, 'IQ2_XXS', 2.0625],
  [18, 'IQ3_XXS', 3.0625],
  [19, 'IQ1_S', 1.5625],
  [23, 'IQ4_XS', 4.25],
  [39, 'MXFP4', 4.25],
])('type %i is %s with %d bits a weight', (number, name, bits) => {
  const type = tensorType(number)!;
  expect(type.name).toBe(name);
  expect((tensorBytes(type, [512, 3, 2])! * 8) / (512 * 3 * 2)).toBe(bits);
});

test('rows that are no whole blocks have no size, and types that were given up are none', () => {
  expect(tensorBytes(tensorType(12)!, [255])).toBe(null);
  expect([4, 5, 31, 36, 99].map(tensorType)).toEqual([null, null, null, null, null]);
});

test('the numbers of quantisations have names', () => {
  expect([1, 15, 18, 4].map(fileTypeName)).toEqual(['F16', 'Q4_K_M', 'Q6_K', null]);
});
