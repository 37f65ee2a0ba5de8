import { expect, test } from 'vitest';
import { interleaveHeads, toBytes, toFloats } from '../../../../src/engine/models/peft/matrices.ts';

test('the halves of each head’s rows take turns', () => {
  // Two heads of four rows, two columns: row r holds r and −r.
  const rows = Float32Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? i / 2 : -(i - 1) / 2));
  const ordered = interleaveHeads(rows, 8, 2);
  expect([...ordered].filter((_, i) => i % 2 === 0)).toEqual([0, 2, 1, 3, 4, 6, 5, 7]);
  expect([...ordered].filter((_, i) => i % 2 === 1)).toEqual([-0, -2, -1, -3, -4, -6, -5, -7]);
});

test('bytes at any place in memory are read', () => {
  const floats = Float32Array.of(1.5, -2, 3e38);
  const shifted = new Uint8Array(13);
  shifted.set(toBytes(floats), 1);
  expect(toFloats(shifted.subarray(1), 'F32')).toEqual(floats);
});
