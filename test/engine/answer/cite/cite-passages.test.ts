import { describe, expect, test } from 'vitest';
import { checkCitations } from '../../../../src/engine/answer/cite/check-citations.ts';
import { citePassages } from '../../../../src/engine/answer/cite/cite-passages.ts';
import type { Passage } from '../../../../src/engine/answerer.ts';
import { seeded } from '../../../support/random.ts';

const passage = (text: string): Passage => ({
  title: 'T',
  headingPath: [],
  format: 'text',
  text,
  score: 1,
});

/** The answer with its references in place of quotes, and the words that they point at. */
function cited(text: string, ...passages: string[]) {
  const given = passages.map(passage);
  const { text: written, quotes } = citePassages(text, given);
  return {
    text: written,
    words: quotes.map(({ passage: at, start, end }) => passages[at]!.slice(start, end)),
  };
}

const rules = `Everyone gets thirty days of holiday. Parents get twelve weeks of paid leave.
They tell us eight weeks before.

Salaries are paid on the 25th. Overtime is paid a month later.`;
const filler = 'Something else altogether stands in this sentence, which is rather a long one. ';

describe('quotes what the statement says', () => {
  test('another sentence of the same passage for each statement, in the order of the text', () => {
    expect(
      cited(
        'Pay comes on the 25th [1]. Parents have twelve weeks [1]. Holidays: 30 days [1].',
        rules,
      ),
    ).toEqual({
      text: 'Pay comes on the 25th [1]. Parents have twelve weeks [2]. Holidays: 30 days [3].',
      words: [
        'Salaries are paid on the 25th.',
        'Parents get twelve weeks of paid leave.',
        'Everyone gets thirty days of holiday.',
      ],
    });
  });

  test('the same sentence once', () => {
    const { text, words } = cited('Twelve weeks of leave [1]. Paid leave for parents [1].', rules);
    expect(text).toBe('Twelve weeks of leave [1]. Paid leave for parents [1].');
    expect(words).toHaveLength(1);
  });

  test('two sentences if the statement needs both', () => {
    const { words } = cited('Parents get twelve weeks and tell us eight weeks before [1].', rules);
    expect(words).toEqual([
      'Parents get twelve weeks of paid leave.\nThey tell us eight weeks before.',
    ]);
  });

  test('references in a row, in one bracket or behind the full stop', () => {
    const other = `${filler}Twelve weeks of leave are the rule for parents.`;
    const quotes = [
      'Parents get twelve weeks of paid leave.',
      'Twelve weeks of leave are the rule for parents.',
    ];
    for (const written of ['[1][2].', '[1] [2].', '[1, 2].', '. [1][2]']) {
      expect(
        cited(`Pay. Parents get twelve weeks of leave ${written}`, rules, other).words,
      ).toEqual(quotes);
    }
  });

  test('a passage that is not there goes, and so does one without words', () => {
    expect(cited('A [3]. B [2]. C [0].', rules, ' \n# \n')).toEqual({
      text: 'A. B. C.',
      words: [],
    });
  });

  test('a row of a table with the names of its columns, if they are near', () => {
    const head = '| Room | Seats | Phone |\n|---|---|---|\n';
    const rows = (count: number) =>
      Array.from({ length: count }, (_, i) => `| R${i} | ${i * 7} | 55${i} |`).join('\n');
    const near = cited('Room R3 has 21 seats [1].', `Rooms\n\n${head}${rows(6)}\n`);
    expect(near.words).toEqual([`${head}${rows(4)}`]);
    const far = cited('Room R90 has 630 seats [1].', head + rows(200));
    expect(far.words).toEqual(['| R90 | 630 | 5590 |']);
    const sheet = 'Name\tDays\nAnna Berg\t12\nJon Vale\t30\nMia Roth\t28';
    expect(cited('Jon Vale has 30 days left [1].', sheet).words).toEqual([
      'Name\tDays\nAnna Berg\t12\nJon Vale\t30',
    ]);
  });

  test('an item of a list', () => {
    const list = 'Bring:\n\n- your badge\n- a signed contract\n- two photographs';
    expect(cited('A signed contract is needed [1].', list).words).toEqual(['- a signed contract']);
  });

  test.each([
    [
      '父母可以休十二周的带薪假期 [1]。',
      '本公司的所有正式员工每年都可以享受十五天的带薪年假。父母在孩子出生以后可以享受十二周的带薪假期。工资在每月二十五日发放到员工的账户。',
      '父母在孩子出生以后可以享受十二周的带薪假期。',
    ],
    [
      '給与は毎月25日に支払われます [1]。',
      'すべての正社員は年に三十日の有給休暇を取ることができます。給与は毎月25日に銀行口座へ支払われます。',
      '給与は毎月25日に銀行口座へ支払われます。',
    ],
    [
      'Родители получают двенадцать недель отпуска [1].',
      'Зарплата выплачивается двадцать пятого числа. Родителям полагается двенадцать недель отпуска.',
      'Родителям полагается двенадцать недель отпуска.',
    ],
    [
      'يحصل الآباء على اثني عشر أسبوعا [1].',
      'تدفع الرواتب في اليوم الخامس والعشرين من كل شهر. يحصل الآباء على إجازة مدتها اثنا عشر أسبوعا.',
      'يحصل الآباء على إجازة مدتها اثنا عشر أسبوعا.',
    ],
    [
      'Eltern haben 12 Wochen [1].',
      'Das Gehalt kommt am 25. des Monats. Für Eltern gibt es 12 Wochen bezahlten Urlaub.',
      'Für Eltern gibt es 12 Wochen bezahlten Urlaub.',
    ],
  ])('in other languages: %s', (answer, text, words) => {
    expect(cited(answer, text).words).toEqual([words]);
  });

  test('numbers lead to the sentence even if it is in another language', () => {
    const { words } = cited(
      'Das Gehalt kommt am 25. [1]',
      'We close the office at 6 in the evening. Money arrives on the 25.',
    );
    expect(words).toEqual(['Money arrives on the 25.']);
  });
});

