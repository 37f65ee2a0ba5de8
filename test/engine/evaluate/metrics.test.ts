import { describe, expect, test } from 'vitest';
import { quantile, scoreOf } from '../../../src/engine/evaluate/metrics.ts';

const outcomes = (ranks: (number | null)[]) => ranks.map((rank, i) => ({ rank, ms: i + 1 }));
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('recall', () => {
  test('counts the first 1, 5 and 10', () => {
    const score = scoreOf('hybrid', outcomes([1, 2, 5, 6, 10, 11, null, null]));
    expect(score.method).toBe('hybrid');
    expect([score.recallAt1, score.recallAt5, score.recallAt10].map(({ value }) => value)).toEqual([
      1 / 8,
      3 / 8,
      5 / 8,
    ]);
  });

  test('has Wilson’s interval', () => {
    // 81 of 263: Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    const { recallAt1 } = scoreOf('m', outcomes([...times(81, 1), ...times(182, null)]));
    expect(recallAt1.low).toBeCloseTo(0.2553, 4);
    expect(recallAt1.high).toBeCloseTo(0.3662, 4);
    // 0 of 20 and 1 of 29 of the same table, near the edge where the plain interval fails.
    expect(scoreOf('m', outcomes(times(20, null))).recallAt1).toEqual({
      value: 0,
      low: 0,
      high: expect.closeTo(0.1611, 4) as number,
    });
    const { recallAt10 } = scoreOf('m', outcomes([3, ...times(28, null)]));
    expect(recallAt10.low).toBeCloseTo(0.0061, 4);
    expect(recallAt10.high).toBeCloseTo(0.1718, 4);
  });

  test('stays within 0 and 1', () => {
    const { recallAt1 } = scoreOf('m', outcomes([1]));
    expect(recallAt1).toMatchObject({ value: 1, high: 1 });
    expect(recallAt1.low).toBeGreaterThan(0.2);
  });
});

describe('mean reciprocal rank', () => {
  test('is 0 beyond the tenth', () => {
    expect(scoreOf('m', outcomes([1, 2, 4, 11, null])).mrr.value).toBeCloseTo(1.75 / 5, 12);
  });

  test('has an interval like that of the mean’s standard error', () => {
    const ranks = Array.from({ length: 400 }, (_, i) => (i % 2 ? 1 : null));
    const { value, low, high } = scoreOf('m', outcomes(ranks)).mrr;
    expect(value).toBe(0.5);
    const wide = 1.96 * Math.sqrt(0.25 / 400);
    expect(low).toBeCloseTo(0.5 - wide, 1);
    expect(high).toBeCloseTo(0.5 + wide, 1);
    expect(high - low).toBeGreaterThan(wide * 1.7);
    expect(high - low).toBeLessThan(wide * 2.3);
  });

  test('is the same in every run', () => {
    const given = outcomes([1, 3, null, 2, 7, 1]);
    expect(scoreOf('m', given)).toEqual(scoreOf('m', given));
  });

  test('is sure where all agree', () => {
    expect(scoreOf('m', outcomes(times(9, 2))).mrr).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
  });
});

test('times are given as median and 95th percentile, in whatever order they came', () => {
  const given = Array.from({ length: 100 }, (_, i) => ({ rank: 1, ms: 100 - i }));
  expect(scoreOf('m', given)).toMatchObject({ p50Ms: 51, p95Ms: 96 });
});

test('quantiles of few values are among them', () => {
  expect(quantile([], 0.5)).toBe(0);
  expect(quantile([4], 0)).toBe(4);
  expect(quantile([4, 9], 1)).toBe(9);
});

test('gain falls with the logarithm of the place', () => {
  const { ndcg } = scoreOf('m', outcomes([1, 3, 7, 11, null]));
  expect(ndcg.value).toBeCloseTo((1 + 1 / 2 + 1 / 3) / 5, 12);
});

test('passages are scored where an answer is given, kinds where they are named', () => {
  const score = scoreOf('m', [
    { rank: 1, passageRank: 2, kind: 'fact', ms: 1 },
    { rank: 1, passageRank: null, kind: 'code', ms: 1 },
    { rank: null, kind: 'fact', ms: 1 },
  ]);
  expect(score.passage).toMatchObject({
    questions: 2,
    recallAt1: { value: 0 },
    recallAt5: { value: 0.5 },
  });
  expect(score.kinds).toMatchObject([
    { kind: 'code', questions: 1, recallAt1: { value: 1 } },
    { kind: 'fact', questions: 2, recallAt1: { value: 0.5 } },
  ]);
  expect(scoreOf('m', outcomes([1]))).toMatchObject({ passage: null, kinds: [] });
});
