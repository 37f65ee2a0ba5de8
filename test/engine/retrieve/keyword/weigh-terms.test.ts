import { describe, expect, test } from 'vitest';
import {
  idf,
  missingShare,
  scoreBound,
  weighTerms,
} from '../../../../src/engine/retrieve/keyword/weigh-terms.ts';

describe('idf', () => {
  test('is Robertson and Sparck Jones’s weight', () => {
    expect(idf(1, 100)).toBeCloseTo(Math.log(99.5 / 1.5), 12);
  });

  test('falls with frequency and is never below FTS5’s floor', () => {
    const weights = [0, 1, 10, 49, 50, 99, 100].map((frequency) => idf(frequency, 100));
    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    expect(weights.at(-1)).toBe(1e-6);
    expect(idf(0, 0)).toBe(1e-6);
  });
});

describe('weighTerms', () => {
  test('leaves out what stands nowhere and gives the rarest first', () => {
    const counts: Record<string, number> = { common: 90, rare: 1, middle: 20 };
    const weighed = weighTerms(['common', 'unknown', 'rare', 'middle'], 100, (t) => counts[t] ?? 0);
    expect(weighed.map(({ term }) => term)).toEqual(['rare', 'middle', 'common']);
    for (const { frequency, weight } of weighed) expect(weight).toBe(idf(frequency, 100));
  });

  test('of a long text keeps the 48 rarest', () => {
    const terms = Array.from({ length: 60 }, (_, i) => `t${i + 1}`);
    const weighed = weighTerms(terms, 1000, (term) => 61 - Number(term.slice(1)));
    expect(weighed.map(({ frequency }) => frequency)).toEqual(
      Array.from({ length: 48 }, (_, i) => i + 1),
    );
  });
});

describe('scoreBound', () => {
  const known = [{ term: 'leave', weight: 3, frequency: 4 }];

  test('is what BM25 gives at most, k1 + 1 times the weights', () => {
    expect(scoreBound(known, 0, 100)).toBeCloseTo(3 * 2.2, 12);
  });

  test('grows by a rarest term for each that is missing', () => {
    expect(scoreBound(known, 2, 100)).toBeCloseTo((3 + 2 * idf(0, 100)) * 2.2, 12);
  });

  test('counts bigrams less, as those across words stand nowhere', () => {
    expect(scoreBound([{ term: '検索', weight: 3, frequency: 4 }], 0, 100)).toBeLessThan(3 * 2.2);
    expect(missingShare(['語の', 'の検'], [])).toBeLessThan(missingShare(['leave'], []));
  });

  test('terms that were found are not missing', () => {
    expect(missingShare(['leave', 'zzz'], known)).toBe(1);
  });
});
