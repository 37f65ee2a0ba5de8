import { describe, expect, it } from 'vitest';
import {
  findMatches,
  matchesWithin,
  mostMatches,
} from '../../src/renderer/features/documents/find-matches.ts';

const find = async (text: string, words: string[], wholeWords = true) =>
  (await findMatches(text, words, { wholeWords })).map(({ start, end }) => text.slice(start, end));

describe('matches in a document', () => {
  it('finds whole words in any case', async () => {
    expect(await find('Leave, leaves, LEAVE; unleave', ['leave'])).toEqual(['Leave', 'LEAVE']);
  });

  it('finds parts of words when asked to', async () => {
    expect(await find('leaves unleave', ['leave'], false)).toEqual(['leave', 'leave']);
  });

  it('knows no word edges in scripts without spaces', async () => {
    expect(await find('東京都は東京です', ['東京'])).toEqual(['東京', '東京']);
  });

  it('takes signs of patterns literally', async () => {
    expect(await find('a.b axb (x) [y]', ['a.b', '(x)', '[y'], false)).toEqual([
      'a.b',
      '(x)',
      '[y',
    ]);
  });

  it('prefers the longer of two words that begin alike', async () => {
    expect(await find('the end user ends', ['end', 'end user'])).toEqual(['end user']);
  });

  it('finds nothing for no words', async () => {
    expect(await find('abc', ['', '  '])).toEqual([]);
  });

  it('misses and doubles nothing where slices meet', async () => {
    const text = 'lantern '.repeat(120_000);
    const found = await findMatches(text.slice(0, 800_040), ['lantern'], { wholeWords: true });
    expect(found.length).toBe(mostMatches);
    const rare = `${'x '.repeat(199_998)}border ${'x '.repeat(199_998)}border`;
    expect(await find(rare, ['border'])).toEqual(['border', 'border']);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const running = findMatches('x '.repeat(4_000_000), ['y'], {
      wholeWords: true,
      signal: stop.signal,
    });
    stop.abort();
    expect(await running).toEqual([]);
  });
});

it('finds the matches within a range', () => {
  const matches = [
    { start: 0, end: 3 },
    { start: 5, end: 8 },
    { start: 9, end: 12 },
  ];
  expect(matchesWithin(matches, 3, 10)).toEqual([1, 2]);
  expect(matchesWithin(matches, 12, 20)).toEqual([]);
  expect(matchesWithin(matches, 0, 1)).toEqual([0]);
});
