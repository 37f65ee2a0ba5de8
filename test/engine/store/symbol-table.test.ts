import { expect, test } from 'vitest';
import {
  createPacker,
  createUnpacker,
  padded,
  type Symbols,
} from '../../../src/engine/store/index/symbol-table.ts';
import { trainSymbols } from '../../../src/engine/store/index/symbol-training.ts';
import { madeText } from '../../support/made-text.ts';
import { seeded } from '../../support/random.ts';

function packed(symbols: Symbols, text: string): Uint8Array {
  const { source, length } = padded(text);
  const target = new Uint8Array(2 * length);
  const end = createPacker(symbols).pack(source, length, target, 0);
  return target.subarray(0, end);
}

const bytes = (list: readonly string[]) => list.map((one) => Buffer.from(one));

test('the longest symbol that fits is taken, what has none is itself behind a sign', () => {
  const symbols = bytes(['e', 'the', 'th', ' the gar', 'g']);
  expect([...packed(symbols, 'the garden')]).toEqual([
    1, 255, 0x20, 4, 255, 0x61, 255, 0x72, 255, 0x64, 0, 255, 0x6e,
  ]);
  expect([...packed(symbols, 'e the garethg')]).toEqual([0, 3, 0, 2, 4]);
});

test('a symbol that goes on behind the end of the text is not taken', () => {
  const symbols = [Buffer.from('ab\0\0\0\0\0\0'), Buffer.from('ab\0'), Buffer.from('a')];
  expect([...packed(symbols, 'ab')]).toEqual([2, 255, 0x62]);
  expect([...packed(symbols, 'ab\0')]).toEqual([1]);
});

test('every text comes back as it was', () => {
  const random = seeded(5);
  const signs = Array.from('aaabcdeé ß中文ไทย😀\0\n"\u{10ffff}');
  const texts = Array.from({ length: 300 }, (_, i) =>
    random.text(i, () => (random.int(3) > 0 ? random.pick(signs) : String(random.int(1e6)))),
  );
  for (const sample of [texts, texts.slice(0, 5), []]) {
    const symbols = trainSymbols(sample);
    const unpack = createUnpacker(symbols);
    for (const text of texts) expect(unpack(packed(symbols, text), 0)).toBe(text);
  }
});

test('text takes about half, also what was not learnt from', () => {
  const made = madeText(3);
  const symbols = trainSymbols(Array.from({ length: 60 }, () => made(150)));
  expect(symbols.length).toBeLessThanOrEqual(255);
  const other = made(5000);
  expect(packed(symbols, other).length).toBeLessThan(0.6 * Buffer.byteLength(other));
});
