import { describe, expect, it } from 'vitest';
import { markdownSigns } from '../../src/renderer/features/passages/markdown-signs.ts';
import { quoteText } from '../../src/renderer/features/passages/quote-text.ts';
import { snippetRuns } from '../../src/renderer/features/passages/snippet.ts';

const whole = (text: string) => ({ start: 0, end: text.length });
const shown = (text: string) => {
  const hidden = markdownSigns(text);
  return Array.from(hidden, (sign, i) => (sign ? '' : text.charAt(i))).join('');
};

describe('the snippet of a hit', () => {
  it('marks exactly the characters between a mark’s offsets', () => {
    const text = 'Leave is earned. Sick leave too.';
    const marks = [
      { start: 0, end: 5 },
      { start: 22, end: 27 },
    ];
    const runs = snippetRuns({ text, snippet: whole(text), marks, format: 'text' });
    expect(runs).toEqual([
      { text: 'Leave', marked: true },
      { text: ' is earned. Sick ', marked: false },
      { text: 'leave', marked: true },
      { text: ' too.', marked: false },
    ]);
  });

  it('says with … that text was left out, in front and behind', () => {
    const text = 'one two three four';
    const runs = snippetRuns({ text, snippet: { start: 4, end: 13 }, marks: [], format: 'text' });
    expect(runs).toEqual([{ text: '… two three …', marked: false }]);
  });

  it('says nothing where only blanks were left out', () => {
    const text = '\n\nwords\n';
    const runs = snippetRuns({ text, snippet: { start: 2, end: 7 }, marks: [], format: 'text' });
    expect(runs).toEqual([{ text: 'words', marked: false }]);
  });

  it('cuts a mark that reaches out of the snippet', () => {
    const text = 'abcdef';
    const marks = [{ start: 0, end: 3 }];
    const runs = snippetRuns({ text, snippet: { start: 1, end: 6 }, marks, format: 'text' });
    expect(runs).toEqual([
      { text: '… ', marked: false },
      { text: 'bc', marked: true },
      { text: 'def', marked: false },
    ]);
  });

  it('draws blanks together, also across a mark’s edge', () => {
    const text = 'a\n\n  b   c';
    const runs = snippetRuns({
      text,
      snippet: whole(text),
      marks: [{ start: 5, end: 6 }],
      format: 'text',
    });
    expect(runs.map((run) => run.text).join('')).toBe('a b c');
  });

  it('leaves out Markdown’s signs without moving a mark', () => {
    const text = '## The [leave](https://x.example/leave) **policy**';
    const start = text.indexOf('policy');
    const runs = snippetRuns({
      text,
      snippet: whole(text),
      marks: [{ start, end: start + 6 }],
      format: 'markdown',
    });
    expect(runs).toEqual([
      { text: 'The leave ', marked: false },
      { text: 'policy', marked: true },
    ]);
  });

  it('takes nothing from plain text that looks like Markdown', () => {
    const text = '# 2 * 3 * 4 | **x**';
    const runs = snippetRuns({ text, snippet: whole(text), marks: [], format: 'text' });
    expect(runs[0]?.text).toBe(text);
  });
});

describe('Markdown’s signs', () => {
  it.each([
    ['a snake_case_name stays', 'a snake_case_name stays'],
    ['2 * 3 stays', '2 * 3 stays'],
    ['_so_ and *so* and ~~so~~', 'so and so and so'],
    ['- item\n- [x] done', 'item\ndone'],
    ['| a | b |\n|---|:-:|\n| c | d |', ' a  b \n\n c  d '],
    ['see [a](b (c) d) e', 'see a e'],
    ['![alt](pic.png) text', 'alt text'],
    ['`code` and <br> tags', 'code and  tags'],
    ['> quoted', 'quoted'],
  ])('%j reads %j', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('is quick on hostile text', () => {
    const started = performance.now();
    for (const sign of ['[', '*', '`', '<a ', '](', '|', '[a](', '![', '{%']) {
      markdownSigns(sign.repeat(20_000));
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('a quote', () => {
  it('joins the soft line breaks of Markdown and keeps its paragraphs', () => {
    expect(quoteText('one\ntwo **three**\n\nfour', 'markdown')).toBe('one two three\n\nfour');
  });

  it('keeps list items on lines of their own', () => {
    expect(quoteText('Bring:\n- a pen\n- paper', 'markdown')).toBe('Bring:\n• a pen\n• paper');
  });

  it('stays as it is in other formats', () => {
    expect(quoteText('one\n**two**', 'text')).toBe('one\n**two**');
  });
});
