import { describe, expect, test } from 'vitest';
import { checkSupport } from '../../../../src/engine/answer/cite/check-support.ts';
import { seeded } from '../../../support/random.ts';

const source = (text: string, more: { title?: string; headingPath?: string[] } = {}) => ({
  title: 'Handbook',
  headingPath: [],
  text,
  ...more,
});
type Given = string | ReturnType<typeof source>;

function check(text: string, passages: Given[], asked = '') {
  const sources = passages.map((one) => (typeof one === 'string' ? source(one) : one));
  return checkSupport(text, (n) => sources[n - 1], asked);
}
const missing = (text: string, ...passages: Given[]) =>
  check(text, passages).doubts.flatMap((doubt) => doubt.missing);

const leave = `Parents get twelve weeks of paid leave after the birth or adoption of a child. They tell their
manager at least 8 weeks before. The rule was written by Anna Berg of Human Resources on 3 March 2024
and replaces form HR-17. Questions: leave@merrow.example.`;
const money = `Turnover rose by 12 % to €1,250,000. Costs were 1.5 million, of which 30 000 for travel.
A hotel may cost up to $180 per night. Invoices are paid within 30 days.`;

describe('no doubt: it stands there', () => {
  test.each<[string, string, ...Given[]]>([
    ['the same words', 'Parents get twelve weeks of paid leave [1].', leave],
    ['a number word as digits', 'Parents get 12 weeks of paid leave [1].', leave],
    ['digits as a word', 'They tell their manager eight weeks before [1].', leave],
    ['a date as another country writes it', 'It dates from 2024-03-03 [1].', leave],
    ['a date in another language', 'Die Regel ist vom 3. März 2024 [1].', leave],
    ['a date with the month first', 'It dates from March 3, 2024 [1].', leave],
    ['a date in digits', 'It dates from 03/03/2024 [1].', leave],
    ['the year alone', 'It was written in 2024 [1].', leave],
    ['month and year', 'It was written in March 2024 [1].', leave],
    ['a name', 'The rule was written by Anna Berg [1].', leave],
    ['part of a name', 'It was written by Ms Berg [1].', leave],
    [
      'a name as it is declined',
      'Правило написала сотрудница по имени Анной Берг [1].',
      'Правило написала Анна Берг в марте.',
    ],
    ['initials of what stands there', 'It was written by HR [1].', leave],
    ['what initials stand for', 'Ask Human Resources about it [1].', 'Ask HR about it.'],
    ['a code', 'It replaces HR-17 [1].', leave],
    ['a code joined otherwise', 'It replaces HR 17 [1].', leave],
    ['an e-mail address', 'Ask leave@merrow.example [1].', leave],
    [
      'a web address',
      'See https://merrow.example/leave [1].',
      'See merrow.example/leave/ for more.',
    ],
    ['quoted words', 'It says “twelve weeks of paid leave” [1].', leave],
    ['quoted words over a line', 'It says “tell their manager at least” [1].', leave],
    ['quoted words with a gap', 'It says "Parents get … paid leave" [1].', leave],
    [
      'quoted words through Markdown',
      'It says “every seven years” [1].',
      'Painted **every** [seven](x.md) years.',
    ],
    ['percent as a word', 'It rose by 12 percent [1].', money],
    ['percent as a part', 'It rose by 0.12 [1].', money],
    ['thousands with points', 'Umsatz: 1.250.000 € [1].', money],
    ['thousands with spaces', 'Chiffre d’affaires : 1 250 000 euros [1].', money],
    ['thousands without anything', 'Turnover was 1250000 [1].', money],
    ['millions', 'Turnover was 1.25 million euros [1].', money],
    ['a decimal comma', 'Kosten: 1,5 Millionen [1].', money],
    ['millions in full', 'Costs were 1,500,000 [1].', money],
    ['thousands in spaces', 'Travel cost 30,000 [1].', money],
    ['30k', 'Travel cost 30k [1].', money],
    ['a unit in front or behind', 'A hotel may cost 180 dollars [1].', money],
    ['units of another language', 'Rechnungen zahlen wir in 30 Tagen [1].', money],
    ['weeks as days', 'Parents get 84 days [1].', leave],
    ['years as months', 'It lasts 24 months [1].', 'It lasts two years.'],
    [
      'composed number words',
      'It costs 25 euros, and 300 for groups [1].',
      'It costs twenty-five euros, and three hundred for groups.',
    ],
    ['composed German number words', 'Es kostet 25 Euro [1].', 'Es kostet fünfundzwanzig Euro.'],
    ['a half', 'It takes 0.5 hours [1].', 'It takes ½ hour.'],
    ['hours after noon', 'We close at 17:30 [1].', 'We close at 5:30 pm.'],
    ['hours before noon', 'We close at 5:30 p.m. [1].', 'We close at 17:30.'],
    ['ordinals', 'It is due on the 1st [1].', 'It is due on the first.'],
    ['digits of another script', 'الراتب ١٢٠٠ ريال [1].', 'الراتب 1200 ريال'],
    ['Chinese numbers', '父母可以休12周 [1]。', '父母可以享受十二周的带薪假期。'],
    ['Chinese dates', '自2024年3月3日起 [1]。', 'Since 3 March 2024.'],
    ['Japanese ten thousands', '費用は3万円です [1]。', '費用は30,000円です。'],
    ['a telephone number', 'Call +49 30 1234567 [1].', 'Phone: +49 (30) 123-4567'],
    ['a version', 'Use 3.22.1 [1].', 'Version 3.22.1 is out.'],
    ['a range of dates', 'It begins on 3 March 2024 [1].', 'From 3–5 March 2024.'],
    ['days of one month', 'Am 5. März 2024 [1].', 'Am 3. und 5. März 2024 ist zu.'],
    [
      'the year in the heading',
      'It is on 3 March 2024 [1].',
      source('On 3 March.', { headingPath: ['Year 2024'] }),
    ],
    [
      'a name in the title',
      'The Merrow Handbook says so [1].',
      source('It is so.', { title: 'Merrow handbook' }),
    ],
    [
      'a name in the headings',
      'Rules of Merrow Point apply [1].',
      source('Rules.', { headingPath: ['Merrow Point'] }),
    ],
    ['one of two passages', 'Twelve weeks, and $180 for hotels [1][2].', leave, money],
    ['numbers of a list', '1. Tell your manager [1].\n2. Fill in the form [1].', leave],
    [
      'capitals at beginnings',
      'Yes. However, Parents may. Note: Paid leave [1]. “Paid leave” [1]',
      leave,
    ],
    ['bold words before a colon', '**Sabbatical Policy:** twelve weeks [1].', leave],
    ['German nouns', 'Der Urlaub für Väter und Mütter ist bezahlt, sagt die Abteilung [1].', leave],
    [
      'names of another language',
      'In Deutschland gilt das auch für unsere Leute in Köln [1].',
      'In Germany the same holds for our people in Cologne, and for all of the others.',
    ],
    [
      'how many kinds',
      'There are three conditions: one, two and three [1].',
      'Conditions: a, b, c.',
    ],
    ['what stands in code', 'Call `list[9]` with `Foo` [1].', 'Call list[9] with Foo.'],
    [
      'a cell of a sheet',
      'Jon Vale has 30.5 days left [1].',
      'Name\tDays\nAnna Berg\t12\nJon Vale\t30.5',
    ],
    ['inches', 'A sheet is 5" x 7" large [1].', 'Sheets of 5 x 7 inches.'],
    ['loud words', 'You MUST NOT do it [1].', 'You must not do it.'],
    ['may', 'You may 3 times [1].', 'Three times is fine.'],
  ])('%s', (_, answer, ...passages) => expect(missing(answer, ...passages)).toEqual([]));
});

