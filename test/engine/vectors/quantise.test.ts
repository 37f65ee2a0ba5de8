import { expect, test } from 'vitest';
import { quantise } from '../../../src/engine/vectors/quantise.ts';

test('the largest number becomes ±127, the others keep their share of it, and nothing stays nothing', () => {
  expect([...quantise(Float32Array.of(0.5, -1, 0.25, 0))]).toEqual([64, -127, 32, 0]);
  expect([...quantise(Float32Array.of(3e-20, -1e-20))]).toEqual([127, -42]);
  expect([...quantise(Float32Array.of(2e30, 1e30))]).toEqual([127, 64]);
  expect([...quantise(new Float32Array(3))]).toEqual([0, 0, 0]);
});
