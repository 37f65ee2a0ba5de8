import { expect, test } from 'vitest';
import {
  opinionOf,
  roomForMeaning,
  scoreParts,
} from '../../../../src/engine/retrieve/rank/score.ts';

test('an opinion begins where texts are unrelated', () => {
  expect([-0.4, 0, 0.25, 1].map((cosine) => opinionOf(cosine, 0))).toEqual([0, 0, 0.25, 1]);
  expect([0.5, 0.6, 0.8, 1].map((cosine) => opinionOf(cosine, 0.6))).toEqual([
    0,
    0,
    expect.closeTo(0.5),
    1,
  ]);
});

test('meaning speaks on its own only where no passage holds most of the words', () => {
  expect([0, 0.3, 0.4, 0.5, 0.9].map(roomForMeaning)).toEqual([1, 1, expect.closeTo(0.5), 0, 0]);
});

test('an opinion confirms what the words say, and stands alone where they say little', () => {
  const { held, meaning } = scoreParts(0.6, 0.4, 0.5, 0.2, 0);
  expect(held).toBeCloseTo(0.8);
  expect(meaning).toBeCloseTo(0.2 * 0.5 * 1.5 * 0.8);
  expect(scoreParts(0, 0, 0.5, 0.2, 1)).toEqual({ held: 0, meaning: expect.closeTo(0.1) });
  expect(scoreParts(0, 0, 0.5, 0.2, 0).meaning).toBe(0);
});
