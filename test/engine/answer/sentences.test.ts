import { describe, expect, test } from 'vitest';
import { sentencesOf } from '../../../src/engine/answer/sentences.ts';
import { seeded } from '../../support/random.ts';

const parts = (text: string) => sentencesOf(text).map(({ start, end }) => text.slice(start, end));

describe('sentencesOf', () => {
  test('prose gives sentences, also over lines', () => {
    expect(
      parts('Parents get twelve weeks\nof leave. They tell us before.\n\nA last one.'),
    ).toEqual(['Parents get twelve weeks\nof leave.', 'They tell us before.', 'A last one.']);
  });

  test('abbreviations and initials end no sentence', () => {
    expect(parts('See e.g. the printed guide. No. 5 is the one that Dr. Smith wrote.')).toEqual([
      'See e.g. the printed guide.',
      'No. 5 is the one that Dr. Smith wrote.',
    ]);
  });

  test('a sign in an address ends no sentence', () => {
    const text = 'Fill in [the form](https://forms.example/d?usp=sharing) with your new address.';
    expect(parts(`${text} Then wait.`)).toEqual([text, 'Then wait.']);
  });

  test('a long run of lines without a full stop is lines, not one sentence', () => {
    const lines = Array.from({ length: 20 }, (_, i) => `Room ${i} is let to tenant ${i * 7}`);
    expect(parts(lines.join('\n'))).toEqual(lines);
  });

  test('list items and table rows stand alone, with the lines that go on from them', () => {
    const text =
      '- one thing to do\n- another\n  that goes on\n1. first\n\n| a | b |\n|---|---|\n| c | d |';
    expect(parts(text)).toEqual([
      '- one thing to do',
      '- another\n  that goes on',
      '1. first',
      '| a | b |',
      '| c | d |',
    ]);
  });

  test('headings, rules, fences, comments and front matter are not quoted', () => {
    const text =
      '---\ntitle: Secret\n---\n# Heading\n\nSetext\n===\n\n***\n```js\ncall(me);\n```\n<!-- no -->\nNote:\n';
    expect(parts(text)).toEqual(['Setext', 'call(me);']);
  });

  test('Chinese and Japanese sentences are told apart once long enough to stand', () => {
    const first = '本公司的所有正式员工每年都可以享受十五天的带薪年假。';
    const second = 'この規則はすべての正社員に適用され、例外はありません。';
    expect(parts(first + second)).toEqual([first, second]);
  });

  test.each(['', '\n\n', '   ', '# Only a heading', '---\na: b\n---'])('%j has none', (text) => {
    expect(parts(text)).toEqual([]);
  });
});

test('whatever the text: ranges are in order, apart, and begin and end at words or signs', () => {
  const random = seeded(9);
  const bits = [
    'Word',
    ' ',
    '. ',
    '! ',
    '\n',
    '\n\n',
    '- ',
    '# ',
    '|',
    '```',
    '中。',
    '\u2029',
    '\t',
  ];
  for (let run = 0; run < 400; run++) {
    const text = random.text(random.int(60), () => random.pick(bits));
    let last = 0;
    for (const { start, end } of sentencesOf(text)) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThan(start);
      const part = text.slice(start, end);
      expect(part).toBe(part.trim());
      last = end;
    }
    expect(last).toBeLessThanOrEqual(text.length);
  }
});
