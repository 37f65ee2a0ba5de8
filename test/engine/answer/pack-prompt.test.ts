import { expect, test } from 'vitest';
import { answerRules } from '../../../src/shared/contract/answer.ts';
import { packFreePrompt, packPrompt } from '../../../src/engine/answer/pack-prompt.ts';
import type { PastTurn, Passage } from '../../../src/engine/answerer.ts';
import { scriptedGenerator } from '../../support/scripted-generator.ts';

const rules = answerRules.parse({});
const { signal } = new AbortController();
const words = (n: number, word: string) => `${word} `.repeat(n).trim();
const passage = (text: string): Passage => ({
  title: 'A title',
  headingPath: [],
  format: 'text',
  text,
  score: 1,
});
const turn = (n: number, size: number): PastTurn => ({
  question: `Question ${n}`,
  searched: `Question ${n}`,
  answer: words(size, `said${n}`),
});

const pack = (
  contextSize: number,
  parts: { question?: string; history?: PastTurn[] },
  passages: Passage[],
) =>
  packPrompt(
    { question: 'What is it?', history: [], rules, ...parts },
    passages,
    1000,
    scriptedGenerator({ parts: [], contextSize }),
    signal,
  );

test('of what was said before the latest turns that leave room for passages', async () => {
  const history = Array.from({ length: 30 }, (_, i) => turn(i, 50));
  const { messages, count } = await pack(2000, { history }, [passage(words(300, 'first'))]);
  const said = messages.map(({ text }) => text).join('\n');
  expect(said).toContain('said29');
  expect(said).not.toContain('said0 ');
  expect(count).toBe(1);
  expect(messages.at(-1)!.text).toContain('first');
});

test('an earlier turn that is too long ends it: nothing is told with a gap', async () => {
  const history = [turn(1, 20), turn(2, 5000), turn(3, 20)];
  const said = JSON.stringify((await pack(2000, { history }, [])).messages);
  expect([said.includes('said3'), said.includes('said2'), said.includes('said1')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a question longer than the context says so, with and without documents', async () => {
  const question = words(3000, 'long');
  const refusal = { code: 'PROMPT_TOO_LONG', params: { limit: expect.any(Number) as number } };
  await expect(pack(2000, { question }, [])).rejects.toMatchObject(refusal);
  const generator = scriptedGenerator({ parts: [], contextSize: 2000 });
  await expect(
    packFreePrompt({ question, history: [], rules }, 1000, generator, signal),
  ).rejects.toMatchObject(refusal);
});

test('a passage of a megabyte on one line is left out; smaller ones before it stay', async () => {
  const { count } = await pack(2000, {}, [passage('small one'), passage(words(200_000, 'huge'))]);
  expect(count).toBe(1);
});
