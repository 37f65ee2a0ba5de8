import { describe, expect, test } from 'vitest';
import { passageTest, type Passage } from '../../../../src/engine/retrieve/keyword/passage-test.ts';
import { termsOf } from '../../../../src/engine/text/terms.ts';

const phrase = (text: string) => ({ text, terms: [...termsOf(text)].map(({ term }) => term) });

function holds(
  passage: Partial<Passage>,
  phrases: readonly string[],
  excluded: readonly string[] = [],
): boolean {
  const test = passageTest({ phrases: phrases.map(phrase), excluded: excluded.map(phrase) })!;
  return test({ text: '', format: 'text', title: null, headingPath: [], ...passage });
}

test('a query without phrases and exclusions asks for nothing', () => {
  expect(passageTest({ phrases: [], excluded: [] })).toBe(null);
  expect(passageTest({ phrases: [phrase('“ ”')], excluded: [] })).toBe(null);
});

describe('a phrase', () => {
  test.each([
    ['Our running shoes are red.', 'running shoes', true],
    ['Our RUNNING\nSHOES are red.', 'Running  shoes', true],
    ['She runs in her shoe.', 'running shoes', false],
    ['trunning shoes', 'running shoes', false],
    ['running shoestring', 'running shoes', false],
    ['shoes for running', 'running shoes', false],
    ['running-shoes', 'running shoes', true],
    ['Die Straße nach Köln', 'strasse nach koln', true],
    ['社員は毎年二十日の有給休暇を取得できます', '有給休暇', true],
    ['社員は毎年二十日の有給休暇を取得できます', '有給 休暇', true],
    ['社員は毎年二十日の有給休暇を取得できます', '休暇有給', false],
    ['พนักงานมีวันลาพักร้อนปีละยี่สิบวัน', 'วันลาพักร้อน', true],
    ['يحصل الموظف على عشرين يوما', 'الموظف على', true],
    ['a 👍 b', 'a b', true],
  ])('%j holds %j: %s', (text, wanted, expected) => {
    expect(holds({ text }, [wanted])).toBe(expected);
  });

  test('may stand in the title or a heading, not across them', () => {
    const passage = { text: 'for all staff', title: 'Leave policy', headingPath: ['Annual leave'] };
    expect(holds(passage, ['leave policy'])).toBe(true);
    expect(holds(passage, ['annual leave', 'all staff'])).toBe(true);
    expect(holds(passage, ['leave for'])).toBe(false);
    expect(holds(passage, ['leave policy', 'sick leave'])).toBe(false);
  });

  test('is looked for in what is read, not in its markup', () => {
    const passage = { text: 'The **annual** [leave](x.md) ends.', format: 'markdown' } as const;
    expect(holds(passage, ['annual leave ends'])).toBe(true);
  });
});

describe('what is excluded', () => {
  test('as a word goes in all its forms', () => {
    expect(holds({ text: 'Two policies.' }, [], ['policy'])).toBe(false);
    expect(holds({ text: 'Two rules.' }, [], ['policy'])).toBe(true);
    expect(holds({ text: 'x', headingPath: ['Policy'] }, [], ['policy'])).toBe(false);
  });

  test('as a phrase goes as it is written', () => {
    expect(holds({ text: 'The annual leave.' }, [], ['annual leave'])).toBe(false);
    expect(holds({ text: 'The annual leaves.' }, [], ['annual leave'])).toBe(true);
    expect(holds({ text: 'leave, annual' }, ['leave'], ['annual leave'])).toBe(true);
  });
});
