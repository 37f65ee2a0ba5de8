import { expect, test } from 'vitest';
import { tokenCounter } from '../../../src/engine/text/count-tokens.ts';
import { seeded } from '../../support/random.ts';

const countTokens = tokenCounter('word-pieces');

test('text of ASCII alone counts as it does among other text', () => {
  const random = seeded(3);
  const signs = 'abcXYZ0189--..__(/"';
  for (let i = 0; i < 300; i++) {
    const text = random.text(1 + random.int(12), () => signs[random.int(signs.length)]!);
    expect(countTokens(`大${text}`), text).toBe(1 + countTokens(text));
  }
});

test.each([
  ['heron', 1],
  ['Lighthouse', 2],
  ['größer', 1],
  ['Überraschung', 2],
  ['大きさ', 3],
  ['안녕', 2],
  ['พนักงาน', 2],
  ['12', 1],
  ['2024-03-15', 6],
  ['--------', 1],
  ['don’t', 3],
  ['🦊🦊', 1],
  ['', 0],
])('%s is %d tokens', (text, tokens) => {
  expect(countTokens(text)).toBe(tokens);
});
