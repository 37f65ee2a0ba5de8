// Sitemaps and feeds as people publish them.
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parseFeed } from '../../../src/engine/sources/web/feed-document.ts';
import { parseSitemap } from '../../../src/engine/sources/web/sitemap.ts';
import type { VisitedPage } from '../../../src/engine/sources/web/visitor.ts';
import { kindOf } from '../../../src/engine/sources/web/web-list.ts';
import { rootName } from '../../../src/engine/sources/web/source-xml.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const sitemap = (text: string) => parseSitemap(bytes(text), null, 'site.example');
const at = new URL('https://site.example/feed');
const feed = async (text: string) => (await parseFeed(bytes(text), null, at)).entries;

test('a sitemap names pages and when they changed; a day without a time is its end', async () => {
  const text = `<?xml version="1.0" encoding="UTF-8"?><!-- made by hand -->
    <s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9">
      <s:url><s:loc> https://site.example/a?x=1&amp;y=2 </s:loc><s:lastmod>2024-05-01</s:lastmod></s:url>
      <s:url><s:loc><![CDATA[https://site.example/b]]></s:loc><s:lastmod>2024-05-01T10:00:00Z</s:lastmod></s:url>
      <s:url><s:loc>https://site.example/c</s:loc><s:lastmod>soon</s:lastmod>
        <image:image><image:loc>https://site.example/c.png</image:loc></image:image></s:url>
      <s:url></s:url>
    </s:urlset>`;
  expect(await sitemap(text)).toEqual({
    pages: [
      { address: 'https://site.example/a?x=1&y=2', changedAt: Date.UTC(2024, 4, 2) },
      { address: 'https://site.example/b', changedAt: Date.UTC(2024, 4, 1, 10) },
      { address: 'https://site.example/c', changedAt: null },
    ],
    sitemaps: [],
    whole: true,
  });
});

test('a sitemap of sitemaps, packed', async () => {
  const text =
    '<sitemapindex><sitemap><loc>https://site.example/1.xml</loc></sitemap></sitemapindex>';
  const packed = await parseSitemap(gzipSync(text), null, 'site.example');
  expect(packed.sitemaps).toEqual(['https://site.example/1.xml']);
  const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, 32));
  await expect(parseSitemap(bomb, null, 'x')).rejects.toThrow('PAGE_TOO_LARGE');
  await expect(parseSitemap(gzipSync(text).subarray(0, 30), null, 'x')).rejects.toThrow(
    'PAGE_UNREACHABLE',
  );
});

test('no entity of its own is expanded, and depth ends nothing', async () => {
  const lol = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
    <urlset><url><loc>https://site.example/&b;</loc></url></urlset>`;
  expect((await sitemap(lol)).pages).toEqual([
    { address: 'https://site.example/&b;', changedAt: null },
  ]);
  const deep = `${'<a>'.repeat(100_000)}<url><loc>x</loc></url>${'</a>'.repeat(100_000)}`;
  expect((await sitemap(deep)).pages).toEqual([]);
});

test('RSS: entries with their address, and what they say themselves', async () => {
  const text = `<rss version="2.0" xmlns:content="x" xmlns:dc="y" xmlns:atom="z"><channel>
    <title>The feed</title><link>https://site.example/</link>
    <item><title>One &amp; only</title><link>https://site.example/1</link>
      <description>&lt;p&gt;Short.&lt;/p&gt;</description>
      <content:encoded><![CDATA[<p>All of it.</p>]]></content:encoded>
      <pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate></item>
    <item><guid>https://site.example/2</guid><atom:link rel="self" href="/feed"/></item>
    <item><guid isPermaLink="false">https://site.example/no</guid><title>Three</title>
      <description>Only here.</description></item>
  </channel></rss>`;
  expect(await feed(text)).toEqual([
    {
      address: 'https://site.example/1',
      id: '',
      title: 'One & only',
      html: '<p>All of it.</p>',
      changedAt: Date.UTC(2024, 4, 1, 10),
    },
    {
      address: 'https://site.example/2',
      id: 'https://site.example/2',
      title: '',
      html: '',
      changedAt: null,
    },
    {
      address: '',
      id: 'https://site.example/no',
      title: 'Three',
      html: 'Only here.',
      changedAt: null,
    },
  ]);
});

test('Atom: the entry’s own page, its newest time, text and XHTML content', async () => {
  const text = `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><link href="/"/>
    <entry><title type="html">A &lt;b&gt;bold&lt;/b&gt; one</title>
      <link rel="edit" href="/edit"/><link rel="alternate" href="/1"/>
      <published>2024-05-01T00:00:00Z</published><updated>2024-05-02T00:00:00Z</updated>
      <summary>1 &lt; 2</summary></entry>
    <entry><link href="/2"/><content type="xhtml"><div><p>First.</p><p>Second.</p></div></content></entry>
  </feed>`;
  const [one, two] = await feed(text);
  expect(one).toEqual({
    address: 'https://site.example/1',
    id: '',
    title: 'A bold one',
    html: '<p>1 &lt; 2</p>',
    changedAt: Date.UTC(2024, 4, 2),
  });
  expect(two!.html).toContain('First.');
  expect(two!.html).toContain('Second.');
});