describe('a doubt: it does not', () => {
  test.each<[string, string, string[], ...Given[]]>([
    ['another number', 'Parents get 14 weeks of paid leave [1].', ['14'], leave],
    ['another number word', 'Parents get fourteen weeks [1].', ['fourteen'], leave],
    ['another unit', 'Parents get twelve months of leave [1].', ['twelve'], leave],
    ['another day', 'It dates from 4 March 2024 [1].', ['4 March 2024'], leave],
    ['another month', 'It dates from 3 April 2024 [1].', ['3 April 2024'], leave],
    ['another year', 'It dates from 3 March 2023 [1].', ['3 March 2023'], leave],
    ['another year alone', 'It was written in 2019 [1].', ['2019'], leave],
    ['another first name', 'The rule was written by Joan Berg [1].', ['Joan Berg'], leave],
    ['another name', 'Ask our colleague Peter Sand about it [1].', ['Peter Sand'], leave],
    ['another town', 'The office in Bern is open [1].', ['Bern'], 'The office in Berlin is open.'],
    ['another code', 'It replaces HR-18 [1].', ['HR-18'], leave],
    ['another law', 'The GDPR asks for it [1].', ['GDPR'], leave],
    ['another address', 'Ask help@merrow.example [1].', ['help@merrow.example'], leave],
    ['another site', 'See https://evil.example/x [1].', ['https://evil.example/x'], leave],
    [
      'words that nobody said',
      'It says “twenty weeks for all” [1].',
      ['“twenty weeks for all”'],
      leave,
    ],
    [
      'words in other quotation marks',
      'Es heißt „zwanzig Wochen für alle“ [1].',
      ['„zwanzig Wochen für alle“'],
      leave,
    ],
    ['words in French ones', 'On lit « vingt semaines » [1].', ['« vingt semaines »'], leave],
    ['words in Japanese ones', '「二十週間」と書いてある [1]。', ['「二十週間」'], leave],
    ['another percentage', 'It rose by 15 % [1].', ['15'], money],
    ['another sum', 'Turnover was 1,350,000 [1].', ['1,350,000'], money],
    ['a thousandth', 'Turnover was €1,250 [1].', ['1,250'], money],
    ['another currency', 'A hotel may cost €180 [1].', ['180'], money],
    ['another time', 'We close at 18:30 [1].', ['18'], 'We close at 5:30 pm.'],
    [
      'another Chinese number',
      '父母可以休十四周的假 [1]。',
      ['十四'],
      '父母可以享受十二周的带薪假期。',
    ],
    ['another Arabic number', 'الراتب ١٣٠٠ ريال [1].', ['١٣٠٠'], 'الراتب 1200 ريال'],
    [
      'another Russian name',
      'Правило написал Сергей Иванов и его отдел [1].',
      ['Сергей Иванов'],
      'Правило написала Анна Берг и её отдел.',
    ],
    [
      'another Spanish number',
      'El permiso dura 16 semanas [1].',
      ['16'],
      'El permiso dura doce semanas.',
    ],
    [
      'another French date',
      'Depuis le 4 mars 2024 [1].',
      ['4 mars 2024'],
      'Depuis le 3 mars 2024.',
    ],
    ['a German name', 'Laut Regel ist Herr Peter Sand zuständig [1].', ['Herr Peter Sand'], leave],
    ['what the other passage says', 'Parents get 12 weeks [2].', ['12'], leave, money],
    [
      'what the passage that is not named says',
      'They tell us 8 weeks before [2].',
      ['8'],
      leave,
      money,
    ],
    ['several', 'Joan Berg gives 14 weeks, says our Peter Sand [1].', ['14', 'Peter Sand'], leave],
  ])('%s', (_, answer, expected, ...passages) => {
    expect(missing(answer, ...passages)).toEqual(expected);
  });
});

