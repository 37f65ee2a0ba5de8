import { expect, test } from 'vitest';
import { ownWordsTest } from '../../../../src/engine/retrieve/rank/own-words.ts';

test.each([
  [['lighthouse', 'painted'], 'The lighthouses are red.', true],
  [['painting'], 'It was painted.', true],
  [['lighthouse'], 'Nothing else of note was said.', false],
  [['Straße'], 'STRASSENBAHN', true],
  [['cafe'], 'Im Café', true],
  [['假期'], '员工每年有二十天带薪假期。', true],
  [['假期'], '会议室', false],
  [[], 'anything', false],
  [['x'], '', false],
])('%j in “%s”: %s', (words, text, expected) => {
  expect(ownWordsTest(words)(text)).toBe(expected);
});
