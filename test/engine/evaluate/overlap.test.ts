import { expect, test } from 'vitest';
import { overlapOf } from '../../../src/engine/evaluate/overlap.ts';

const whole = { whole: true, most: true };
const most = { whole: false, most: true };
const none = { whole: false, most: false };

test.each([
  ['the same words', 'Parents get twelve weeks.', 'twelve weeks', whole],
  ['markup, case and accents', 'Le **Café** [ferme](x.md) à 9 h', 'cafe ferme', whole],
  ['over lines', 'It takes\nfive days', 'takes five days', whole],
  ['part of a number is another number', 'It costs 1308 francs', '308', none],
  ['part of a word is another word', 'The weekend is free', 'week', none],
  ['three words of five in order', 'a b and then e again', 'a b c d e', most],
  ['two of five', 'a and then e again', 'a b c d e', none],
  ['the words in another order', 'five four three two one', 'one two three four five', none],
  ['far apart', 'one a b c d e f g h two i j k l m three', 'one two three', none],
  ['one of two words', 'Ten weeks', 'ten days', none],
  ['Chinese', '没休完的假期可以留到第二年六月底，过期作废', '第二年六月底', whole],
  ['Thai', 'ค่าโรงแรมไม่เกินคืนละหนึ่งพันแปดร้อยบาท', 'หนึ่งพันแปดร้อยบาท', whole],
  ['Arabic', 'للزواج أربعة أيام، ولوفاة قريب سبعة', 'أربعة أيام', whole],
  ['an answer without a word', 'Anything', '***', none],
  ['an empty quote', '', 'twelve weeks', none],
])('%s', (_, quote, answer, expected) => {
  expect(overlapOf(quote, answer)).toEqual(expected);
});
