// Sitemaps and feeds as people publish them.
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parseFeed } from '../../../src/engine/sources/feed-document.ts';
import { parseSitemap } from '../../../src/engine/sources/sitemap.ts';
import { rootName } from '../../../src/engine/sources/source-xml.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const sitemap = (text: string) => parseSitemap(bytes(text), null, 'site.example');
const feed = (text: string) => parseFeed(bytes(text), null);

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
      title: 'One & only',
      html: '<p>All of it.</p>',
      changedAt: Date.UTC(2024, 4, 1, 10),
    },
    { address: 'https://site.example/2', title: '', html: '', changedAt: null },
    { address: '', title: 'Three', html: 'Only here.', changedAt: null },
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
    address: '/1',
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
  expect((await parseFeed(latin, null))[0]!.title).toBe('café');
  expect((await parseFeed(Buffer.from(rdf, 'latin1'), 'iso-8859-1'))[0]!.title).toBe('café');
  expect((await parseFeed(Buffer.from(rdf, 'utf8'), 'no-such-thing'))[0]!.title).toBe('café');
  expect(rootName(`<?xml version="1.0"?>\n<!DOCTYPE x>\n${rdf}`)).toBe('rdf');
  expect(rootName('{"no": "xml"}')).toBe('');
});
