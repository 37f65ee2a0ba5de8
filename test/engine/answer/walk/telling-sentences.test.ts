import { expect, test } from 'vitest';
import type { Hit } from '../../../../src/shared/contract/search.ts';
import {
  readWords,
  tellingSentences,
} from '../../../../src/engine/answer/walk/telling-sentences.ts';

const passage = (text: string): Hit => ({ text, format: 'text', headingPath: [] }) as never;
const { signal } = new AbortController();

async function telling(texts: readonly string[], most: number): Promise<string[]> {
  const words = await readWords(texts.map(passage), signal);
  return tellingSentences(words, most).map(({ passage: { text }, range }) =>
    text.slice(range.start, range.end),
  );
}

test('what a text is about, in its order, and not the same twice', async () => {
  const text = [
    'The bees of the valley make honey from lime blossom in June.',
    'It rained on a Tuesday when nobody expected any rain at all.',
    'Beekeepers sell the honey of the valley bees at the market in June.',
    'Somebody lost a green umbrella with a wooden handle somewhere near.',
    'Bees of the valley visit lime and clover to make honey for the beekeepers.',
    'The honey of lime blossom is the best that beekeepers of the valley sell.',
    'Bees that find no blossom are fed with sugar by their beekeepers.',
  ].join(' ');
  const found = await telling([text], 3);
  expect(found).toHaveLength(3);
  expect(found.join(' ')).not.toMatch(/umbrella|Tuesday/);
  expect(found.map((one) => text.indexOf(one))).toEqual(
    found.map((one) => text.indexOf(one)).toSorted((a, b) => a - b),
  );
});

test('labels, running heads and fragments are not quoted where sentences are', async () => {
  const page = (n: number) =>
    `Company handbook of the mill, page ${n}\n\nMill workers:\n\nMill worker number ${n} grinds grain of the kind ${n} at the old mill by the river.\n\n- Mill`;
  const found = await telling([1, 2, 3, 4, 5].map(page), 3);
  for (const one of found) expect(one).toMatch(/^Mill worker number \d grinds/);
});

test('nothing to quote, less than wanted, and other scripts', async () => {
  expect(await telling([], 3)).toEqual([]);
  expect(await telling(['# Title\n\n- a\n- b'], 3)).toEqual([]);
  expect(await telling(['One sentence that can stand alone here today.'], 3)).toHaveLength(1);
  const chinese =
    '公司每年为员工提供三十天的带薪年假，员工可以在系统中申请。昨天下了一场很大的雨，大家都没有带伞出门去。年假最多可以结转五天到第二年的三月，由经理批准申请年假。';
  expect((await telling([chinese], 2)).join('')).toContain('年假');
});

test('reading a long text stops when it is told to', async () => {
  const texts = Array.from({ length: 200 }, (_, i) => `Sentence number ${i} of a long text here.`);
  const stop = new AbortController();
  const reading = readWords(texts.map(passage), stop.signal);
  stop.abort(new Error('enough'));
  await expect(reading).rejects.toThrow('enough');
});
