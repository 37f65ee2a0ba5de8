import { describe, expect, it } from 'vitest';
import { createMarkdown } from '../../src/renderer/features/documents/render-markdown.ts';
import { resolveInFolder } from '../../src/renderer/features/documents/resolve-in-folder.ts';

const draw = (text: string) =>
  createMarkdown(text, { folderId: 'f & g', relativePath: 'docs/guide.md' })(text);

describe('Markdown of a stranger', () => {
  it.each([
    '<script>window.hacked = 1</script>',
    '<img src=x onerror="window.hacked = 1">',
    '<iframe src="https://x.example"></iframe>',
    '<svg/onload=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<style>body { display: none }</style>',
    '<form action="https://x.example"><input autofocus onfocus=alert(1)></form>',
    '`<script>` and\n\n    <script>alert(1)</script>\n\n```\n<img src=x>\n```',
    '<scr<script>ipt>alert(1)</scr</script>ipt>',
  ])('lets no element of %j through', (text) => {
    expect(draw(text)).not.toMatch(/<(?:script|img|iframe|svg|style|form|input|object|link|meta)/i);
    expect(draw(text)).not.toMatch(/<[^>]*\son\w+\s*=/i);
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html,<script>1</script>)',
    '[x](file:///etc/passwd)',
    '[x](vbscript:x)',
    '[x](http://x.example)',
    '[x](//x.example/a.md)',
    '[x](mailto:a@x.example)',
    '[x][r]\n\n[r]: javascript:alert(1)',
  ])('makes no link of %j', (text) => {
    expect(draw(text)).not.toContain('<a ');
  });

  it('loads no picture', () => {
    const html = draw('![A chart](https://x.example/chart.png "t")');
    expect(html).not.toContain('<img');
    expect(html).toContain('A chart');
  });

  it('lets an https link open in a new window that knows nothing of us', () => {
    const html = draw('[x](https://x.example/a?b=1&c="2")');
    expect(html).toContain('rel="noreferrer noopener" target="_blank"');
    expect(html).toMatch(/href="https:\/\/x\.example\/a\?b=1&amp;c=%222%22"/);
  });

  it('cannot be led out of an attribute', () => {
    expect(draw('[x](<https://x.example/" onclick="alert(1)>)')).not.toMatch(/<a[^>]*\sonclick=/);
    expect(draw('![x](<y" onerror="alert(1)>)')).not.toMatch(/<span[^>]*\sonerror=/);
  });

  it('leads to other documents of the folder', () => {
    const html = draw('[x](../plans/year%202.md#top)');
    expect(html).toContain('href="#/document?folder=f+%26+g&amp;path=plans%2Fyear+2.md"');
  });

  it('knows reference links of the whole text in each piece', () => {
    const text = '[a][r]\n\n[r]: https://x.example/';
    const render = createMarkdown(text, { folderId: 'f', relativePath: 'a.md' });
    expect(render('[a][r]')).toContain('href="https://x.example/"');
  });
});

describe('a relative link', () => {
  it.each([
    ['docs/a.md', 'b.md', 'docs/b.md'],
    ['docs/a.md', './b.md?x#y', 'docs/b.md'],
    ['docs/a.md', '../b.md', 'b.md'],
    ['docs/a.md', '/b.md', 'b.md'],
    ['a.md', 'c%20d/b.md', 'c d/b.md'],
    ['docs/a.md', '../../b.md', null],
    ['a.md', '..%2fb.md', null],
    ['a.md', 'a%5cb.md', null],
    ['a.md', '%zz.md', null],
    ['a.md', '#top', null],
    ['a.md', 'https://x.example/b.md', null],
    ['a.md', '//x.example/b.md', null],
  ])('in %j to %j means %j', (from, link, expected) => {
    expect(resolveInFolder(from, link)).toBe(expected);
  });
});
