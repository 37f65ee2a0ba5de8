import { expect, test } from 'vitest';
import { withWordsBefore } from '../../../src/engine/answer/follow-up.ts';
import type { PastTurn } from '../../../src/engine/answerer.ts';

const after = (question: string): PastTurn[] => [{ question, searched: question, answer: '' }];

test.each([
  ['How many vacation days do I get?', 'And after fifteen years?', 'vacation'],
  ['How many vacation days do I get?', 'Why?', 'vacation'],
  ['Who approves travel in the field?', 'How long does that take?', 'travel'],
  ['Wie viele Urlaubstage habe ich?', 'Und nach zehn Jahren?', 'Urlaubstage'],
  ['Wer genehmigt Dienstreisen?', 'Wie lange dauert das?', 'Dienstreisen'],
  ['Combien de jours de congé ai-je ?', 'Et après dix ans ?', 'congé'],
  ['¿Quién aprueba los viajes?', '¿Cuánto tarda eso?', 'viajes'],
  ['Кто утверждает отпуск?', 'А когда он это делает?', 'отпуск'],
  ['谁批准年假?', '那需要多久?', '年假'],
  ['休暇は誰が承認しますか', 'それはいつですか', '休暇'],
])('“%s” then “%s” is searched with “%s”', (first, next, word) => {
  const text = withWordsBefore(next, after(first));
  expect(text.startsWith(next)).toBe(true);
  expect(text).toContain(word);
});

test.each([
  ['How many vacation days do I get?', 'Which printer model stands in the Chicago office?'],
  ['Wie viele Urlaubstage habe ich?', 'Welche Drucker stehen im Büro Hamburg?'],
  ['谁批准年假?', '芝加哥办公室的打印机是什么型号?'],
])('after “%s” “%s” stands by itself', (first, next) => {
  expect(withWordsBefore(next, after(first))).toBe(next);
});

test('the first question is never changed', () => {
  expect(withWordsBefore('Why?', [])).toBe('Why?');
});