describe('where', () => {
  test('each sentence for itself, with its place in the answer', () => {
    const text = 'Parents get 12 weeks [1]. They tell us 9 weeks before [1]. It was 2019. [2][1]';
    const { doubts, uncited } = check(text, [leave, money]);
    expect(doubts.map(({ start, end, ...rest }) => [text.slice(start, end), rest])).toEqual([
      ['They tell us 9 weeks before [1].', { citations: [1], missing: ['9'] }],
      ['It was 2019.', { citations: [2, 1], missing: ['2019'] }],
    ]);
    expect(uncited).toEqual([]);
  });

  test('sentences that state something without a reference', () => {
    const text =
      'Here is what I found. Parents get 12 weeks [1]. Ask Peter Sand about it. It is simple.\n\n- 40 days for all\n- nothing else';
    const { doubts, uncited } = check(text, [leave]);
    expect(doubts).toEqual([]);
    expect(uncited.map(({ start, end }) => text.slice(start, end))).toEqual([
      'Ask Peter Sand about it.',
      '- 40 days for all',
    ]);
  });

  test('a reference at the head of a line belongs to what follows', () => {
    const text =
      'Some words of introduction here.\n[1] Parents get 14 weeks of leave.\n[2] A hotel may cost $180.';
    expect(check(text, [leave, money]).doubts.map(({ citations }) => citations)).toEqual([[1]]);
  });

  test('names of the question are the person’s own, its numbers are not', () => {
    const text = 'For our Merrow Point office it is 14 weeks [1].';
    expect(check(text, [leave], 'How many weeks, 14, at Merrow Point?').doubts[0]!.missing).toEqual(
      ['14'],
    );
    expect(check(text, [leave]).doubts[0]!.missing).toEqual(['Merrow Point', '14']);
  });

  test('a citation that is not there is no doubt of ours', () => {
    expect(check('It is 99 [7].', [leave])).toEqual({ doubts: [], uncited: [] });
  });
});

