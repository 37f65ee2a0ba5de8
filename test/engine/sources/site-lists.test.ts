// Sitemaps and feeds from end to end: which pages are fetched, which are left alone, and what
// becomes of those that come, change and go.
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Client } from '../../../src/shared/contract/contract.ts';
import { endOf, startEngine } from '../../support/engine.ts';
import { htmlOf, serveSite, type Site } from '../../support/web-server.ts';

const xml = { 'content-type': 'application/xml' };

function sitemapOf(site: Site, entries: (string | [path: string, changed: string])[]) {
  const urls = entries.map((entry) => {
    const [path, changed] = typeof entry === 'string' ? [entry] : entry;
    const loc = path.startsWith('http') ? path : site.url(path);
    return `<url><loc>${loc}</loc>${changed ? `<lastmod>${changed}</lastmod>` : ''}</url>`;
  });
  return { headers: xml, body: `<?xml version="1.0"?><urlset>${urls.join('')}</urlset>` };
}

async function runOf(client: Client, started: { sourceId: string; taskId: string }) {
  const task = await endOf(client, started.taskId);
  const source = (await client.sources.list()).find(({ id }) => id === started.sourceId)!;
  return { task, source };
}

async function update(client: Client, sourceId: string) {
  const { taskIds } = await client.sources.update({ sourceIds: [sourceId] });
  return runOf(client, { sourceId, taskId: taskIds[0]! });
}

async function addressesFound(client: Client, query: string): Promise<string[]> {
  const { hits } = await client.search.query({ query });
  return [...new Set(hits.map(({ address }) => address ?? ''))].toSorted();
}

test('a sitemap: its pages are fetched, followed in their changes, and let go', async () => {
  const other = await serveSite({ '/': htmlOf('Other', 'Birds elsewhere.') });
  const site = await serveSite({
    '/a': htmlOf('A', 'The avocet is one of the birds.'),
    '/b': htmlOf('B', 'The bittern is one of the birds.'),
    '/c': htmlOf('C', 'The curlew is one of the birds.'),
  });
  site.pages['/sitemap.xml'] = sitemapOf(site, [
    '/a',
    ['/b', '2020-01-01'],
    '/c#part',
    '/missing',
    other.url('/'),
  ]);
  const { client } = await startEngine();
  const added = await client.sources.add({ address: site.url('/sitemap.xml') });
  const { task, source } = await runOf(client, added);
  expect(task.error).toBeNull();
  expect(source).toMatchObject({
    kind: 'sitemap',
    pages: 3,
    failed: 1,
    lastRun: { fetched: 3, failed: 1, leftOut: 1 },
  });
  expect(other.asked).toEqual([]);
  expect(await addressesFound(client, 'birds')).toEqual(['/a', '/b', '/c'].map(site.url));
  expect(await client.sources.failures(added)).toMatchObject([
    { address: site.url('/missing'), code: 'PAGE_GONE', fetchedAt: null },
  ]);

  // Unchanged since 2020, so not even asked for; the list itself is another now.
  site.asked.length = 0;
  site.pages['/c'] = htmlOf('C', 'The crake is one of the birds.');
  site.pages['/sitemap.xml'] = sitemapOf(site, [['/b', '2020-01-01'], '/c']);
  const second = await update(client, added.sourceId);
  expect(second.source.lastRun).toMatchObject({ fetched: 1, same: 1, gone: 1, failed: 0 });
  expect(second.source).toMatchObject({ pages: 2, failed: 0 });
  expect(site.asked.toSorted()).toEqual(['/c', '/sitemap.xml']);
  expect(await addressesFound(client, 'birds')).toEqual(['/b', '/c'].map(site.url));
  expect(await addressesFound(client, 'crake')).toEqual([site.url('/c')]);
});

test('sitemaps in sitemaps, packed ones too, a limit of pages, and a list that is as it was', async () => {
  const site = await serveSite();
  const paths = Array.from({ length: 6 }, (_, i) => `/page-${i}`);
  for (const path of paths) site.pages[path] = htmlOf(path, `This is the page ${path}.`);
  const part = sitemapOf(site, paths.slice(0, 3));
  site.pages['/1.xml.gz'] = {
    headers: { 'content-type': 'application/gzip' },
    body: gzipSync(part.body),
  };
  site.pages['/2.xml'] = sitemapOf(site, paths.slice(3));
  const index = ['/1.xml.gz', '/2.xml', '/none.xml', '/index.xml'];
  const sitemaps = index.map((path) => `<sitemap><loc>${site.url(path)}</loc></sitemap>`);
  site.pages['/index.xml'] = {
    headers: { ...xml, etag: '"i"' },
    body: `<sitemapindex>${sitemaps.join('')}</sitemapindex>`,
  };
  site.pages['/flat.xml'] = {
    ...sitemapOf(site, paths),
    headers: { ...xml, etag: '"f"' },
  };
  const { client } = await startEngine();
  const nested = await client.sources.add({ address: site.url('/index.xml'), maxPages: 5 });
  const flat = await client.sources.add({ address: site.url('/flat.xml'), maxPages: 2 });
  expect((await runOf(client, nested)).source).toMatchObject({
    kind: 'sitemap',
    pages: 5,
    lastRun: { fetched: 5, leftOut: 1 },
  });
  expect((await runOf(client, flat)).source.lastRun).toMatchObject({ fetched: 2, leftOut: 4 });

  // Its parts change by themselves: it is always read anew.
  site.asked.length = 0;
  await update(client, nested.sourceId);
  expect(site.asked).toContain('/1.xml.gz');
  const again = await update(client, flat.sourceId);
  expect(site.headers.get('/flat.xml')!['if-none-match']).toBe('"f"');
  expect(again.source.lastRun).toMatchObject({ fetched: 0, same: 2, leftOut: 4 });
  expect(again.source.pages).toBe(2);
  await client.sources.change({ sourceId: flat.sourceId, maxPages: 3 });
  expect((await update(client, flat.sourceId)).source.pages).toBe(3);
  await client.sources.change({ sourceId: flat.sourceId, maxPages: 1 });
  expect((await update(client, flat.sourceId)).source).toMatchObject({
    pages: 1,
    lastRun: { same: 1, gone: 2, leftOut: 5 },
  });
});

