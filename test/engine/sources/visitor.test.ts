// How pages are asked for: robots.txt, redirects, hosts that are busy or silent.
import { expect, test } from 'vitest';
import { createNetworkGate } from '../../../src/engine/network/gate.ts';
import { createHostTurns } from '../../../src/engine/sources/web/host-turns.ts';
import { createVisitor, type Validators } from '../../../src/engine/sources/web/visitor.ts';
import { serveSite, type Site } from '../../support/web-server.ts';

function visitorOf(...sites: Site[]) {
  const hosts = new Set(sites.map((site) => new URL(site.url('/')).host));
  const gate = createNetworkGate();
  const pass = gate.open('a page', {
    admits: ({ host }) => hosts.has(host),
    mayBePrivate: ({ host }) => hosts.has(host),
  });
  const { signal } = new AbortController();
  const parts = {
    pass,
    turns: createHostTurns(),
    version: 'test',
    maxBytes: 1000,
    signal,
    nearHost: null,
  };
  const visitor = createVisitor(parts);
  return {
    gate,
    visit: (address: string, known?: Validators) => visitor.visit(new URL(address), known),
    failure: async (address: string) =>
      (await visitor.visit(new URL(address)).catch((error: unknown) => error)) as { code: string },
  };
}

const robots = (body: string) => ({ headers: { 'content-type': 'text/plain' }, body });

test('what robots.txt forbids is not asked for, and it is read once', async () => {
  const site = await serveSite({
    '/robots.txt': robots('User-agent: lorekeep\nDisallow: /private\n'),
    '/a': 'a',
    '/b': 'b',
    '/private/c': 'c',
  });
  const { visit, failure, gate } = visitorOf(site);
  await visit(site.url('/a'));
  await visit(site.url('/b'));
  expect((await failure(site.url('/private/c'))).code).toBe('PAGE_ROBOTS');
  expect(site.asked).toEqual(['/a', '/b']);
  expect(gate.requests()).toHaveLength(3);
});

test('a redirect may not lead where robots.txt forbids to go', async () => {
  const site = await serveSite({
    '/robots.txt': robots('User-agent: *\nDisallow: /private\n'),
    '/a': { status: 302, headers: { location: '/private/c' } },
    '/private/c': 'c',
  });
  expect((await visitorOf(site).failure(site.url('/a'))).code).toBe('PAGE_ROBOTS');
  expect(site.asked).toEqual(['/a']);
});

test('no robots.txt allows all; one that cannot be had for now allows nothing', async () => {
  const open = await serveSite({ '/robots.txt': { status: 403 }, '/a': 'a' });
  expect(await visitorOf(open).visit(open.url('/a'))).toMatchObject({ kind: 'page' });
  const broken = await serveSite({ '/robots.txt': { status: 500 }, '/a': 'a' });
  expect((await visitorOf(broken).failure(broken.url('/a'))).code).toBe('PAGE_REFUSED');
  expect(broken.asked).toEqual([]);
  const moved = await serveSite({
    '/robots.txt': { status: 301, headers: { location: '/rules' } },
    '/rules': robots('User-agent: *\nDisallow: /a'),
    '/a': 'a',
  });
  expect((await visitorOf(moved).failure(moved.url('/a'))).code).toBe('PAGE_ROBOTS');
});

test('redirects are followed to their end, five at most', async () => {
  const to = (location: string) => ({ status: 301, headers: { location } });
  const site = await serveSite({
    '/1': to('/2'),
    '/2': to('3'),
    '/3': to('/4'),
    '/4': to('/5'),
    '/5': to('/6'),
    '/6': 'the end',
    '/0': to('/1'),
    '/circle': to('/circle'),
  });
  const { visit, failure } = visitorOf(site);
  expect(await visit(site.url('/1'))).toMatchObject({ url: new URL(site.url('/6')) });
  expect((await failure(site.url('/0'))).code).toBe('PAGE_REDIRECTS');
  expect((await failure(site.url('/circle'))).code).toBe('PAGE_REDIRECTS');
});

test('a redirect to another site is not followed, and nothing is sent there', async () => {
  const other = await serveSite({ '/': 'other' });
  const site = await serveSite({ '/a': { status: 302, headers: { location: other.url('/') } } });
  const { failure, gate } = visitorOf(site);
  expect(await failure(site.url('/a'))).toMatchObject({ code: 'PAGE_OTHER_HOST' });
  expect(other.asked).toEqual([]);
  expect(gate.requests()[0]).toMatchObject({ allowed: false });
});

