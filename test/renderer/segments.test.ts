import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import {
  markdownSegments,
  referenceLines,
} from '../../src/renderer/features/documents/markdown-segments.ts';
import { pagePieces } from '../../src/renderer/features/documents/page-pieces.ts';
import { plainSegments } from '../../src/renderer/features/documents/plain-segments.ts';
import { segmentAt } from '../../src/renderer/features/documents/segment.ts';
import { blockSegments } from '../../src/renderer/features/documents/block-segments.ts';

const piecesOf = (text: string) =>
  markdownSegments(text).map(({ start, end }) => text.slice(start, end));

describe('Markdown in segments', () => {
  const samples: Record<string, string> = {
    paragraphs: 'one\n\ntwo\nstill two\n\nthree',
    headings: '# A\ntext\n## B\nmore\n\nSet\n---\n\nend',
    'a loose list': 'before\n\n- a\n\n- b\n\n  more of b\n\n- c\n\nafter',
    'a nested list': '1. a\n   - b\n\n     deep\n\n2. c\n\nafter',
    'a fence with blank lines': 'x\n\n```js\na\n\n# not a heading\n\nb\n```\n\ny',
    'a fence that never closes': 'x\n\n~~~\na\n\nb\n\nc',
    'a quote': '> a\n\n> b\n>\n> c\n\nend',
    'a table': 'x\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\ny',
    'indented code': 'x\n\n    code\n\n    more code\n\ny',
    'code in a list': '- a\n\n  ```\n  x\n\n  y\n  ```\n\n- b',
    'lines of Windows': '# A\r\n\r\none\r\n\r\n- a\r\n\r\n- b\r\n',
  };

  it.each(Object.entries(samples))('draws %s piece by piece as in the whole', (_name, text) => {
    const markdown = new MarkdownIt();
    const joined = piecesOf(text)
      .map((piece) => markdown.render(piece))
      .join('');
    expect(joined).toBe(markdown.render(text));
  });

  it.each(Object.entries(samples))('covers all of %s but blanks', (_name, text) => {
    expect(piecesOf(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });

  it('keeps the front matter apart', () => {
    const [first, second] = markdownSegments('---\ntitle: A\n---\n\n# A\n');
    expect(first).toEqual({ kind: 'front-matter', start: 0, end: 17 });
    expect(second?.kind).toBe('markdown');
  });

  it('cuts a long document into many pieces', () => {
    const text = Array.from({ length: 2_000 }, (_, i) => `## ${i}\n\nwords\n\n`).join('');
    expect(markdownSegments(text).length).toBe(2_000 * 2);
  });

  it('finds what reference links need', () => {
    expect(referenceLines('a [b][c]\n\n[c]: https://x.example "t"\n  [d]: e\n')).toBe(
      '[c]: https://x.example "t"\n  [d]: e',
    );
  });
});

describe('plain text in segments', () => {
  it('covers the text to the letter', () => {
    const text = Array.from({ length: 5_000 }, (_, i) => `line ${i} 😀\n`).join('');
    const pieces = plainSegments(text);
    expect(pieces.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
    expect(pieces.length).toBeGreaterThan(20);
    expect(pieces.every(({ end }) => text[end - 1] === '\n')).toBe(true);
  });

  it('cuts one endless line, but never a character', () => {
    const text = '😀'.repeat(30_000);
    const pieces = plainSegments(text);
    expect(Math.max(...pieces.map(({ start, end }) => end - start))).toBeLessThanOrEqual(8_000);
    expect(pieces.every(({ start, end }) => !text.slice(start, end).includes('\uFFFD'))).toBe(true);
    expect(pieces.every(({ start }) => start % 2 === 0)).toBe(true);
  });

  it('gives none for no text', () => {
    expect(plainSegments('')).toEqual([]);
  });
});

describe('blocks in segments', () => {
  it('shows text that lies between the blocks too', () => {
    const text = 'Title\n\nstray\n\nBody';
    const segments = blockSegments(text, [
      { kind: 'heading', start: 0, end: 5, level: 1 },
      { kind: 'paragraph', start: 14, end: 18 },
    ]);
    expect(segments.map(({ start, end }) => text.slice(start, end).trim())).toEqual([
      'Title',
      'stray',
      'Body',
    ]);
  });

  it('finds the segment of an offset', () => {
    const segments = [{ start: 0 }, { start: 10 }, { start: 20 }];
    expect([0, 9, 10, 25].map((offset) => segmentAt(segments, offset))).toEqual([0, 0, 1, 2]);
    expect(segmentAt([], 3)).toBe(-1);
  });
});

it('gives each page its range, an empty one where the text has none', () => {
  const ranges = [
    { number: 1, start: 0, end: 10 },
    { number: 3, start: 12, end: 20 },
  ];
  expect(pagePieces(ranges, 4)).toEqual([
    { start: 0, end: 10 },
    { start: 10, end: 10 },
    { start: 12, end: 20 },
    { start: 20, end: 20 },
  ]);
});