test('a feed: its entries’ pages, what they say themselves where there is none, and old ones stay', async () => {
  const other = await serveSite({ '/x': htmlOf('X', 'Elsewhere.') });
  const site = await serveSite({
    '/1': htmlOf('One', 'The whole story of the wren.'),
    '/robots.txt': {
      headers: { 'content-type': 'text/plain' },
      body: 'User-agent: *\nDisallow: /2',
    },
  });
  const item = (link: string, title: string, says: string) =>
    `<item><title>${title}</title><link>${link}</link><description>${says}</description></item>`;
  const feedOf = (...items: string[]) => ({
    headers: { 'content-type': 'application/rss+xml', etag: `"${items.length}"` },
    body: `<rss><channel><title>F</title>${items.join('')}</channel></rss>`,
  });
  const one = item(site.url('/1'), 'One', 'A wren.');
  const two = item('/2', 'Two', 'The dunnock in short.');
  const three = item(other.url('/x'), 'Three', 'The robin in short.');
  site.pages['/feed'] = feedOf(one, two, three, item('', 'Four', 'The linnet has no page.'));
  const { client } = await startEngine();
  const added = await client.sources.add({ address: site.url('/feed') });
  const { task, source } = await runOf(client, added);
  expect(task.error).toBeNull();
  expect(source).toMatchObject({ kind: 'feed', name: 'F', pages: 4, failed: 0 });
  expect(other.asked).toEqual([]);
  const found = async (query: string) => {
    const [hit] = (await client.search.query({ query })).hits;
    return hit && [hit.title, hit.address];
  };
  expect(await found('whole story wren')).toEqual(['One', site.url('/1')]);
  expect(await found('dunnock')).toEqual(['Two', site.url('/2')]);
  expect(await found('robin')).toEqual(['Three', other.url('/x')]);
  expect(await found('linnet')).toEqual(['Four', site.url('/feed')]);

  site.asked.length = 0;
  const unchanged = await update(client, added.sourceId);
  expect(unchanged.task.error).toBeNull();
  expect(unchanged.source).toMatchObject({ pages: 4, failed: 0 });
  expect(site.asked).toEqual(['/feed']);
  // One that cannot be had spoils nothing, be the feed new or as it was.
  site.pages['/feed'] = feedOf(item('/5', 'Five', 'The siskin.'), two, item('/6', 'Six', ''));
  for (const _ of [1, 2]) {
    const { task, source } = await update(client, added.sourceId);
    expect(task.error).toBeNull();
    expect(source).toMatchObject({ pages: 5, failed: 1, problem: null });
  }
  site.pages['/feed'] = feedOf(item('/5', 'Five', 'The siskin.'), two);
  await update(client, added.sourceId);
  expect(await found('siskin')).toEqual(['Five', site.url('/5')]);
  expect(await found('whole story wren')).toEqual(['One', site.url('/1')]);
});

test('with other sites allowed their pages are fetched, but not those in the own network', async () => {
  const other = await serveSite({ '/x': htmlOf('X', 'The warbler elsewhere.') });
  const site = await serveSite({ '/a': htmlOf('A', 'The warbler here.') });
  site.pages['/sitemap.xml'] = sitemapOf(site, ['/a', other.url('/x')]);
  const { client } = await startEngine();
  const added = await client.sources.add({ address: site.url('/sitemap.xml'), otherHosts: true });
  await runOf(client, added);
  expect(other.asked).toEqual([]);
  expect(await client.sources.failures(added)).toMatchObject([{ code: 'PAGE_PRIVATE' }]);
  expect(await addressesFound(client, 'warbler')).toEqual([site.url('/a')]);
});

test('an empty list changes nothing, and stopping keeps what was fetched', async () => {
  const site = await serveSite({ '/a': htmlOf('A', 'The avocet.') });
  site.pages['/sitemap.xml'] = sitemapOf(site, ['/a', '/slow']);
  site.pages['/slow'] = () => {};
  const { client } = await startEngine();
  const added = await client.sources.add({ address: site.url('/sitemap.xml') });
  await expect.poll(() => site.asked, { timeout: 15_000 }).toContain('/slow');
  const running = (await client.tasks.list()).find(({ id }) => id === added.taskId)!;
  expect(running.progress).toMatchObject({
    phase: 'fetching',
    done: 1,
    total: 2,
    current: site.url('/slow'),
  });
  await client.tasks.cancel(added);
  expect((await endOf(client, added.taskId)).state).toBe('cancelled');
  await expect
    .poll(() => addressesFound(client, 'avocet'), { timeout: 15_000 })
    .toEqual([site.url('/a')]);

  site.pages['/sitemap.xml'] = { headers: xml, body: '<urlset></urlset>' };
  const { task, source } = await update(client, added.sourceId);
  expect(task.error).toMatchObject({ code: 'SOURCE_EMPTY' });
  expect(source.pages).toBe(1);
});
