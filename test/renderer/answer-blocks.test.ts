// An answer's text as blocks: what models write in Markdown, citations, doubts; and that nothing of
// it becomes a link, a picture or markup.
import { describe, expect, it } from 'vitest';
import {
  type AnswerBlock,
  answerBlocks,
  quotedBlocks,
} from '../../src/renderer/features/answer/answer-blocks.ts';
import { byDoubt, type InlinePart } from '../../src/renderer/features/answer/answer-inline.ts';

const all = { numbers: null, doubts: [], signs: true };
const blocksOf = (text: string) => answerBlocks(text, all);
const wordsOf = (parts: readonly InlinePart[]) =>
  parts.map((part) => (part.kind === 'citation' ? `[${part.n}]` : part.text)).join('');
const kindsOf = (blocks: readonly AnswerBlock[]) => blocks.map(({ kind }) => kind);
const onlyParts = (text: string, options: Parameters<typeof answerBlocks>[1] = all) => {
  const [block] = answerBlocks(text, options);
  return block && 'parts' in block ? block.parts : [];
};

describe('words', () => {
  it('are cut at citations', () => {
    const numbers = new Set([1, 2]);
    expect(onlyParts('Six hours. [1] Eight later [2].', { ...all, numbers })).toEqual([
      { kind: 'text', text: 'Six hours.', look: 'plain', doubt: -1 },
      { kind: 'citation', n: 1, doubt: -1 },
      { kind: 'text', text: ' Eight later', look: 'plain', doubt: -1 },
      { kind: 'citation', n: 2, doubt: -1 },
      { kind: 'text', text: '.', look: 'plain', doubt: -1 },
    ]);
  });

  it('keep a bracketed number that is no citation', () => {
    const parts = onlyParts('As in [7] of the list. [1]', { ...all, numbers: new Set([1]) });
    expect(parts.filter(({ kind }) => kind === 'citation')).toHaveLength(1);
    expect(wordsOf(parts)).toBe('As in [7] of the list.[1]');
  });

  it('take every number while the answer is still being written', () => {
    expect(onlyParts('So [3]').at(-1)).toEqual({ kind: 'citation', n: 3, doubt: -1 });
  });

  it('have looks', () => {
    const looks = onlyParts('a **b c** *d* `e*f*` _g_ h').flatMap((part) =>
      part.kind === 'text' && part.look !== 'plain' ? [[part.look, part.text]] : [],
    );
    expect(looks).toEqual([
      ['strong', 'b c'],
      ['em', 'd'],
      ['code', 'e*f*'],
      ['em', 'g'],
    ]);
  });

  it.each(['2 * 3 * 4', 'a_b_c', '**not closed', '5 ** 2', '* alone', 'snake_case_name and x_1'])(
    'stay as they are: %s',
    (text) => {
      const parts = onlyParts(`word ${text}`);
      expect(wordsOf(parts)).toBe(`word ${text}`);
      expect(parts.every((part) => part.kind === 'text' && part.look === 'plain')).toBe(true);
    },
  );

  it('are never a link, a picture or markup', () => {
    const text = '![x](http://h/a.png) [y](javascript:alert(1)) <img src=x onerror=a> <b>z</b>';
    const parts = onlyParts(text);
    expect(wordsOf(parts)).toBe(text);
    expect(parts.every((part) => part.kind === 'text')).toBe(true);
  });
});

