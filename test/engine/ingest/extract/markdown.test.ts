import { describe, expect, test } from 'vitest';
import { outlineOf, read } from '../../../support/extracting.ts';

const blocksOf = async (source: string): Promise<string[]> =>
  outlineOf(await read('markdown', source));

describe('blocks of Markdown', () => {
  test('the text is the source itself, with its lines', async () => {
    const source = '# Title\n\nSome *text* with [a link](x.md).\n';
    const extracted = await read('markdown', source);
    expect(extracted.text).toBe(source);
    expect(extracted.hasLines).toBe(true);
    expect(extracted.pages).toBeNull();
  });

  test('headings by signs and by underline', async () => {
    expect(
      await blocksOf('# One\n## Two ##\nThree\n===\nFour\nlines\n---\n#no\n####### no'),
    ).toEqual([
      'heading1: # One',
      'heading2: ## Two ##',
      'heading1: Three\n===',
      'heading2: Four\nlines\n---',
      'paragraph: #no\n####### no',
    ]);
  });

  test('paragraphs end at blank lines and before blocks that may interrupt them', async () => {
    expect(await blocksOf('a\nb\n\nc\n# H\nd\n> q\n\ne\n- i\n\nf\n***\ng\n```\nh\n```')).toEqual([
      'paragraph: a\nb',
      'paragraph: c',
      'heading1: # H',
      'paragraph: d',
      'quote: > q',
      'paragraph: e',
      'list-item0: - i',
      'paragraph: f',
      'paragraph: g',
      'code: ```\nh\n```',
    ]);
  });

  test('a number but 1, or an empty item, does not interrupt a paragraph', async () => {
    expect(await blocksOf('It was\n1998. A year\n-\nand\n1. one')).toEqual([
      'heading2: It was\n1998. A year\n-',
      'paragraph: and',
      'list-item0: 1. one',
    ]);
  });

  test('list items with depth, further paragraphs and code in them', async () => {
    const source =
      '- a\n  - b\n    more b\n\n    second\n  - c\n\n    ```js\n    x\n    ```\n1. d\n   * e\nlazy';
    expect(await blocksOf(source)).toEqual([
      'list-item0: - a',
      'list-item1: - b\n    more b',
      'paragraph: second',
      'list-item1: - c',
      'code: ```js\n    x\n    ```',
      'list-item0: 1. d',
      'list-item1: * e\nlazy',
    ]);
  });

  test('tables row by row, the header with its delimiter', async () => {
    expect(
      await blocksOf('Intro\n| a | b |\n|---|:-:|\n| 1 | 2 |\n| x \\| y | 3 |\n\nafter | bar'),
    ).toEqual([
      'paragraph: Intro',
      'table-row: | a | b |\n|---|:-:|',
      'table-row: | 1 | 2 |',
      'table-row: | x \\| y | 3 |',
      'paragraph: after | bar',
    ]);
  });

  test('a delimiter row with another number of cells makes no table', async () => {
    expect(await blocksOf('a | b | c\n--- | ---')).toEqual(['paragraph: a | b | c\n--- | ---']);
  });

  test('code by fence and by indent; what is in it is no structure', async () => {
    expect(
      await blocksOf('~~~md\n# no\n```\n~~~~\n\n    - no\n\n    # no\n\ntext\n    still text'),
    ).toEqual([
      'code: ~~~md\n# no\n```\n~~~~',
      'code:     - no\n\n    # no',
      'paragraph: text\n    still text',
    ]);
  });

  test('an unclosed fence runs to the end, or to the end of its container', async () => {
    expect(await blocksOf('> ```\n> a\n\n```\nb\n\nc')).toEqual([
      'code: > ```\n> a',
      'code: ```\nb\n\nc',
    ]);
  });

  test('quotes, nested and lazily continued', async () => {
    expect(await blocksOf('> a\nb\n> > c\n> # H\n> - i')).toEqual([
      'quote: > a\nb',
      'quote: > > c',
      'heading1: > # H',
      'list-item0: > - i',
    ]);
  });

  test('HTML: words are paragraphs, headings headings, comments and scripts nothing', async () => {
    const source =
      '<div>\n*a*\n</div>\n\n<h2 id="x">Head</h2>\n\n<!-- no\n\nno -->\n\n<script>\n\nno\n</script>\n\n<pre>\n\ncode\n</pre>\n\n<b>in</b> line';
    expect(await blocksOf(source)).toEqual([
      'paragraph: <div>\n*a*\n</div>',
      'heading2: <h2 id="x">Head</h2>',
      'code: <pre>\n\ncode\n</pre>',
      'paragraph: <b>in</b> line',
    ]);
  });

  test('link definitions and rules are no content', async () => {
    expect(await blocksOf('[a]: http://x\n\n---\n\n* * *\n\n[^1]: A note.')).toEqual([
      'paragraph: [^1]: A note.',
    ]);
  });
});

describe('titles of Markdown', () => {
  const titleOf = async (source: string): Promise<string | null> =>
    (await read('markdown', source)).title;

  test('front matter first, then the first heading of level 1', async () => {
    expect(await titleOf('---\ntitle: "A \\"quoted\\" one"\n---\n# Other')).toBe('A "quoted" one');
    expect(await titleOf("---\ntags: [x]\ntitle: 'It''s'\n---\n")).toBe("It's");
    expect(await titleOf('---\ntitle: >-\n  Folded\n  lines\nx: y\n---\n')).toBe('Folded lines');
    expect(await titleOf('## Small\n\n# The **big** [one](x)\n')).toBe('The big one');
    expect(await titleOf('Just text\n\n## Small')).toBeNull();
  });

  test('front matter is no block; two rules around a paragraph are no front matter', async () => {
    expect(await blocksOf('---\ntitle: X\n---\ntext')).toEqual(['paragraph: text']);
    expect(await blocksOf('---\n\ntext\n\n---\n')).toEqual(['paragraph: text']);
    expect(await blocksOf('---\ntitle: never closed\n\ntext')).toHaveLength(2);
  });
});

describe('hostile Markdown', () => {
  const size = 400_000;
  test.each([
    ['quotes', '> '],
    ['brackets', '['],
    ['open links', '[a](b "'],
    ['list markers', '- + '],
    ['backticks', '` `` '],
    ['comments', '<!--'],
    ['tags', '<a '],
    ['stars', '*a '],
    ['tables', '|a|b|\n|-|-|\n'],
    ['empty headings', '#\n'],
  ])('%s cost no more than so much plain text', async (_name, unit) => {
    const started = performance.now();
    const extracted = await read('markdown', unit.repeat(size / unit.length));
    expect(extracted.text).toHaveLength(Math.floor(size / unit.length) * unit.length);
    // Quadratic work on this would take minutes.
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
