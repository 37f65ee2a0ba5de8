import { expect, test } from 'vitest';
import { foldDuplicates } from '../../../../src/engine/retrieve/rank/near-duplicates.ts';

const leave =
  'Employees earn two days of leave for each full month of work, and unused days are paid out in March of the next year.';
const travel =
  'Book trains rather than planes for journeys under five hours, and keep every receipt until the claim is settled.';
const passages = (...texts: string[]) => texts.map((text, id) => ({ id, text }));
const ids = (texts: string[], limit = 10) =>
  foldDuplicates(passages(...texts), limit).map(({ passage, duplicates }) => [
    passage.id,
    duplicates.map(({ id }) => id),
  ]);

test('copies and versions fold into the first of them, in order', () => {
  const version = leave.replace('March', 'April');
  expect(ids([leave, travel, leave, version])).toEqual([
    [0, [2]],
    [1, []],
    [3, []],
  ]);
  const long = `${leave} ${travel} Ask the front desk. ${leave.toUpperCase()} ${travel}`;
  expect(ids([long, long.replace('receipt', 'ticket')])).toEqual([[0, [1]]]);
});

test('case, accents and layout make no difference', () => {
  expect(ids([leave, `\n${leave.toUpperCase()}  `])).toEqual([[0, [1]]]);
});

test('texts whose numbers differ are both shown', () => {
  const prices = `${travel} ${leave} The fee is 40 euros.`;
  expect(ids([prices, prices.replace('40', '45')])).toHaveLength(2);
});

test('a part is not the whole', () => {
  expect(ids([`${leave} ${travel}`, leave])).toHaveLength(2);
});

test('short and empty passages are one only if they are equal', () => {
  expect(ids(['Opening hours', 'Opening times', 'opening hours', '…', '—'])).toEqual([
    [0, [2]],
    [1, []],
    [3, [4]],
  ]);
});

test('stops at the limit, the copies of what is shown counted', () => {
  expect(ids([leave, leave, travel, leave, 'Something else entirely.'], 2)).toEqual([
    [0, [1, 3]],
    [2, []],
  ]);
});

test('scripts without spaces are compared too', () => {
  const text = '员工每年有二十天带薪假期，未使用的假期可以转到下一年。';
  expect(ids([text, text, '会议室需要提前一天预订。'])).toEqual([
    [0, [1]],
    [2, []],
  ]);
});