test('a host that is busy for a moment is asked once more, for longer it is let alone', async () => {
  let busy = 1;
  const site = await serveSite({
    '/soon': (_, response) => {
      if (busy-- > 0) response.writeHead(503, { 'retry-after': '1' }).end();
      else response.writeHead(200).end('there');
    },
    '/later': { status: 429, headers: { 'retry-after': '3600' } },
    '/full': { status: 503 },
    '/other': 'other',
  });
  const { visit, failure } = visitorOf(site);
  expect(await visit(site.url('/soon'))).toMatchObject({ kind: 'page' });
  expect(site.asked).toEqual(['/soon', '/soon']);
  site.asked.length = 0;
  // One page that is always busy says nothing of the others; three in a row do.
  for (const path of ['/later', '/full']) {
    expect((await failure(site.url(path))).code).toBe('PAGE_BUSY');
  }
  expect(await visit(site.url('/other'))).toMatchObject({ kind: 'page' });
  for (const path of ['/later', '/full', '/later', '/other']) {
    expect((await failure(site.url(path))).code).toBe('PAGE_BUSY');
  }
  expect(site.asked).toEqual(['/later', '/full', '/other', '/later', '/full', '/later']);
});

test('a host that does not answer is not asked for ever', async () => {
  const site = await serveSite({
    '/robots.txt': robots(''),
    '/dead': (request) => request.socket.destroy(),
  });
  const { failure } = visitorOf(site);
  for (let i = 0; i < 5; i++) {
    expect((await failure(site.url('/dead'))).code).toBe('PAGE_UNREACHABLE');
  }
  expect(site.asked).toHaveLength(3);
});

test('pages that are damaged say nothing of the host’s other pages', async () => {
  const gzip = { 'content-encoding': 'gzip' };
  const site = await serveSite({ '/damaged': { headers: gzip, body: 'no gzip' }, '/a': 'a' });
  const { visit, failure } = visitorOf(site);
  for (let i = 0; i < 4; i++) {
    expect((await failure(site.url('/damaged'))).code).toBe('PAGE_UNREACHABLE');
  }
  expect(await visit(site.url('/a'))).toMatchObject({ kind: 'page' });
});

test('of a long robots.txt the beginning counts', async () => {
  const text = `User-agent: *\nDisallow: /private\n${'# x\n'.repeat(800_000)}`;
  const site = await serveSite({ '/robots.txt': robots(text), '/private': 'p', '/a': 'a' });
  const { visit, failure } = visitorOf(site);
  expect((await failure(site.url('/private'))).code).toBe('PAGE_ROBOTS');
  expect(await visit(site.url('/a'))).toMatchObject({ kind: 'page' });
});

test('a redirect in UTF-8 leads where it says', async () => {
  const location = (text: string) => ({
    status: 302,
    headers: { location: Buffer.from(text).toString('latin1') },
  });
  const site = await serveSite({ '/a': location('/münchen'), '/m%C3%BCnchen': 'here' });
  expect(await visitorOf(site).visit(site.url('/a'))).toMatchObject({ kind: 'page' });
});

test('only the page itself can be gone, not what a redirect leads to', async () => {
  const to = (path: string) => ({ status: 302, headers: { location: path } });
  const site = await serveSite({ '/a': to('/login'), '/b': to('/b/') });
  const { failure } = visitorOf(site);
  expect((await failure(site.url('/none'))).code).toBe('PAGE_GONE');
  expect((await failure(site.url('/b'))).code).toBe('PAGE_GONE');
  expect((await failure(site.url('/a'))).code).toBe('PAGE_REFUSED');
});

test('what one site said of its page is not told to another', async () => {
  const other = await serveSite({ '/b': 'b' });
  const site = await serveSite({ '/a': { status: 302, headers: { location: other.url('/b') } } });
  const known = { etag: '"mark"', lastModified: null };
  await visitorOf(site, other).visit(site.url('/a'), known);
  expect(site.headers.get('/a')!['if-none-match']).toBe('"mark"');
  expect(other.headers.get('/b')!['if-none-match']).toBeUndefined();
});

test('one request at a time goes to a host, in the order in which they were wanted', async () => {
  const turns = createHostTurns();
  const { signal } = new AbortController();
  const log: string[] = [];
  const work = (name: string, ms: number) => async () => {
    log.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, ms));
    log.push(`${name} ends`);
  };
  const stop = new AbortController();
  const all = [
    turns.take('a', 10, signal, work('one', 30)),
    turns.take('a', 10, stop.signal, work('never', 0)).catch(() => log.push('gave up')),
    turns.take('a', 10, signal, work('two', 5)),
  ];
  stop.abort(new Error('stopped'));
  await Promise.all(all);
  expect(log).toEqual(['one begins', 'gave up', 'one ends', 'two begins', 'two ends']);
});