describe('hostile input', () => {
  test.each<[string, string]>([
    ['a megabyte on one line', 'word 12 '.repeat(125_000)],
    ['one word', 'A'.repeat(1_000_000)],
    ['capitals', 'Ab '.repeat(300_000)],
    ['digits', '1'.repeat(1_000_000)],
    ['digits and signs', '1.'.repeat(500_000)],
    ['digits and spaces', '1 234 '.repeat(150_000)],
    ['quotation marks', '"a '.repeat(300_000)],
    ['opening ones', '“'.repeat(1_000_000)],
    ['days', '3, '.repeat(300_000)],
    ['at signs', 'a@'.repeat(400_000)],
    ['points and at', `${'a.'.repeat(300_000)}@b`],
    ['addresses', 'http://'.repeat(100_000)],
    ['codes', 'A1-'.repeat(300_000)],
    ['Chinese digits', '十'.repeat(1_000_000)],
    ['months', 'march '.repeat(150_000)],
    ['brackets', '](('.repeat(300_000)],
    ['ten thousand references', 'Anna has 12 [1]. '.repeat(10_000)],
  ])('%s, in the answer and in the passage', (_, text) => {
    const { doubts } = check(`${text} [1].`, [text, leave]);
    expect(doubts.every(({ start, end }) => start < end && end <= text.length + 5)).toBe(true);
    expect(() =>
      check('Anna Berg has 12 weeks “of leave” since 3 March 2024 [1].', [text]),
    ).not.toThrow();
  });

  test('whatever is written: offsets lie in the answer, and a text bears itself out', () => {
    const random = seeded(5);
    const bits = [
      'Anna Berg ',
      'Peter ',
      'HR-17 ',
      '12 ',
      '1,000 ',
      '1.5 ',
      '% ',
      'weeks ',
      '3 March 2024 ',
      '2024-03-03 ',
      '“so it is” ',
      'a@b.example ',
      '. ',
      ' ',
      '\n',
      'and the others say ',
      'million ',
      'twelve ',
      '十二周',
      '，',
      'pm ',
    ];
    for (let round = 0; round < 1500; round++) {
      const words = random.text(1 + random.int(20), () => random.pick(bits));
      const text = words.replace(/\. |\n/g, (sign) => ` [1]${sign}`) + ' [1]';
      expect([words, check(text, [words]).doubts]).toEqual([words, []]);
      for (const { start, end } of check(text, [leave]).doubts) {
        expect(start >= 0 && start < end && end <= text.length).toBe(true);
      }
    }
  });
});
