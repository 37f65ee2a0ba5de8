import { describe, expect, test } from 'vitest';
import {
  answerability,
  answerableFrom,
} from '../../../../src/engine/answer/answerability/answerability.ts';
import { heldIn } from '../../../../src/engine/answer/answerability/held-words.ts';
import { likeness } from '../../../../src/engine/answer/answerability/likeness.ts';
import { questionWords } from '../../../../src/engine/answer/answerability/question-words.ts';
import type { Passage } from '../../../../src/engine/answerer.ts';
import { termsOf } from '../../../../src/engine/text/terms.ts';

const passage = (text: string, more: Partial<Passage> = {}): Passage => ({
  title: 'Notes',
  headingPath: [],
  format: 'text',
  text,
  score: 0.5,
  ...more,
});
/** Terms of a question as an index of many documents would weigh those that stand in it. */
const weighed = (words: string, weight = 4) =>
  new Map([...termsOf(words)].map(({ term }) => [term, weight]));

describe('likeness', () => {
  test.each([
    ['vacation', 'vacation', 1],
    ['cancle', 'cancel', 0.5],
    ['krankmeldung', 'krankmeldungen', 0.8],
    ['urlaub', 'resturlaub', 0.7],
    ['сотрудник', 'сотруднику', 0.8],
    ['kitaplarımız', 'kitaplar', 0.7],
  ])('%s and %s are forms of one word', (asked, word, least) => {
    expect(likeness(asked, word)).toBeGreaterThanOrEqual(least);
  });

  test.each([
    ['leave', 'week'],
    ['melting', 'training'],
    ['ab', 'abc'],
  ])('%s and %s are different words', (asked, word) => {
    expect(likeness(asked, word)).toBe(0);
  });
});

describe('questionWords', () => {
  const wordsOf = (question: string, terms = new Map<string, number>()) =>
    questionWords(question, terms).map(({ word }) => word);

  test('stop words are dropped, the others stand once and in order', () => {
    expect(wordsOf('How many weeks of leave, weeks, do parents take?')).toEqual([
      'weeks',
      'leave',
      'parents',
    ]);
  });

  test('Chinese is told apart into words', () => {
    expect(wordsOf('没休完的假期可以留到什么时候')).toContain('假期');
  });

  test('what stands nowhere weighs more than what is rare', () => {
    const [rare, missing] = questionWords('tungsten zirconium', new Map([['tungst', 5]]));
    const [known] = questionWords('tungsten', weighed('tungsten', 5));
    expect(known!.weight).toBe(5);
    expect(Math.max(rare!.weight, missing!.weight)).toBeGreaterThan(5);
  });

  test('names and numbers are told, but for German, which writes every noun large', () => {
    const named = (question: string) =>
      questionWords(question, new Map()).flatMap(({ word, isName }) => (isName ? [word] : []));
    expect(named('When did Tesla leave New York in 1943?')).toEqual(
      expect.arrayContaining(['tesla', 'york', '1943']),
    );
    expect(named('Wie viele Tage hat der Urlaub im Jahr 2024?')).toEqual(['2024']);
  });
});

describe('heldIn', () => {
  const words = questionWords('blue whale migration', weighed('blue whale migration'));
  const held = (text: string, more: Partial<Passage> = {}) => heldIn(words)(passage(text, more));

  test('shares of the words that stand there, in any form', () => {
    expect(held('The blue whale.').all).toBeCloseTo(2 / 3);
    expect(held('Migrations of blue whales').all).toBeGreaterThan(0.8);
    expect(held('Nothing of the kind').all).toBe(0);
  });

  test('a window holds what is close together, the whole what is far apart', () => {
    const far = held(`A blue door. ${'One more word of no use. '.repeat(12)} A whale.`);
    expect(far.all).toBeCloseTo(2 / 3);
    expect(far.window).toBeCloseTo(1 / 3);
    expect(far.pairs).toBe(0);
    expect(held('A blue whale').pairs).toBeGreaterThan(0);
  });

  test('headings count nearly as much', () => {
    const { all, window } = held('They travel far.', { headingPath: ['Blue whale'] });
    expect(all).toBeCloseTo((2 * 0.8) / 3);
    expect(window).toBe(0);
  });
});

describe('answerability', () => {
  const asked = 'When did the lighthouse keeper Ansgar Holm retire?';
  const terms = weighed('lighthouse keeper Ansgar Holm retire');
  const found = (document: string, keyword: number) => ({
    found: { document, keyword, letters: keyword },
    score: keyword * 1.5,
  });
  const others = ['Ships and harbours.', 'A keeper of bees.', 'Holm oak and beech.'].map(
    (text, i) => passage(text, found(`other-${i}`, 0.05)),
  );

  test('a passage that holds the question is above the line, others are below it', () => {
    const right = passage(
      'Ansgar Holm, keeper of the lighthouse, retired in the spring of 1961.',
      found('right', 0.6),
    );
    expect(answerability(asked, terms, [right, ...others])).toBeGreaterThan(answerableFrom);
    expect(answerability(asked, terms, others)).toBeLessThan(answerableFrom);
  });

  test.each([
    ['no passages', asked, []],
    ['no words', '?', others],
  ])('%s: 0', (_, question, passages) => {
    expect(answerability(question, terms, passages)).toBe(0);
  });

  test('a long text as a question, and odd characters, give a number', () => {
    for (const question of ['x'.repeat(20_000), '\u0000\u202e[1]', '长'.repeat(3000)]) {
      const likely = answerability(question, new Map(), others);
      expect(likely).toBeGreaterThanOrEqual(0);
      expect(likely).toBeLessThanOrEqual(1);
    }
  });
});
