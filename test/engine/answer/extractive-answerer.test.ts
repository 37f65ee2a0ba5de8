import { describe, expect, test } from 'vitest';
import { checkCitations } from '../../../src/engine/answer/cite/check-citations.ts';
import { answerability } from '../../../src/engine/answer/answerability/answerability.ts';
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
  const question = 'How many weeks of leave do parents get?';
  const likely = answerability(question, asked, passages);
  const request = { question, history: [], passages, terms: asked, answerability: likely };
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
  const passages = [passage(filler.repeat(9) + answer, 0.8)];
  const draft = await write(passages);
  const [quote] = quotesOf(draft, passages);
  expect(draft.grounded).toBe(true);
  expect(quote).toContain(answer);
  expect(quote!.length).toBeLessThanOrEqual(640);
  expect(draft.text).toBe(`${quote} [1]`);
  expect(draft.written).toBe(draft.text);
});

describe('refuses, with no text and no quotes', () => {
  const nothing = { text: '', grounded: false, quotes: [], generated: null, written: '' };

  test.each([
    ['when there are no passages', []],
    ['when the best passages hardly fit', [passage(filler, 0.2), passage('A week.', 0.2)]],
    ['when there is no sentence to quote', [passage('# Heading\n\n---', 0.9)]],
  ])('%s', async (_, passages) => {
    expect(await write(passages)).toMatchObject(nothing);
  });
});

test('quotes three passages at most, in their order, and none that fits far worse', async () => {
  const good = [0.95, 0.9, 0.89, 0.88].map((score) => passage(answer, score));
  const far = passage('A week has seven days.', 0.36);
  expect((await write([...good, far])).quotes.map(({ passage }) => passage)).toEqual([0, 1, 2]);
  const single = await write([passage(answer, 1), far]);
  expect(single.quotes.map(({ passage }) => passage)).toEqual([0]);
});

test('the words of the question choose the part of a long passage, in any form', async () => {
  const long = `${filler.repeat(12)}\n\nA parent’s leave takes twelve weeks.\n\n${filler.repeat(12)}`;
  const passages = [passage(long, 0.9)];
  expect(quotesOf(await write(passages), passages)[0]).toContain('takes twelve weeks');
});

test('rows of a table come with its head, items with what leads to them', async () => {
  const table = `| leave | weeks |\n|---|---|\n| sick | 4 |\n| parents | 12 |`;
  const list = `Weeks of leave that parents get:\n\n- at full pay: twelve\n- at half pay: six`;
  const passages = [passage(table, 0.9), passage(list, 0.85)];
  expect(quotesOf(await write(passages), passages)).toEqual([table, list]);
});

test('no quote goes over a heading: what stands beyond is about something else', async () => {
  const text = `${answer}\n\n# Parking\n\nPlaces are given by lot.`;
  const passages = [passage(text, 0.9)];
  expect(quotesOf(await write(passages), passages)).toEqual([answer]);
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
