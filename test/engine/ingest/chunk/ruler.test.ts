import { describe, expect, test } from 'vitest';
import { chunkDocument } from '../../../../src/engine/ingest/chunk/chunk.ts';
import { tokenRuler } from '../../../../src/engine/ingest/chunk/ruler.ts';
import { extractText } from '../../../../src/engine/ingest/extract/lines/text.ts';
import { tokenCounter } from '../../../../src/engine/text/count-tokens.ts';
import { bytesOf } from '../../../support/extracting.ts';
import { seeded } from '../../../support/random.ts';

const countTokens = tokenCounter('word-pieces');

describe('measuring in tokens', () => {
  test('ranges add up, and reach is the other way round', () => {
    const random = seeded(5);
    const words = ['a', 'heron', 'unbelievably', '大きさ', '12345', '\n\n', '—', 'x'.repeat(90)];
    const text = Array.from({ length: 400 }, () => random.pick(words)).join(' ');
    const ruler = tokenRuler(text, countTokens);
    const whole = ruler.between(0, text.length);
    for (let i = 0; i < 200; i++) {
      const [a, b] = [random.int(text.length), random.int(text.length)].toSorted((x, y) => x - y);
      const parts = ruler.between(0, a!) + ruler.between(a!, b!) + ruler.between(b!, text.length);
      expect(parts).toBeCloseTo(whole, 6);
      const length = 1 + random.int(50);
      const reached = ruler.reach(a!, length);
      expect(ruler.between(a!, reached)).toBeLessThanOrEqual(length + 1e-9);
      if (reached < text.length) expect(ruler.between(a!, reached + 1)).toBeGreaterThan(length - 1);
    }
  });

  test('white space alone has a length, so that no chunk of it is endless', () => {
    const ruler = tokenRuler(' '.repeat(8000), countTokens);
    expect(ruler.between(0, 8000)).toBeGreaterThan(500);
    expect(tokenRuler('', countTokens).between(0, 0)).toBe(0);
    expect(tokenRuler('', countTokens).reach(0, 5)).toBe(0);
  });

  test.each([
    ['English', 'The heron stands in the water and waits for fish. '.repeat(300)],
    ['Chinese', '苍鹭站在水里等鱼。'.repeat(800)],
    ['long words', `${'donaudampfschifffahrt'.repeat(30)} `.repeat(60)],
    ['numbers', '1234567890 '.repeat(2000)],
    ['one line of signs', '{"a":[1,2,3]},'.repeat(3000)],
  ])('no chunk is longer than the limit: %s', (_name, text) => {
    const extracted = extractText({ bytes: bytesOf(text) });
    const chunks = chunkDocument(extracted, { maxLength: 250, minLength: 50, countTokens });
    const texts = chunks.map(({ start, end }) => extracted.text.slice(start, end));
    expect(texts.join('')).toBe(extracted.text);
    const lengths = texts.map((one) => tokenRuler(one, countTokens).between(0, one.length));
    // A word that a cut went through counts a piece more on both sides.
    for (const length of lengths) expect(length).toBeLessThanOrEqual(260);
    // They are filled, too.
    expect(chunks.length).toBeLessThan((2 * lengths.reduce((a, b) => a + b, 0)) / 250);
  });

  test('twenty million characters take seconds at most', () => {
    const text = 'The quick brown fox jumps over. '.repeat(600_000);
    expect(tokenRuler(text, countTokens).between(0, text.length)).toBeGreaterThan(1_000_000);
  });
});
