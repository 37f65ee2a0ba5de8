// What a site's mishaps do to what is kept of it: nothing.
import { expect, test } from 'vitest';
import { htmlOf, serveSite, type Site } from '../../support/web-server.ts';
import { makeWebSource } from '../../support/web-runs.ts';

const xml = { 'content-type': 'application/xml' };
const urlset = (...entries: string[]) => ({
  headers: xml,
  body: `<urlset>${entries.join('')}</urlset>`,
});
const entryOf = (site: Site, path: string, changed = '') =>
  `<url><loc>${site.url(path)}</loc><lastmod>${changed}</lastmod></url>`;
const feedOf = (...items: string[]) => ({
  headers: xml,
  body: `<rss><channel><title>F</title>${items.join('')}</channel></rss>`,
});

/** A site with pages by the names a, b, c and so on, and a sitemap of them. */
async function siteOf(count: number) {
  const paths = Array.from({ length: count }, (_, i) => `/${String.fromCharCode(97 + i)}`);
  const site = await serveSite();
  for (const path of paths) site.pages[path] = htmlOf(path, `The page ${path}.`);
  const entries = paths.map((path) => entryOf(site, path));
  site.pages['/sitemap.xml'] = urlset(...entries);
  return { site, entries, source: await makeWebSource(site.url('/sitemap.xml')) };
}

test('a part of a list that is no list, or a missing one, removes nothing and is told', async () => {
  const { site, entries } = await siteOf(4);
  const parts = ['/1.xml', '/2.xml'].map(
    (path) => `<sitemap><loc>${site.url(path)}</loc></sitemap>`,
  );
  const index = `<sitemapindex>${parts.join('')}</sitemapindex>`;
  site.pages['/index.xml'] = { headers: xml, body: index };
  site.pages['/1.xml'] = urlset(...entries.slice(0, 3));
  const second = (site.pages['/2.xml'] = urlset(...entries.slice(3)));
  const source = await makeWebSource(site.url('/index.xml'));
  await source.run();
  expect(source.kept()).toHaveLength(4);
  for (const page of ['<html><p>Down for maintenance</html>', '', { status: 500 }]) {
    site.pages['/2.xml'] = page;
    const { run, failure } = await source.run();
    expect(run.gone).toBe(0);
    expect(failure).toEqual({
      code: 'SOURCE_LIST_UNREAD',
      params: { address: site.url('/2.xml') },
    });
  }
  expect(source.kept()).toHaveLength(4);
  site.pages['/2.xml'] = second;
  expect(await source.run()).toMatchObject({ run: { gone: 0 }, failure: null });
  site.pages['/2.xml'] = urlset();
  expect(await source.run()).toMatchObject({ run: { gone: 1 }, failure: null });
  // Nor does the list itself, when it turns into something else.
  site.pages['/index.xml'] = htmlOf('Login', 'Who are you?');
  await expect(source.run()).rejects.toMatchObject({ code: 'SOURCE_LIST_UNREAD' });
  expect(source.kept()).toHaveLength(3);
});

test('a list that is cut off removes nothing, and is read again', async () => {
  const { site, source } = await siteOf(4);
  const whole = site.pages['/sitemap.xml'] as ReturnType<typeof urlset>;
  await source.run();
  const headers = { ...xml, etag: '"cut"' };
  site.pages['/sitemap.xml'] = { headers, body: whole.body.slice(0, -45) };
  site.asked.length = 0;
  const { run, failure } = await source.run();
  expect(run).toMatchObject({ gone: 0, failed: 0 });
  expect(failure).toMatchObject({ code: 'SOURCE_LIST_UNREAD' });
  expect(site.asked.toSorted()).toEqual(['/a', '/b', '/c', '/sitemap.xml']);
  expect(source.kept()).toHaveLength(4);
  expect(source.row().etag).toBeNull();
});

test('a list that loses most of its pages must say so twice', async () => {
  const { site, entries, source } = await siteOf(5);
  await source.run();
  const headers = { ...xml, etag: '"less"' };
  const less = { headers, body: urlset(...entries.slice(0, 2)).body };
  site.pages['/sitemap.xml'] = less;
  const { run, failure } = await source.run();
  expect(run.gone).toBe(0);
  expect(failure).toMatchObject({ code: 'SOURCE_SHRUNK', params: { count: 3 } });
  site.pages['/sitemap.xml'] = urlset(...entries);
  expect(await source.run()).toMatchObject({ run: { gone: 0 }, failure: null });
  site.pages['/sitemap.xml'] = less;
  expect((await source.run()).run.gone).toBe(0);
  expect(await source.run()).toMatchObject({ run: { gone: 3 }, failure: null });
  expect(source.kept()).toHaveLength(2);
});

