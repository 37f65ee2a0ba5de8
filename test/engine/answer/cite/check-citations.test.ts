import { describe, expect, test } from 'vitest';
import { checkCitations } from '../../../../src/engine/answer/cite/check-citations.ts';
import type { Passage, Quote } from '../../../../src/engine/answerer.ts';

const passage = (text: string): Passage => ({
  title: 'T',
  headingPath: [],
  format: 'text',
  text,
  score: 1,
});
const passages = [passage('Parents get twelve weeks.'), passage('   \nMore.')];
const quote = (at: number, start: number, end: number): Quote => ({ passage: at, start, end });
const weeks = quote(0, 12, 24);
const more = quote(1, 4, 9);

const check = (text: string, quotes: Quote[]) => checkCitations({ text, quotes }, passages);

test('true quotes pass, word for word', () => {
  expect(check('Twelve. [1] More. [2]', [weeks, more])).toEqual({
    text: 'Twelve. [1] More. [2]',
    quotes: [
      { n: 1, ...weeks, quote: 'twelve weeks' },
      { n: 2, ...more, quote: 'More.' },
    ],
  });
});

test('numbers follow the text, and a repeated one stays one', () => {
  const { text, quotes } = check('A [2], B [1], again [2].', [weeks, more]);
  expect(text).toBe('A [1], B [2], again [1].');
  expect(quotes.map(({ n, passage }) => [n, passage])).toEqual([
    [1, 1],
    [2, 0],
  ]);
});

test('a quote that nothing refers to is left out, and the others move up', () => {
  const { text, quotes } = check('Only this [2].', [weeks, more]);
  expect(text).toBe('Only this [1].');
  expect(quotes).toEqual([{ n: 1, ...more, quote: 'More.' }]);
});

describe('what names no text is dropped, with the space before it', () => {
  test.each([
    ['a number that is not there', 'A [0] b [3] c [999].', [weeks, more]],
    ['a passage that is not there', 'A [1] b [2] c [1].', [quote(7, 0, 3), quote(-1, 0, 3)]],
    ['an empty quote', 'A [1] b [2] c [2].', [quote(0, 3, 3), quote(0, 9, 4)]],
    ['white space', 'A [1] b [1] c [1].', [quote(1, 0, 3)]],
    ['a range from before the passage', 'A [1] b [1] c [1].', [quote(0, -6, 24)]],
    ['a range that ends behind it', 'A [1] b [1] c [1].', [quote(0, 12, 9999)]],
    ['a broken range', 'A [1] b [2] c [2].', [quote(0, Number.NaN, 9), quote(0, 1.5, 9)]],
  ])('%s', (_, text, quotes) => {
    expect(check(text, quotes)).toEqual({ text: 'A b c.', quotes: [] });
  });
});

test('an answer without references has no quotes', () => {
  expect(check('Nothing cited.', [weeks])).toEqual({ text: 'Nothing cited.', quotes: [] });
});
