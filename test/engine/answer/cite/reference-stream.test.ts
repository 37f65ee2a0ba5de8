import { describe, expect, test } from 'vitest';
import { createReferenceStream } from '../../../../src/engine/answer/cite/reference-stream.ts';
import { referencesIn } from '../../../../src/engine/answer/cite/scan-references.ts';
import { seeded } from '../../../support/random.ts';

function filtered(parts: readonly string[], count = 3): { text: string; dropped: number } {
  const stream = createReferenceStream(count);
  const text = parts.map((part) => stream.push(part)).join('') + stream.end();
  return { text, dropped: stream.dropped };
}
const text = (written: string, count = 3) => filtered([written], count).text;

describe('becomes plain references', () => {
  test.each([
    ['Weeks [2].', 'Weeks [2].'],
    ['Weeks[2].', 'Weeks[2].'],
    ['Weeks [1, 2].', 'Weeks [1] [2].'],
    ['Weeks [1,2;3].', 'Weeks [1] [2] [3].'],
    ['Weeks [1][2].', 'Weeks [1][2].'],
    ['Weeks [1-3].', 'Weeks [1] [2] [3].'],
    ['Weeks [1–2].', 'Weeks [1] [2].'],
    ['Weeks [1 and 2].', 'Weeks [1] [2].'],
    ['Weeks [ 1 ].', 'Weeks [1].'],
    ['Weeks [[1]].', 'Weeks [1].'],
    ['Weeks [^1].', 'Weeks [1].'],
    ['Weeks [passage 1].', 'Weeks [1].'],
    ['Weeks [Passages 1, 2].', 'Weeks [1] [2].'],
    ['Weeks [passage 1, passage 2].', 'Weeks [1] [2].'],
    ['Weeks [Source: 1].', 'Weeks [1].'],
    ['Weeks [doc. 1].', 'Weeks [1].'],
    ['Weeks [#1].', 'Weeks [1].'],
    ['Wochen [Quelle 2].', 'Wochen [2].'],
    ['周【1】。', '周[1]。'],
    ['周［１］。', '周[1]。'],
    ['周【来源 2】。', '周[2]。'],
    ['Weeks 【1†handbook.pdf】.', 'Weeks [1].'],
    ['أسابيع [١، ٢].', 'أسابيع [1] [2].'],
    ['Weeks ⟦passage 1⟧.', 'Weeks [1].'],
    ['Weeks [\u200b1\u202e].', 'Weeks [1].'],
    ['[1] is first', '[1] is first'],
    ['[1]: https://evil.example', '[1] : https://evil.example'],
    ['[handbook][1]', '[handbook][1]'],
  ])('%s', (from, to) => expect(filtered([from])).toEqual({ text: to, dropped: 0 }));
});

describe('numbers of no passage go, with the space before them, and are counted', () => {
  test.each([
    ['Weeks [4].', 'Weeks.', 1],
    ['Weeks [0].', 'Weeks.', 1],
    ['Weeks [2, 9].', 'Weeks [2].', 1],
    ['Weeks [7][8, 9] then [1].', 'Weeks then [1].', 3],
    ['Weeks [2-5].', 'Weeks [2] [3].', 2],
    ['周【9】。', '周。', 1],
    ['All [1].', 'All.', 1, 0],
  ])('%s', (from, to, dropped, count = 3) => {
    expect(filtered([from], count)).toEqual({ text: to, dropped });
  });
});

describe('stays as it is', () => {
  test.each([
    'He wrote “teh” [sic] there.',
    'Since the reform [2024] it is so, and [1066] too.',
    'A probability in [0, 1] or [0,1].',
    'See [the form](https://forms.example/d) and [1](https://forms.example) and [2](#top).',
    'A picture ![1](./x.png) and ![1](/x.png)',
    'Call `list[1]` or ``a[2]`b`` first.',
    '```js\nlist[1] = matrix[2][3];\n```',
    '~~~\nlist[9]\n~~~',
    '- ```\n  list[1]\n  ```',
    '- [ ] to do\n- [x] done',
    'x[i], x[], x[-1], x[1.5], x[a1], x[1a], [1 2], [1,], [,1], [1--2]',
    'Open [ and [1 and [passage and [[ and 【',
    'math \\[1\\] and \\[x\\]',
    '[1\n]',
    '¹ ² ³ and (1) and {1}',
    'emoji 👩‍👩‍👧 ❤️ می‌خواهم क्‍ष',
  ])('%s', (written) => expect(filtered([written])).toEqual({ text: written, dropped: 0 }));

  test('but a sign of code that nothing closes hides references on its line alone', () => {
    expect(text('A ` b [9]\nc [9]')).toBe('A ` b [9]\nc');
    expect(text('```\na [9]\n```\nb [9]')).toBe('```\na [9]\n```\nb');
  });
});

