// What a text passes on its way from the model, and what is made of its question.
import { describe, expect, test } from 'vitest';
import {
  titleByModel,
  titleFromQuestion,
} from '../../../src/engine/answer/conversations/titles.ts';
import { repeatedAtEnd, watchRepetition } from '../../../src/engine/answer/repetition.ts';
import { checkSchema } from '../../../src/engine/answer/structured/json-schema.ts';
import { withheld } from '../../../src/engine/answer/withhold.ts';

describe('a text that begins with certain words', () => {
  const passed = (parts: string[]) => {
    const hold = withheld('NO ANSWER');
    return parts.map((part) => hold.push(part)).join('') + hold.end();
  };

  test('is kept back, however it is cut', () => {
    expect(passed(['NO ANSWER. Sorry.'])).toBe('');
    expect(passed(['  N', 'O ', 'ANSWER', ' here'])).toBe('');
  });

  test('any other is passed on whole, also one that ends too early', () => {
    expect(passed(['N', 'O', 'thing'])).toBe('NOthing');
    expect(passed(['NO AN'])).toBe('NO AN');
    expect(passed(['Yes. ', 'NO ANSWER'])).toBe('Yes. NO ANSWER');
  });
});

describe('repetition', () => {
  test('is the same unit several times at the end', () => {
    const unit = 'The days are few. ';
    expect(repeatedAtEnd(`Before. ${unit.repeat(4)}`)).toBe(unit.length * 3);
    expect(repeatedAtEnd(`Before. ${unit.repeat(3)}`)).toBe(0);
  });

  test('is not a rule, a list, or a table', () => {
    expect(repeatedAtEnd('-'.repeat(400))).toBe(0);
    const rows = Array.from({ length: 40 }, (_, i) => `| Room ${i} | ${i * 7} seats |`).join('\n');
    const repeats = watchRepetition();
    expect(Array.from(rows).reduce((sum, letter) => sum + repeats(letter), 0)).toBe(0);
  });
});

describe('a title', () => {
  test('is the question, cut at a word', () => {
    expect(titleFromQuestion('  Who\npays? ')).toBe('Who pays?');
    const title = titleFromQuestion('long word '.repeat(20));
    expect(title.length).toBeLessThanOrEqual(80);
    expect(title).toMatch(/(long|word)…$/);
  });

  test.each([
    ['**Title: Pay day.**\nMore', 'Pay day'],
    ['“Urlaub für Eltern”', 'Urlaub für Eltern'],
    ['', null],
    [`A ${'very '.repeat(40)} long one`, null],
  ])('by a model: %j becomes %j', async (written, title) => {
    const complete = () => Promise.resolve(written);
    const { signal } = new AbortController();
    expect(await titleByModel({ question: 'q', answer: 'a' }, complete, signal)).toBe(title);
  });
});

test.each([
  [{ type: 'object', properties: { a: { type: ['string', 'null'] } }, required: ['a'] }, null],
  [{ enum: ['a', 'b'] }, null],
  [{ type: 'array', items: { anyOf: [{ type: 'integer' }, { const: 'x' }] } }, null],
  [{ type: 'object', properties: { a: { type: 'string', pattern: 'b' } } }, '/a'],
  [{ type: 'date' }, '/'],
  [{}, '/'],
  [{ type: 'array', items: 7 }, '/items'],
])('the schema %j can be kept to, or says where not', (schema, place) => {
  if (place === null) expect(() => checkSchema(schema)).not.toThrow();
  else {
    const refusal = expect.objectContaining({
      code: 'SCHEMA_UNSUPPORTED',
      params: expect.objectContaining({ place }) as object,
    }) as Error;
    expect(() => checkSchema(schema)).toThrow(refusal);
  }
});
