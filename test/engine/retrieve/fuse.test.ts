import { describe, expect, test } from 'vitest';
import { fuse } from '../../../src/engine/retrieve/fuse.ts';

const keyword = [
  { chunkId: 7, score: 0.9 },
  { chunkId: 3, score: 0.4 },
];
const semantic = [
  { chunkId: 3, score: 0.8 },
  { chunkId: 5, score: 0.6 },
  { chunkId: 9, score: 0.4 },
];
const scoresOf = (candidates: ReturnType<typeof fuse>) =>
  Object.fromEntries(candidates.map(({ chunkId, score }) => [chunkId, score]));

describe('a side that is silent changes nothing', () => {
  test.each([
    ['finds nothing', []],
    [
      'finds all alike',
      [
        { chunkId: 3, score: 0.5 },
        { chunkId: 7, score: 0.5 },
      ],
    ],
    ['finds one only', [{ chunkId: 3, score: 0.9 }]],
  ])('the semantic side %s', (_, list) => {
    expect(scoresOf(fuse(keyword, list, 0.5))).toEqual({ 7: 0.9, 3: 0.4 });
  });

  test('its weight is none: it brings candidates and no score', () => {
    expect(scoresOf(fuse(keyword, semantic, 0))).toEqual({ 7: 0.9, 3: 0.4, 5: 0, 9: 0 });
  });

  test('there are no words', () => {
    const scores = scoresOf(fuse([], semantic, 1));
    expect(scores[3]).toBe(1);
    expect(scores[5]).toBeCloseTo(0.5, 12);
    expect(scores[9]).toBe(0);
  });
});

test('both opinions add up, and each candidate says who found it where', () => {
  const candidates = fuse(keyword, semantic, 0.2);
  expect(candidates).toHaveLength(4);
  const both = candidates.find(({ chunkId }) => chunkId === 3)!;
  expect(both).toEqual({
    chunkId: 3,
    score: expect.closeTo(0.6, 12) as number,
    keywordRank: 2,
    keywordScore: 0.4,
    semanticRank: 1,
    semanticScore: 0.8,
  });
  expect(candidates.find(({ chunkId }) => chunkId === 5)).toMatchObject({
    keywordRank: null,
    semanticRank: 2,
  });
});

test('equal scores stay equal', () => {
  const tied = [1, 2].map((chunkId) => ({ chunkId, score: 0.5 }));
  const [a, b] = fuse(tied, [], 1);
  expect(a!.score).toBe(b!.score);
});

test('nothing gives nothing', () => {
  expect(fuse([], [], 1)).toEqual([]);
});