describe('hostile input', () => {
  const word = (i: number) => `w${(i * 7919) % 5003}`;
  const line = Array.from({ length: 170_000 }, (_, i) => word(i)).join(' ');

  test('a passage of a megabyte on one line gives a short quote', () => {
    const [words] = cited(`The ${word(50)} and ${word(51)} and ${word(52)} [1].`, line).words;
    expect(words).toContain(`${word(50)} ${word(51)} ${word(52)}`);
    expect(words!.length).toBeLessThanOrEqual(480);
    const solid = cited('aaa [1].', 'a'.repeat(1_000_000)).words[0]!;
    expect(solid.length).toBeLessThanOrEqual(480);
    expect(cited('笑 [1]。', '😀'.repeat(400_000)).words[0]!.isWellFormed()).toBe(true);
  });

  test('ten thousand references, on a long passage, all numbered', () => {
    const answer = Array.from({ length: 10_000 }, (_, i) => `It is ${word(i)} ${word(i + 1)} [1].`);
    const { text, words } = cited(answer.join(' '), line);
    expect(words.length).toBeGreaterThan(100);
    expect(words.length).toBeLessThanOrEqual(500);
    const numbers = text.match(/\[\d+\]/g)!;
    expect(numbers).toHaveLength(10_000);
    expect(Math.max(...numbers.map((n) => Number(n.slice(1, -1))))).toBe(words.length);
  });

  test('an answer of a megabyte without a full stop', () => {
    expect(cited(`${line} [1].`, rules).words).toHaveLength(1);
    expect(cited('[1]'.repeat(100_000), rules).words).toHaveLength(1);
  });
});

test('whatever is written: every quote is in its passage, and the check lets all of them through', () => {
  const random = seeded(7);
  const bits = [
    '[1]',
    ' [2]',
    '[1, 3]',
    '【2】',
    '. ',
    ' ',
    '\n',
    '\n\n',
    '| ',
    '\t',
    '- ',
    'Parents ',
    'weeks ',
    '25',
    '`',
    '```',
    '周假',
    '[',
    ']',
    '(',
    'http:',
    '😀',
  ];
  for (let round = 0; round < 1500; round++) {
    const make = () => random.text(random.int(30), () => random.pick(bits));
    const passages = [make(), make(), rules].map(passage);
    const draft = citePassages(make(), passages);
    for (const { passage: at, start, end } of draft.quotes) {
      expect(start).toBeLessThan(end);
      expect(end).toBeLessThanOrEqual(passages[at]!.text.length);
      expect(passages[at]!.text.slice(start, end).trim()).not.toBe('');
    }
    const checked = checkCitations(draft, passages);
    expect(checked.text).toBe(draft.text);
    expect(checked.quotes.map(({ n }) => n)).toEqual(draft.quotes.map((_, i) => i + 1));
  }
});
