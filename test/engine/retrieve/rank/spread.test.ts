import { expect, test } from 'vitest';
import { spreadDocuments } from '../../../../src/engine/retrieve/rank/spread.ts';

const passages = (...list: [documentId: number, score: number][]) =>
  list.map(([documentId, score], chunkId) => ({ documentId, chunkId, score }));
const order = (list: ReturnType<typeof passages>) =>
  spreadDocuments(list).map(({ chunkId }) => chunkId);

test('best first, ties in the order of writing', () => {
  expect(order(passages([1, 0.2], [2, 0.9], [3, 0.2]))).toEqual([1, 0, 2]);
});

test('a fourth passage of a document makes room for others that fit nearly as well', () => {
  const list = passages([1, 0.9], [1, 0.88], [1, 0.86], [1, 0.84], [2, 0.7], [3, 0.3]);
  expect(order(list)).toEqual([0, 1, 2, 4, 3, 5]);
});

test('three are not touched, and none are none', () => {
  expect(order(passages([1, 0.9], [1, 0.8], [1, 0.7], [2, 0.69]))).toEqual([0, 1, 2, 3]);
  expect(order([])).toEqual([]);
});
