import { describe, expect, test } from 'vitest';
import { checkCitations } from '../../../src/engine/answer/check-citations.ts';
import { extractiveAnswerer } from '../../../src/engine/answer/extractive-answerer.ts';
import type { Draft, Passage } from '../../../src/engine/answerer.ts';

const passage = (text: string, score: number, more: Partial<Passage> = {}): Passage => ({
  title: 'Staff rules',
  headingPath: [],
  format: 'text',
  text,
  score,
  ...more,
});
const terms = new Map([
  ['parent', 3],
  ['week', 2],
  ['leav', 1],
]);

async function write(passages: Passage[], asked = terms): Promise<Draft & { written: string }> {
  const request = { question: 'How many weeks of leave do parents get?', passages, terms: asked };
  const writer = extractiveAnswerer.write(request, new AbortController().signal);
  let written = '';
  for (;;) {
    const next = await writer.next();
    if (next.done) return { ...next.value, written };
    written += next.value;
  }
}

const quotesOf = ({ quotes }: Draft, passages: Passage[]) =>
  quotes.map(({ passage, start, end }) => passages[passage]!.text.slice(start, end));

const filler = 'Something else altogether stands in this sentence, which is rather a long one. ';
const answer = 'Parents get twelve weeks of paid leave.';

test('quotes the sentence that holds the question’s words, to the letter, with its number', async () => {
  const passages = [passage(filler.repeat(5) + answer, 0.8)];
  const draft = await write(passages);
  const [quote] = quotesOf(draft, passages);
  expect(draft.grounded).toBe(true);
  expect(quote).toContain(answer);
  expect(quote!.length).toBeLessThanOrEqual(320);
  expect(draft.text).toBe(`${quote} [1]`);
  expect(draft.written).toBe(draft.text);
});

describe('refuses, with no text and no quotes', () => {
  const nothing = { text: '', grounded: false, quotes: [], generated: null, written: '' };

  test.each([
    ['when there are no passages', []],
    ['when the best passage hardly fits', [passage(answer, 0.34), passage(answer, 0.1)]],
    ['when there is no sentence to quote', [passage('# Heading\n\n---', 0.9)]],
  ])('%s', async (_, passages) => {
    expect(await write(passages)).toEqual(nothing);
  });

  test('when no word of the question stands anywhere', async () => {
    expect(await write([passage(answer, 0.9)], new Map())).toEqual(nothing);
  });
});

test('answers just at the threshold of fit', async () => {
  expect((await write([passage(answer, 0.35)])).grounded).toBe(true);
});

test('quotes three passages at most, the best first, and none far worse than it', async () => {
  const good = [0.9, 0.89, 0.95, 0.88].map((score) => passage(answer, score));
  const far = passage('A week has seven days.', 0.36);
  const draft = await write([...good, far]);
  expect(draft.quotes.map(({ passage }) => passage)).toEqual([2, 0, 1]);
  const single = await write([passage(answer, 1), far]);
  expect(single.quotes.map(({ passage }) => passage)).toEqual([0]);
});

test('a heading that names the matter lifts its sentences over others', async () => {
  const headed = passage('They get twelve weeks.', 0.6, { headingPath: ['Parental leave'] });
  const bare = passage('They get twelve weeks.', 0.6, { title: 'Other' });
  const draft = await write([bare, { ...headed, headingPath: ['Parents on leave'] }]);
  expect(draft.quotes[0]!.passage).toBe(1);
});

test('bracketed numbers of the document are its words, never references of ours', async () => {
  const text = 'Parents get weeks of leave as [2] and list[0] and [1] say.';
  const passages = [passage(text, 0.9), passage(answer, 0.85)];
  const draft = await write(passages);
  const checked = checkCitations(draft, passages);
  expect(checked.quotes.map(({ n, passage, quote }) => [n, passage, quote])).toEqual([
    [1, 0, text],
    [2, 1, answer],
  ]);
  expect(checked.text.match(/\[\d+\]/g)).toEqual(['[1]', '[2]']);
  const shown = checked.text.replaceAll('\u2060', '');
  expect(shown).toBe(`${text} [1]\n\n${answer} [2]`);
});
