import { expect, test } from 'vitest';
import {
  slipsAllowed,
  spellingDistance,
} from '../../../../src/engine/retrieve/keyword/spelling.ts';
import { seeded } from '../../../support/random.ts';

test.each([
  ['vacation', 'vacation', 0],
  ['vaction', 'vacation', 1],
  ['vacatoin', 'vacation', 1],
  ['vakation', 'vacation', 1],
  ['vacattion', 'vacation', 1],
  ['vcaaiton', 'vacation', 2],
  ['отпуск', 'опуск', 1],
  ['άδεια', 'άδιεα', 1],
  ['إجازة', 'إجاة', 1],
  ['', 'ab', 2],
  ['ab', 'ba', 1],
  ['ca', 'abc', 3],
])('from %s to %s it takes %i slips', (a, b, distance) => {
  expect(spellingDistance(a, b, 4)).toBe(distance);
  expect(spellingDistance(b, a, 4)).toBe(distance);
});

test('larger distances are not told apart', () => {
  expect(spellingDistance('vacation', 'holiday', 2)).toBe(3);
  expect(spellingDistance('a', 'abcdef', 2)).toBe(3);
});

/** The definition, without shortcuts. */
function slow(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const same = a.at(-1) === b.at(-1) ? 0 : 1;
  const less = (s: string, n = 1) => s.slice(0, s.length - n);
  let best = Math.min(slow(less(a), b) + 1, slow(a, less(b)) + 1, slow(less(a), less(b)) + same);
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) {
    best = Math.min(best, slow(less(a, 2), less(b, 2)) + 1);
  }
  return best;
}

test('is what the definition says', () => {
  const random = seeded(3);
  const word = () => random.text(random.int(6), () => random.pick(['a', 'b', 'c']));
  for (let i = 0; i < 300; i++) {
    const [a, b] = [word(), word()];
    expect([a, b, spellingDistance(a, b, 6)]).toEqual([a, b, slow(a, b)]);
  }
});

test('short words must be right, long ones may hold two slips', () => {
  expect(['cat', 'cats', 'vacancy', 'vacation'].map(slipsAllowed)).toEqual([0, 1, 1, 2]);
});