describe('doubts', () => {
  it('mark their words and neither the citation nor the full stop', () => {
    const text = 'Fine. It is **12 %** now [1]. Good.';
    const start = text.indexOf('It');
    const doubts = [{ start, end: text.indexOf(' Good') }];
    const groups = byDoubt(onlyParts(text, { ...all, doubts }));
    expect(groups.map(({ doubt, parts }) => [doubt, wordsOf(parts)])).toEqual([
      [-1, 'Fine. '],
      [0, 'It is 12 % now'],
      [-1, '[1]. Good.'],
    ]);
  });

  it('keep their places behind signs, in lists and in tables', () => {
    const text = '# Days\n\n- **Ida** has 30\n- Tom has 40\n\n| a | b |\n|---|---|\n| x | 99 |';
    const range = (words: string) => ({
      start: text.indexOf(words),
      end: text.indexOf(words) + words.length,
    });
    const doubts = [range('Tom has 40'), range('99')];
    const [, list, table] = answerBlocks(text, { ...all, doubts });
    expect(list).toMatchObject({ items: [{}, { parts: [{ text: 'Tom has 40', doubt: 0 }] }] });
    expect(table).toMatchObject({ rows: [[[{ doubt: -1 }], [{ text: '99', doubt: 1 }]]] });
  });
});

describe('blocks', () => {
  it('are nothing for nothing', () => {
    expect(blocksOf('')).toEqual([]);
    expect(blocksOf('\n \n')).toEqual([]);
  });

  it('are told apart', () => {
    const text =
      '## Title\nText\nmore text\n\n> quoted\n\n1. one\n2. two\n\n```js\nlet a = 1;\n```\n---\nend';
    expect(kindsOf(blocksOf(text))).toEqual([
      'heading',
      'paragraph',
      'quote',
      'list',
      'code',
      'paragraph',
    ]);
  });

  it('keep line ends within a paragraph', () => {
    expect(wordsOf(onlyParts('one\ntwo'))).toBe('one\ntwo');
  });

  it('hold lists with marks, depths and what goes on', () => {
    const [list] = blocksOf('1. one\n   goes on\n\n2. two\n   - inner\n• dot');
    expect(list).toMatchObject({
      items: [
        { mark: '1.', depth: 0 },
        { mark: '2.', depth: 0 },
        { mark: '', depth: 1 },
        { mark: '', depth: 0 },
      ],
    });
    expect(list?.kind === 'list' && wordsOf(list.items[0]!.parts)).toBe('one\ngoes on');
  });

  it('hold tables, with or without bars at their sides', () => {
    const bars = '| a | b |\n|:--|--:|\n| 1 | [2] |\n| 3 |  |';
    const [table] = blocksOf(bars);
    expect(table?.kind).toBe('table');
    if (table?.kind !== 'table') return;
    expect(table.head.map(wordsOf)).toEqual(['a', 'b']);
    expect(table.rows.map((row) => row.map(wordsOf))).toEqual([
      ['1', '[2]'],
      ['3', ''],
    ]);
    expect(kindsOf(blocksOf('a | b\n--|--\n1 | 2'))).toEqual(['table']);
  });

  it('can be read at every length while they are written', () => {
    const text =
      '# T\n\n1. **one** [1]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n> q `c`';
    for (let end = 0; end <= text.length; end += 1) {
      expect(() => blocksOf(text.slice(0, end))).not.toThrow();
    }
    expect(kindsOf(blocksOf('```\nhalf'))).toEqual(['code']);
  });

  it('are quick for what nobody would write', () => {
    const hostile = [
      '*'.repeat(20_000),
      '|'.repeat(20_000),
      '`'.repeat(20_000),
      '[1]'.repeat(7_000),
      `${' '.repeat(20_000)}-`,
      '- x\n\n'.repeat(5_000),
      '_a '.repeat(7_000),
      `| a |\n${' '.repeat(50_000)}-`,
      `a${' '.repeat(50_000)}b`,
    ];
    for (const text of hostile) expect(blocksOf(text).length).toBeGreaterThanOrEqual(0);
  });
});

describe('quoted sentences', () => {
  it('keep the document’s own signs', () => {
    const [block] = quotedBlocks('# 5 * 3 * 2 | x [1]', new Set([1]));
    expect(block).toMatchObject({
      kind: 'paragraph',
      parts: [{ text: '# 5 * 3 * 2 | x', look: 'plain' }, { n: 1 }],
    });
  });

  it('keep paragraphs apart', () => {
    expect(quotedBlocks('one\n\n\ntwo', null)).toHaveLength(2);
  });
});