test('a page is fetched again when its list says something new of it, be it late', async () => {
  const site = await serveSite({ '/a': htmlOf('A', 'Old.') });
  const list = (changed: string) => urlset(entryOf(site, '/a', changed));
  site.pages['/sitemap.xml'] = list('2024-01-01');
  const source = await makeWebSource(site.url('/sitemap.xml'));
  await source.run();
  const { fetchedAt } = source.pages.find(site.url('/a'))!;
  // The page changes; the list does not know of it yet.
  site.pages['/a'] = htmlOf('A', 'New.');
  const changedAt = new Date().toISOString();
  site.asked.length = 0;
  expect((await source.run()).run.same).toBe(1);
  expect(site.asked).toEqual(['/sitemap.xml']);
  expect(source.pages.find(site.url('/a'))!.fetchedAt).toBe(fetchedAt);
  site.pages['/sitemap.xml'] = list(changedAt);
  expect((await source.run()).run.fetched).toBe(1);
  expect(source.kept()[0]).toContain('New.');
  // The site's clock is an hour behind ours.
  site.pages['/a'] = htmlOf('A', 'Newer.');
  site.pages['/sitemap.xml'] = list(new Date(Date.now() - 3_600_000).toISOString());
  expect((await source.run()).run.fetched).toBe(1);
});

test('pages that always fail hold up no others', async () => {
  const { site, source } = await siteOf(6);
  site.pages['/a'] = { status: 503 };
  expect((await source.run()).run).toMatchObject({ fetched: 5, failed: 1 });
  site.asked.length = 0;
  await source.run();
  expect(site.asked.at(-1)).toBe('/a');

  // Three of them in front of the others: the host is let alone, but not at the same place again.
  const other = await siteOf(6);
  for (const path of ['/a', '/b', '/c']) other.site.pages[path] = { status: 503 };
  await expect(other.source.run()).rejects.toMatchObject({ code: 'PAGE_BUSY' });
  for (let i = 0; i < 50 && other.source.kept().length < 3; i++) {
    await other.source.run().catch(() => {});
  }
  expect(other.source.kept()).toHaveLength(3);
});

test('what a feed says of a page stands in for it until the page can be had', async () => {
  const item = (path: string) =>
    `<item><title>T</title><link>${path}</link><description>In short.</description>
     <pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate></item>`;
  const site = await serveSite({ '/down': { status: 500 } });
  const feed = feedOf(item('/down'), item('/missing'));
  site.pages['/feed'] = { ...feed, headers: { ...xml, etag: '"f"' } };
  const source = await makeWebSource(site.url('/feed'));
  expect((await source.run()).run).toMatchObject({ fetched: 1, failed: 1 });
  expect(source.kept()).toHaveLength(2);
  expect(source.pages.find(site.url('/down'))!.failure).toMatchObject({ code: 'PAGE_REFUSED' });
  // The feed is as it was, and the page is not there at all: what the feed said is all there is.
  site.pages['/down'] = { status: 410 };
  await source.run();
  expect(source.kept()).toHaveLength(2);
  site.pages['/feed'] = feed;
  site.pages['/down'] = { status: 500 };
  source.pages.fail(site.url('/down'), null, { code: 'PAGE_BUSY', params: {} });
  await source.run();
  site.pages['/down'] = htmlOf('T', 'All of it.');
  expect((await source.run()).run).toMatchObject({ fetched: 1, failed: 0 });
  expect(source.kept().join()).toContain('All of it.');
  expect(source.pages.find(site.url('/down'))!.failure).toBeNull();
});

test('entries without an address or a title are told apart by their ids, or what they say', async () => {
  const item = (id: string, text: string) =>
    `<item><guid isPermaLink="false">${id}</guid><description>${text}</description></item>`;
  const site = await serveSite();
  site.pages['/feed'] = feedOf(item('1', 'One.'), item('2', 'Two.'), item('', 'Three.'));
  const source = await makeWebSource(site.url('/feed'));
  await source.run();
  expect(source.kept()).toHaveLength(3);
  site.pages['/feed'] = feedOf(item('1', 'One, corrected.'), item('', 'Three.'));
  await source.run();
  expect(source.kept()).toHaveLength(3);
  expect(source.kept().join()).toContain('corrected');
});

test('the first answer decides whether a host is in the own network, whatever came of it', async () => {
  const site = await serveSite();
  const source = await makeWebSource(site.url('/none'));
  expect(source.row().isPrivate).toBeNull();
  await expect(source.run()).rejects.toMatchObject({ code: 'PAGE_GONE' });
  expect(source.row().isPrivate).toBe(true);
});
