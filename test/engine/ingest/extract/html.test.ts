import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { outlineOf, read } from '../../../support/extracting.ts';

const blocksOf = async (html: string): Promise<string[]> => outlineOf(await read('html', html));

describe('what a person reads', () => {
  test('headings, paragraphs, lists, tables, code, quotes', async () => {
    const extracted = await read(
      'html',
      `<title> The
       title </title><body><h1>Head</h1><p>One &amp; <b>two</b>
       three.<p>Next<br>line</p>
       <ul><li>a <ol><li>b</ol>rest<li>c</ul>
       <table><caption>Cap</caption><tr><th>x<th>y</tr><tr><td>1<td><p>2</p><p>3</p></tr></table>
       <pre>
if (a)
  b;
</pre><blockquote>said</blockquote>`,
    );
    expect(outlineOf(extracted)).toEqual([
      'heading1: Head',
      'paragraph: One & two three.',
      'paragraph: Next\nline',
      'list-item0: a',
      'list-item1: b',
      'paragraph: rest',
      'list-item0: c',
      'paragraph: Cap',
      'table-row: x | y',
      'table-row: 1 | 2 3',
      'code: if (a)\n  b;',
      'quote: said',
    ]);
    expect(extracted).toMatchObject({ title: 'The title', hasLines: false, pages: null });
    expect(extracted.text).toContain('x | y\n1 | 2 3\n\nif (a)');
  });

  test('no scripts, styles, hidden parts or controls', async () => {
    expect(
      await blocksOf(
        `<style>a</style><script>if (a < b) "</p>"</script><noscript>c</noscript>
         <template><p>d</p></template><div hidden>e<div>f</div></div><span hidden>g<span>h</span>i</span>
         <p style="color:red; display: none">j</p><svg><title>k</title><text>l</text></svg>
         <button>m</button><p>shown<input value=n hidden> text</p>`,
      ),
    ).toEqual(['paragraph: shown text']);
  });

  test('a table that lays out a page gives its content, not rows', async () => {
    expect(
      await blocksOf(
        '<table><tr><td>menu</td><td><h2>News</h2><p>Text</p><table><tr><td>a<td>b</table>end</td></tr></table>',
      ),
    ).toEqual([
      'table-row: menu',
      'heading2: News',
      'paragraph: Text',
      'table-row: a | b',
      'paragraph: end',
    ]);
  });

  test('the first heading is the title where there is no other', async () => {
    expect((await read('html', '<h2>b</h2><h1>A <i>c</i></h1>')).title).toBe('A c');
    expect((await read('html', '<p>x</p>')).title).toBeNull();
  });
});

describe('the main part of a page', () => {
  const chrome = '<nav>menu menu menu</nav><aside>ads</aside><footer>imprint</footer>';

  test('navigation, asides and footers are left out', async () => {
    expect(await blocksOf(`${chrome}<p>Text.</p>`)).toEqual(['paragraph: Text.']);
  });

  test('only main is taken where most of the text is there', async () => {
    expect(await blocksOf('<p>teaser</p><main><p>The long text itself.</p></main>')).toEqual([
      'paragraph: The long text itself.',
    ]);
    expect(await blocksOf('<p>The long text itself.</p><main><p>teaser</p></main>')).toHaveLength(
      2,
    );
  });

  test('several articles are a list of articles', async () => {
    expect(await blocksOf('<article>one</article><article>two</article>')).toHaveLength(2);
  });

  test('a page of nothing but navigation is kept', async () => {
    expect(await blocksOf('<nav><a href=x>only</a></nav>')).toEqual(['paragraph: only']);
  });
});

test('the charset that the page declares is used', async () => {
  const page =
    '<meta http-equiv="content-type" content="text/html; charset=windows-1251"><p>Да</p>';
  expect((await read('html', iconv.encode(page, 'windows-1251'))).text).toBe('Да');
  const late = `<!--${'x'.repeat(3000)}--><meta charset="koi8-r"><p>Да</p>`;
  expect((await read('html', iconv.encode(late, 'koi8-r'))).text).toBe('Да');
});

test('markup cannot be smuggled into the text, nor break it', async () => {
  expect((await read('html', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>')).text).toBe(
    '<script>alert(1)</script>',
  );
  expect((await read('html', '<p>a</div></p></b><p>b<td>c</li>')).text).toBe('a\n\nb\n\nc');
  expect((await read('html', '<div>'.repeat(50_000) + 'deep')).text).toBe('deep');
  expect((await read('html', '<p>a <!-- never closed')).text).toBe('a');
});