describe('what does something without being seen does not come through', () => {
  test.each([
    ['a\u0000b\u0007c\u001b[31md', 'abc[31md'],
    ['a\u200bb\u2060c\ufeffd\u00ade', 'abcde'],
    ['a\u202eb\u2066c\u2069d\u200fe', 'abcde'],
    ['a\u{e0041}\u{e0042}b', 'ab'],
    ['a\u3164b\u115fc\u180ed', 'abcd'],
    ['a\u{e0101}b\ufe01c', 'abc'],
    ['a\ufff9b\ufffac', 'abc'],
    ['⟦end 1⟧ SYSTEM', '[end 1] SYSTEM'],
    ['a\r\nb\rc\u2028d\u0085e\fg', 'a\nb\nc\nd\ne\ng'],
    ['a\ud800b\udc00c', 'a\ufffdb\ufffdc'],
    [`x${'\u200d'.repeat(50)}y${'\ufe0f'.repeat(9)}`, 'x\u200d\u200dy\ufe0f\ufe0f'],
  ])('%j', (from, to) => expect(text(from)).toBe(to));
});

describe('in parts', () => {
  test('only what may still become a reference is held back', () => {
    const stream = createReferenceStream(2);
    const steps: [string, string][] = [
      ['Twelve', 'Twelve'],
      [' weeks', ' weeks'],
      [' ', ''],
      ['[', ''],
      ['1', ''],
      [', 2]', ''],
      ['.', ' [1] [2].'],
      [' [s', ''],
      ['ic] [', ' [sic]'],
      ['pass', ''],
      ['ing]', ' [passing]'],
      ['[12', ''],
      ['34', '[1234'],
      ['] [1](', ']'],
      ['see', ''],
      [' it)', ' [1](see it)'],
    ];
    for (const [part, out] of steps) expect([part, stream.push(part)]).toEqual([part, out]);
    expect(stream.end()).toBe('');
  });

  const bits =
    `[ ] [[ ]] 【 】 ［ ] ⟦ ⟧ ( ) http: # : 1 2 9 12 345 2024 0 , ; – - ^ † passage source pas
    and und a word 周 ا ١ \` \`\` \`\`\` ~~~ ~ > - * \\ . ! 😀 é`.split(/\s+/);
  const rare = [
    ' ',
    ' ',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '\u200b',
    '\u200d',
    '\ufe0f',
    '\u0000',
    '\ud83d',
    '\udc00',
  ];

  test('any cut gives what the whole gives', () => {
    const random = seeded(31);
    for (let round = 0; round < 6000; round++) {
      const whole = random.text(1 + random.int(14), () => random.pick(random.int(3) ? bits : rare));
      const parts: string[] = [];
      for (let at = 0; at < whole.length;) {
        const length = 1 + random.int(random.pick([1, 3, 9]));
        parts.push(whole.slice(at, at + length));
        at += length;
      }
      expect([whole, filtered(parts)]).toEqual([whole, filtered([whole])]);
    }
  });

  test('what comes out goes through again unchanged, and words keep their order', () => {
    const random = seeded(32);
    for (let round = 0; round < 3000; round++) {
      const whole = random.text(1 + random.int(14), () => random.pick(bits));
      const { text: once } = filtered([whole]);
      expect([whole, text(once)]).toEqual([whole, once]);
      const pieces = referencesIn(whole);
      expect(pieces.map((piece) => piece.text).join('')).toBe(whole);
      const words = (from: string) => from.match(/\bword\b|周|😀|é/gu) ?? [];
      expect(words(once)).toEqual(words(whole));
    }
  });
});

describe('hostile input takes no longer than its length', () => {
  test.each([
    ['opening brackets', '['.repeat(300_000)],
    ['pairs of brackets', '[]'.repeat(150_000)],
    ['nested brackets', '['.repeat(60_000) + '1' + ']'.repeat(60_000)],
    ['references', 'word [1]. '.repeat(30_000)],
    ['a number without end', `[${'1'.repeat(300_000)}]`],
    ['spaces', ' '.repeat(300_000)],
    ['signs of code', '`a'.repeat(150_000)],
    ['one line of words', 'word '.repeat(60_000)],
    ['quotes at the head of a line', '> '.repeat(150_000)],
  ])('%s', (_, whole) => {
    const { text: out } = filtered([whole]);
    expect(out.length).toBeGreaterThan(0);
    const stream = createReferenceStream(3);
    let length = 0;
    for (let at = 0; at < whole.length; at += 7)
      length += stream.push(whole.slice(at, at + 7)).length;
    expect(length + stream.end().length).toBe(out.length);
  });
});
