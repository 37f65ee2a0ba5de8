import { expect, test } from 'vitest';
import {
  addRow,
  readStaticModel,
  writeStaticModel,
} from '../../../src/engine/embed/static-model.ts';
import { knownShare, staticVector } from '../../../src/engine/embed/static-vector.ts';
import { seeded } from '../../support/random.ts';
import { quantise } from '../../../src/engine/vectors/quantise.ts';

const dimensions = 8;
const words = ['leave', 'vacation', 'invoice', 'отпуск', 'the'];
const header = { id: 'test-1', dimensions, words: words.length, buckets: 4 };

/** “leave”, “vacation” and “отпуск” point one way, “invoice” another; “the” says next to nothing. */
function table(): Float32Array {
  const random = seeded(7);
  const rows = (words.length + header.buckets) * dimensions;
  const values = Float32Array.from({ length: rows }, () => random.int(100) / 1000 - 0.05);
  for (const row of [0, 1, 3]) values[row * dimensions] = 1;
  values[2 * dimensions + 1] = 1;
  values.fill(0.001, 4 * dimensions, 5 * dimensions);
  return values;
}

const model = readStaticModel(writeStaticModel(header, words, table()));

test('a table is read as it was written, within the steps of four bits', () => {
  expect(model).toMatchObject(header);
  expect([...model.rowOf.keys()]).toEqual(words);
  const written = table();
  for (let row = 0; row < words.length + header.buckets; row++) {
    const values = new Float32Array(dimensions);
    addRow(model, values, row, 1);
    const expected = written.subarray(row * dimensions, (row + 1) * dimensions);
    const largest = Math.max(...expected.map(Math.abs));
    for (const [i, value] of values.entries()) {
      expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(largest / 14 + 1e-6);
    }
  }
});

test('damaged files are refused', () => {
  const file = writeStaticModel(header, words, table());
  expect(() => readStaticModel(Buffer.from('LKSTATIK and more'))).toThrow('no static model');
  expect(() => readStaticModel(Buffer.alloc(0))).toThrow('no static model');
  expect(() => readStaticModel(file.subarray(0, file.length - 9))).toThrow();
  expect(() => readStaticModel(writeStaticModel(header, words.slice(1), table()))).toThrow('cut');
});

function cosine(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => staticVector(model, text));
  const dot = (p: Float32Array, q: Float32Array) =>
    p.reduce((sum, value, i) => sum + value * q[i]!, 0);
  return dot(x!, y!) / Math.sqrt(dot(x!, x!) * dot(y!, y!));
}

test('texts of related words are near, whatever their spelling, order or language', () => {
  expect(cosine('the leave', 'Vacation')).toBeGreaterThan(0.9);
  expect(cosine('vacation leave', 'leave the vacation')).toBeGreaterThan(0.99);
  expect(cosine('отпуск', 'leave')).toBeGreaterThan(0.9);
  expect(cosine('leave', 'invoice')).toBeLessThan(0.4);
});

test('rounded, vectors fill the range of a byte; without words they are zero', () => {
  const vector = quantise(staticVector(model, 'invoice the leave'));
  expect(Math.max(...vector.map(Math.abs))).toBe(127);
  for (const text of ['', '…', '42'])
    expect(staticVector(model, text)).toEqual(new Float32Array(8));
  // A word that is not in the vocabulary is told by its parts.
  expect(staticVector(model, 'holidays').some((value) => value !== 0)).toBe(true);
});

test('says how much of a query it knows', () => {
  expect(knownShare(model, ['leave', 'xylotomy'])).toBe(0.5);
  expect(knownShare(model, ['отпуск', 'Vacation'])).toBe(1);
  expect(knownShare(model, [])).toBe(0);
});
