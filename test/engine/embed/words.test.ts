import { expect, test } from 'vitest';
import { bucketsOf } from '../../../src/engine/embed/word-parts.ts';
import { wordsOf } from '../../../src/engine/embed/words.ts';

test.each([
  ['The ferry’s Café', ['the', 'ferry', 's', 'cafe']],
  ['Straße IN Köln', ['strasse', 'in', 'koln']],
  ['带薪假期', []],
  ['有給休暇を取る', []],
  ['วันลาพักร้อน', ['วัน', 'ลา', 'พัก', 'ร้อน']],
  ['отпуск 20 дней', ['отпуск', '20', 'днеи']],
  ['v2版本', ['v2']],
  ['휴가 20일', ['20']],
  ['!!! --- …', []],
])('the words of “%s”', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test('what is too long to be a word is cut', () => {
  expect(wordsOf('x'.repeat(500))).toEqual(['x'.repeat(40)]);
});

test('parts bring words together that look alike', () => {
  const parts = (word: string) => bucketsOf(word, 1 << 20);
  const shared = (a: string, b: string) => parts(a).filter((part) => parts(b).includes(part));
  expect(shared('reimbursement', 'reimbursements').length).toBeGreaterThan(8);
  expect(shared('reimbursement', 'reimbursment').length).toBeGreaterThan(4);
  expect(shared('reimbursement', 'vacation')).toEqual([]);
});

test('parts lie within the buckets; numbers, codes and short words have none', () => {
  for (const bucket of bucketsOf('authorisation', 7)) {
    expect(bucket).toBeGreaterThanOrEqual(0);
    expect(bucket).toBeLessThan(7);
  }
  for (const word of ['', 'a', 'to', '2024', 'b2b1', 'x'.repeat(29)]) {
    expect(bucketsOf(word, 64)).toEqual([]);
  }
});
