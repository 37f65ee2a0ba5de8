import { describe, expect, test } from 'vitest';
import { fold, termsOf, termText } from '../../../src/engine/text/terms.ts';
import { seeded } from '../../support/random.ts';

/** Terms with the part of the text that each was made from. */
const pairsOf = (text: string) =>
  [...termsOf(text)].map(({ term, start, end }) => `${text.slice(start, end)} → ${term}`);

describe('words of alphabets', () => {
  test.each([
    ['running parties RUN', 'run parti run'],
    ['Straße STRASSE strasse', 'stras stras stras'],
    ['Müller MU\u0308LLER Muller', 'muller muller muller'],
    ['ＡＢＣ ﬁle ½', 'abc file 1⁄2'],
    ['naïve Ελλάδα Ёлка йод', 'naiv ελλαδ елк иод'],
    ["don’t can't e-mail", 'don t can t e mail'],
    ['v2.10 snake_case C++', 'v2 10 snake case c'],
    ['⒈ ⑴ ﷺ', '1 1 صلياللهعليهوسلم'],
    ['1,000 1.000.000 1’000 1,000.50', '1000 1 000 1000000 1 000 000 1000 1 000 1000 1 000 50'],
    ['1.234.5 0,123 10,5 2015,2016 v1.234', '1 234 5 0 123 10 5 2015 2016 v1 234'],
    ['٢٠٢٤ ١٬٠٠٠ २०२४ ๒๐๒๔', '2024 1000 1 000 2024 2024'],
    ['👍 — … !', ''],
    ['', ''],
  ])('%j → %j', (text, terms) => {
    expect(termText(text)).toBe(terms);
  });

  test('marks of other scripts are letters of their words, not dropped', () => {
    expect(fold('भारत')).toBe('भारत');
    expect(fold('がぎ')).not.toBe(fold('かき'));
    expect(termText('किताब कताब').split(' ')[0]).not.toBe('कताब');
  });

  test('a run of more than 64 characters is found by its start and keeps its whole range', () => {
    const long = 'Q1'.repeat(60);
    expect([...termsOf(`a ${long}`)].at(-1)).toEqual({
      term: 'q1'.repeat(32),
      start: 2,
      end: 122,
    });
  });
});

describe('scripts without spaces', () => {
  test('Chinese and Japanese give overlapping bigrams at their exact places', () => {
    expect(pairsOf('日本語の検索')).toEqual([
      '日本 → 日本',
      '本語 → 本語',
      '語の → 語の',
      'の検 → の検',
      '検索 → 検索',
    ]);
    expect(pairsOf('我 说')).toEqual(['我 → 我', '说 → 说']);
    expect(pairsOf('ケース')).toEqual(['ケー → ケー', 'ース → ース']);
  });

  test('ideographs beyond the first plane are not cut in two', () => {
    expect([...termsOf('𠮷野家')]).toEqual([
      { term: '𠮷野', start: 0, end: 3 },
      { term: '野家', start: 2, end: 4 },
    ]);
  });

  test('Korean words give bigrams within themselves only', () => {
    expect(pairsOf('한국어 검색')).toEqual(['한국 → 한국', '국어 → 국어', '검색 → 검색']);
  });

  test('Thai gives the words of the dictionary', () => {
    expect(pairsOf('ภาษาไทยง่าย')).toEqual(['ภาษา → ภาษา', 'ไทย → ไทย', 'ง่าย → ง่าย']);
  });

  test('scripts that touch are taken apart', () => {
    expect(pairsOf('iPhone用ケース、北京2024年')).toEqual([
      'iPhone → iphon',
      '用ケ → 用ケ',
      'ケー → ケー',
      'ース → ース',
      '北京 → 北京',
      '2024 → 2024',
      '年 → 年',
    ]);
  });
});

test('whatever the text: ranges are in order and in it, and FTS5 cuts no term apart', () => {
  const random = seeded(1);
  const bits = ['a', 'Ü', 'ß', 'e\u0301', '日', '本', 'カ', '𠮷', '한', 'ไ', 'ทย', ' ', '\n', '👍'];
  const odd = [
    '.',
    ',',
    '٣',
    '000',
    '"',
    "'",
    '\u0000',
    '\ud800',
    '\udc00',
    '\u0301',
    '(',
    '*',
    '⑴',
    'ﷺ',
    'İ',
    '1',
    '_',
  ];
  for (let run = 0; run < 400; run++) {
    const text = random.text(random.int(60), () => random.pick([...bits, ...odd]));
    let last = 0;
    for (const { term, start, end } of termsOf(text)) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(text.length);
      // What FTS5's ascii tokenizer keeps together: letters, digits and all beyond ASCII.
      expect(term).toMatch(/^[a-z0-9\u0080-\uffff]+$/);
      expect(term).not.toMatch(/\s/);
      last = start;
    }
  }
});

test('what is folded once stays as it is', () => {
  for (const word of ['Straße', 'ÉCOLE', 'ﬃ', 'Ⅷ', 'İstanbul', 'ǅ', 'ΣΊΣΥΦΟΣ', 'ｶﾞ', '½']) {
    expect(fold(fold(word))).toBe(fold(word));
  }
});
