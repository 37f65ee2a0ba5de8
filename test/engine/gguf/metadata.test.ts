import { expect, test } from 'vitest';
import {
  architectureIn,
  lengthIn,
  numberIn,
  splitIn,
  textIn,
} from '../../../src/engine/gguf/metadata.ts';
import type { GgufMetadata } from '../../../src/engine/gguf/read-metadata.ts';

const metadata: GgufMetadata = new Map([
  ['general.architecture', { type: 'string', value: 'llama' }],
  ['llama.block_count', { type: 'u32', value: 32 }],
  ['huge', { type: 'u64', value: 2n ** 60n }],
  ['near', { type: 'array', of: 'i32', values: [1, 2, 3] }],
  ['far', { type: 'far', of: 'string', length: 128_256, offset: 100 }],
]);

test('facts are there by their keys, or not said', () => {
  expect(architectureIn(metadata)).toBe('llama');
  expect(numberIn(metadata, 'llama.block_count')).toBe(32);
  expect(
    ['huge', 'near', 'missing', 'general.architecture'].map((key) => numberIn(metadata, key)),
  ).toEqual([null, null, null, null]);
  expect(textIn(metadata, 'llama.block_count')).toBe(null);
  expect(['near', 'far', 'huge'].map((key) => lengthIn(metadata, key))).toEqual([3, 128_256, null]);
});

test('a part of a model in several files says so', () => {
  expect(splitIn(metadata)).toBe(null);
  const split = (part: number, parts: number): GgufMetadata =>
    new Map([
      ['split.no', { type: 'u16', value: part }],
      ['split.count', { type: 'u16', value: parts }],
    ]);
  expect(splitIn(split(1, 3))).toEqual({ part: 2, parts: 3 });
  expect(splitIn(split(0, 1))).toBe(null);
});
