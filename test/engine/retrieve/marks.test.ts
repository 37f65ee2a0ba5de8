import { describe, expect, test } from 'vitest';
import { findMarks, findSnippet } from '../../../src/engine/retrieve/marks.ts';
import { seeded } from '../../support/random.ts';

const marked = (text: string, ...terms: string[]) =>
  findMarks(text, new Set(terms)).map(({ start, end }) => text.slice(start, end));

describe('findMarks', () => {
  test('marks words as they stand, by their terms', () => {
    expect(marked('Policies, a POLICY; no policymaker.', 'polici')).toEqual(['Policies', 'POLICY']);
    expect(marked('Die Straße ist lang.', 'stras')).toEqual(['Straße']);
  });

  test('bigrams that overlap are one mark', () => {
    expect(marked('全文検索の検索', '検索', '文検', '全文')).toEqual(['全文検索', '検索']);
  });

  test('nothing asked for, nothing marked', () => {
    expect(marked('some text')).toEqual([]);
  });
});

describe('findSnippet', () => {
  const filler = 'Nothing of interest stands here at all. ';

  test('a short text is its own snippet', () => {
    expect(findSnippet('short', [])).toEqual({ start: 0, end: 5 });
    expect(findSnippet('', [])).toEqual({ start: 0, end: 0 });
  });

  test('begins with the sentence that holds most of the words', () => {
    const text = `${filler.repeat(5)}One cat. ${filler.repeat(20)}The cat met a dog. ${filler.repeat(9)}`;
    const { start, end } = findSnippet(text, findMarks(text, new Set(['cat', 'dog'])));
    expect(text.slice(start)).toMatch(/^The cat met a dog/);
    expect(end - start).toBeLessThanOrEqual(280);
    expect(text.slice(end)).toMatch(/^\s/);
  });

  test('different words count more than one repeated', () => {
    const text = `cat cat cat cat ${filler.repeat(10)}cat and dog ${filler.repeat(10)}`;
    const { start, end } = findSnippet(text, findMarks(text, new Set(['cat', 'dog'])));
    expect(text.slice(start, end)).toContain('dog');
  });

  test('no surrogate pair is cut in two', () => {
    for (const lead of ['', 'a']) {
      const text = lead + '𠮷'.repeat(400);
      const { start, end } = findSnippet(text, [
        { start: lead.length + 400, end: lead.length + 402 },
      ]);
      expect(text.slice(start, end).isWellFormed()).toBe(true);
    }
  });
});

test('whatever the text: marks and snippet are in it, in order, and the snippet is short', () => {
  const random = seeded(5);
  const bits = [
    'cat',
    'dog ',
    ' ',
    '. ',
    '\n',
    '犬',
    '猫が',
    '。',
    '𠮷',
    '👍',
    'x'.repeat(90),
    'e\u0301',
  ];
  for (let run = 0; run < 300; run++) {
    const text = random.text(random.int(120), () => random.pick(bits));
    const marks = findMarks(text, new Set(['cat', 'dog', '猫が', '犬猫']));
    let last = -1;
    for (const { start, end } of marks) {
      expect(start).toBeGreaterThan(last);
      expect(end).toBeGreaterThan(start);
      last = end;
    }
    expect(last).toBeLessThanOrEqual(text.length);
    const snippet = findSnippet(text, marks);
    expect(snippet.start).toBeGreaterThanOrEqual(0);
    expect(snippet.end).toBeGreaterThanOrEqual(snippet.start);
    expect(snippet.end).toBeLessThanOrEqual(text.length);
    expect(snippet.end - snippet.start).toBeLessThanOrEqual(281);
    expect(text.slice(snippet.start, snippet.end).isWellFormed()).toBe(true);
    const shown = ({ start, end }: { start: number; end: number }) =>
      start >= snippet.start && end <= snippet.end;
    const short = marks.every(({ start, end }) => end - start < 80);
    if (marks.length > 0 && short) expect(marks.some(shown)).toBe(true);
  }
});
