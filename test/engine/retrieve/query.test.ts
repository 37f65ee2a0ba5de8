import { expect, test } from 'vitest';
import { matchAny, parseQuery } from '../../../src/engine/retrieve/query.ts';
import { maxQueryLength } from '../../../src/shared/contract/search.ts';

test('a question becomes the terms that say something, each once, in order', () => {
  expect(parseQuery('How are the Policies and a policy for leaves?')).toEqual({
    text: 'How are the Policies and a policy for leaves?',
    terms: ['polici', 'leav'],
    words: ['Policies', 'policy', 'leaves'],
  });
});

test.each(['', '   \n', '" ( ) * : ^ —', '👍'])('%j holds no word', (text) => {
  expect(() => parseQuery(text)).toThrow(expect.objectContaining({ code: 'QUERY_EMPTY' }));
});

test('the longest query is taken and one more character is not', () => {
  const longest = 'word '.repeat(maxQueryLength / 5);
  expect(parseQuery(longest).terms).toEqual(['word']);
  expect(() => parseQuery(`${longest}x`)).toThrow(
    expect.objectContaining({
      code: 'QUERY_TOO_LONG',
      params: { length: maxQueryLength + 1, limit: maxQueryLength },
    }),
  );
});

test('operators of FTS5 are words or nothing', () => {
  const { terms } = parseQuery('"cats" NEAR(dogs*, 5) AND NOT body:mice ^first -last {a b} : col');
  expect(terms).toContain('near');
  expect(matchAny(terms)).toMatch(/^"\w+"( OR "\w+")+$/);
});
