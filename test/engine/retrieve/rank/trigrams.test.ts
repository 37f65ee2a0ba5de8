import { describe, expect, test } from 'vitest';
import { queryTrigrams, trigramScores } from '../../../../src/engine/retrieve/rank/trigrams.ts';
import { seeded } from '../../../support/random.ts';

describe('queryTrigrams', () => {
  test('are folded, each once, none across words', () => {
    expect(queryTrigrams(['Übung', 'BUNG', 'ab'])).toEqual(['ubu', 'bun', 'ung']);
    expect(queryTrigrams([])).toEqual([]);
  });

  test('are 500 at most', () => {
    const random = seeded(3);
    const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
    const words = Array.from({ length: 300 }, () => random.text(8, () => random.pick(letters)));
    expect(queryTrigrams(words)).toHaveLength(500);
  });
});

describe('trigramScores', () => {
  test('the more of the query a text holds, the higher, whatever the inflection', () => {
    const texts = [
      'Urlaubsanspruch im ersten Jahr',
      'Urlaub in jedem Jahr',
      'Dienstreisen im Jahr',
    ];
    const [whole, part, none] = trigramScores(queryTrigrams(['Urlaubsansprüche']), texts);
    expect(whole).toBeGreaterThan(part!);
    expect(part).toBeGreaterThan(none!);
    expect(none).toBe(0);
  });

  test('text is folded as the query is', () => {
    const trigrams = queryTrigrams(['STRASSE', 'Café', 'ΑΒΓΔ']);
    const [folded, plain] = trigramScores(trigrams, ['Straße café αβγδ', 'strasse cafe αβγδ']);
    expect(folded).toBeGreaterThan(0);
    expect(folded).toBeCloseTo(plain!, 1);
  });

  test('pairs of surrogates are matched as they stand', () => {
    expect(trigramScores(queryTrigrams(['𠮷野']), ['𠮷野家', '吉野家'])).toEqual([
      expect.closeTo(0.45, 1),
      0,
    ]);
  });

  test.each([
    ['no texts', ['abc'], []],
    ['no trigrams', [], ['some text', '']],
    ['empty texts', ['abc'], ['', 'a', 'ab']],
  ])('%s: zeros', (_, trigrams, texts) => {
    expect(trigramScores(trigrams, texts)).toEqual(texts.map(() => 0));
  });

  test('scores lie between 0 and 1, and are those of counting one by one', () => {
    const random = seeded(11);
    const text = (length: number) =>
      random.text(random.int(length), () => random.pick(Array.from('abc ')));
    for (let run = 0; run < 100; run++) {
      const trigrams = queryTrigrams([text(12).replaceAll(' ', ''), 'abcab']);
      const texts = Array.from({ length: 5 }, () => text(60));
      const scores = trigramScores(trigrams, texts);
      for (const [i, score] of scores.entries()) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(score > 0).toBe(trigrams.some((trigram) => texts[i]!.includes(trigram)));
      }
    }
  });
});
