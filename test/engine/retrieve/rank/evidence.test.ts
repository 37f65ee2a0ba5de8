import { expect, test } from 'vitest';
import { gatherEvidence } from '../../../../src/engine/retrieve/rank/evidence.ts';

test('each chunk has both sides’ word on it, once', () => {
  const evidence = gatherEvidence(
    [
      { chunkId: 1, score: 0.9 },
      { chunkId: 2, score: 0.5 },
    ],
    [
      { chunkId: 3, score: 0.8 },
      { chunkId: 2, score: 0.7 },
    ],
    new Map([
      [1, 0.2],
      [2, 0.7],
    ]),
  );
  expect(Object.fromEntries(evidence)).toEqual({
    1: { keywordRank: 1, keywordScore: 0.9, semanticRank: null, semanticScore: 0.2 },
    2: { keywordRank: 2, keywordScore: 0.5, semanticRank: 2, semanticScore: 0.7 },
    3: { keywordRank: null, keywordScore: 0, semanticRank: 1, semanticScore: 0.8 },
  });
});

test('a side that says nothing leaves the other as it is', () => {
  const one = [{ chunkId: 7, score: 0.4 }];
  expect(gatherEvidence(one, [], new Map()).get(7)).toEqual({
    keywordRank: 1,
    keywordScore: 0.4,
    semanticRank: null,
    semanticScore: 0,
  });
  expect(gatherEvidence([], one, new Map()).get(7)).toMatchObject({ keywordRank: null });
  expect(gatherEvidence([], [], new Map()).size).toBe(0);
});
