import { expect, test } from 'vitest';
import { stopWordsOf } from '../../../src/engine/text/stop-words.ts';
import { fold } from '../../../src/engine/text/terms.ts';

/** The words of a query that are kept. */
function kept(query: string): string {
  const words = query.match(/[\p{L}\p{N}\p{M}]+/gu)!;
  const dropped = stopWordsOf(words);
  return words.filter((word) => !dropped.has(fold(word))).join(' ');
}

test.each([
  ['What is the policy for parental leave?', 'policy parental leave'],
  ['Please tell me how many days I have', 'days'],
  ['Wie viele Urlaubstage habe ich?', 'Urlaubstage'],
  ['Wer hat im dritten Jahr ein Recht auf freie Tage?', 'dritten Jahr Recht freie Tage'],
  ['Những công ty nào nộp thuế ở đây?', 'Những công ty nào nộp thuế ở đây'],
  ['¿Cuántos días de vacaciones da el contrato?', 'días vacaciones da contrato'],
  ['Quelle est la durée du congé dans les contrats ?', 'durée congé contrats'],
  ['Quante sono le ferie nel contratto?', 'ferie contratto'],
  ['Qual o prazo para o reembolso das despesas?', 'prazo reembolso despesas'],
  ['Hoeveel vakantie heb ik in het eerste jaar?', 'Hoeveel vakantie eerste jaar'],
])('%s', (query, rest) => {
  expect(kept(query)).toBe(rest);
});

test('contractions come apart into stop words', () => {
  expect(kept('I’ve lost the key, I don’t know where it is, it’s broken')).toBe('lost key broken');
});

test('one language judges: its words are dropped, another’s are not', () => {
  expect(kept('the die in the box')).toBe('die box');
  expect(kept('die Schachtel und der Würfel')).toBe('Schachtel Würfel');
});

test('a query of nothing but stop words keeps them all', () => {
  expect(kept('what is it all about')).toBe('what is it all about');
  expect(kept('the')).toBe('the');
});

test('a query without any loses none', () => {
  expect(kept('sabbatical 日本語')).toBe('sabbatical 日本語');
  expect(stopWordsOf([]).size).toBe(0);
});