test('RSS 1.0, and encodings that the XML or the server names', async () => {
  const rdf = `<rdf:RDF xmlns:rdf="r"><channel/><item rdf:about="x"><title>caf\xe9</title>
    <link>https://site.example/1</link></item></rdf:RDF>`;
  const latin = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${rdf}`, 'latin1');
  expect((await parseFeed(latin, null, at)).entries[0]!.title).toBe('café');
  expect((await parseFeed(Buffer.from(rdf, 'latin1'), 'iso-8859-1', at)).entries[0]!.title).toBe(
    'café',
  );
  expect((await parseFeed(Buffer.from(rdf, 'utf8'), 'no-such-thing', at)).entries[0]!.title).toBe(
    'café',
  );
  expect(rootName(`<?xml version="1.0"?>\n<!DOCTYPE x>\n${rdf}`)).toBe('rdf');
  expect(rootName('{"no": "xml"}')).toBe('');
});

test('a sitemap that was cut off says so, and half an entry is none', async () => {
  const url = (path: string) => `<url><loc>https://site.example/${path}</loc></url>`;
  const whole = `<urlset>${url('a')}${url('b')}</urlset>`;
  expect(await sitemap(whole)).toMatchObject({ whole: true, pages: [{}, {}] });
  for (const end of [10, 20, 40]) {
    expect(await sitemap(whole.slice(0, -end))).toMatchObject({ whole: false, pages: [{}] });
  }
  expect(await sitemap('<urlset><url><loc>https://site.example/a</url></urlset>')).toMatchObject({
    whole: false,
    pages: [],
  });
  for (const other of ['', `<html>${url('a')}</html>`, '<html><p>Down for maintenance</html>']) {
    expect(await sitemap(other)).toMatchObject({ whole: false, pages: [] });
  }
  const deep = `<urlset>${url('a')}${'<x>'.repeat(300)}${'</x>'.repeat(300)}</urlset>`;
  expect((await sitemap(deep)).whole).toBe(false);
});

test('what a sitemap says of pictures is not its page; a month ends when it ends', async () => {
  const text = `<urlset xmlns:image="i"><url>
    <image:image><image:loc>https://site.example/a.png</image:loc></image:image>
    <loc>https://site.example/a</loc><lastmod>2024-05</lastmod></url>
    <url><loc>https://site.example/b</loc><lastmod>2024</lastmod></url></urlset>`;
  expect((await sitemap(text)).pages).toEqual([
    { address: 'https://site.example/a', changedAt: Date.UTC(2024, 5) },
    { address: 'https://site.example/b', changedAt: Date.UTC(2025, 0) },
  ]);
});

test('what a feed says of the picture in an entry is not the entry', async () => {
  const text = `<rss xmlns:media="m" xmlns:itunes="i"><channel>
    <item><media:title>photo by bob</media:title><title>Story</title>
      <description>The real story.</description>
      <media:content url="x"><media:title>photo by bob</media:title></media:content></item>
    <item><title>Show</title><itunes:summary>What they talk about.</itunes:summary></item>
    </channel></rss>`;
  expect(await feed(text)).toMatchObject([
    { title: 'Story', html: 'The real story.' },
    { title: 'Show', html: '<p>What they talk about.</p>' },
  ]);
});

test('XHTML and tags that nobody escaped keep their order', async () => {
  const text = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml">
    <div><p>The tax is <b>not</b> due before <i>May</i> 1 &amp; 2.</p></div></content></entry>
    <entry><content>Before<br/> between <b>and</b> after.</content></entry></feed>`;
  expect(await feed(text)).toMatchObject([
    { html: '<div><p>The tax is <b>not</b> due before <i>May</i> 1 &amp; 2.</p></div>' },
    { html: 'Before<br> between <b>and</b> after.' },
  ]);
});

test('a title made to take for ever does not', async () => {
  const title = `<![CDATA[${'<'.repeat(1_000_000)}]]>`;
  const [entry] = await feed(`<rss><item><title>${title}</title><link>/a</link></item></rss>`);
  expect(entry!.title.length).toBeLessThanOrEqual(2000);
});

test('relative addresses of a feed, with bases of their own', async () => {
  const text = `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example/x/">
    <entry><link href="1"/></entry>
    <entry xml:base="sub/"><link href="2"/></entry>
    <entry><link xml:base="/top/" href="3"/></entry></feed>`;
  expect((await feed(text)).map(({ address }) => address)).toEqual([
    'https://other.example/x/1',
    'https://other.example/x/sub/2',
    'https://other.example/top/3',
  ]);
});

test('a feed that was cut off says so, and half an entry is none', async () => {
  const text = '<rss><channel><item><title>A</title></item><item><title>Half';
  const { entries, whole } = await parseFeed(bytes(text), null, at);
  expect(entries).toMatchObject([{ title: 'A' }]);
  expect(whole).toBe(false);
});

test('encodings that the first bytes show, and prologs, are seen through', async () => {
  const text = '<?xml version="1.0"?><rss><item><title>ö</title></item></rss>';
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
  for (const packed of [utf16, Buffer.from(utf16).swap16(), Buffer.from(text, 'utf16le')]) {
    expect((await parseFeed(packed, null, at)).entries[0]!.title).toBe('ö');
  }
  const marked = bytes(`\uFEFF${text}`);
  expect((await parseFeed(marked, 'iso-8859-1', at)).entries[0]!.title).toBe('ö');
  expect(rootName(`<!DOCTYPE rss [ <!ENTITY nbsp "&#160;"> <!ENTITY x "]>"> ]><rss>`)).toBe('rss');
  const of = (content: Uint8Array) => kindOf({ bytes: content, charset: null } as VisitedPage);
  expect(of(utf16)).toBe('feed');
  expect(of(gzipSync('<urlset></urlset>'))).toBe('sitemap');
  // Not even unpacked: it is far beyond what a list may have.
  expect(of(gzipSync(Buffer.alloc(80 * 1024 * 1024, 32)))).toBe('page');
  expect(of(new Uint8Array([0x1f, 0x8b, 1, 2]))).toBe('page');
});
