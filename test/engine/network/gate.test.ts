import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { createNetworkGate, type PassRules } from '../../../src/engine/network/gate.ts';
import { sentenceOf } from '../../../src/shared/texts/format.ts';
import { serveSite, type SitePage } from '../../support/web-server.ts';

const { signal } = new AbortController();
const request = { maxBytes: 1000, seconds: 20, totalSeconds: 60, signal };
const everything: PassRules = { admits: () => true, mayBePrivate: () => true };

test('without a pass there is no way out, and a pass reaches only what it covers', async () => {
  const site = await serveSite({ '/': 'here' });
  const other = await serveSite({ '/': 'there' });
  const gate = createNetworkGate();
  expect(gate.requests()).toEqual([]);
  const here = new URL(site.url('/')).host;
  const pass = gate.open('my page', { ...everything, admits: ({ host }) => host === here });
  const { status, body } = await pass.get(new URL(site.url('/')), request);
  expect(status).toBe(200);
  expect(Buffer.from(body).toString()).toBe('here');

  const foreign = new URL(other.url('/?secret=1'));
  const error: unknown = await pass.get(foreign, request).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'NETWORK_CLOSED', params: { host: foreign.host } });
  expect(sentenceOf(error)).toContain(foreign.host);
  expect(other.asked).toEqual([]);

  pass.close();
  await expect(pass.get(new URL(site.url('/')), request)).rejects.toMatchObject({
    code: 'NETWORK_CLOSED',
  });
  expect(site.asked).toEqual(['/']);
  const requests = gate.requests();
  expect(requests).toMatchObject([
    { host: here, purpose: 'my page', allowed: false },
    { host: foreign.host, purpose: 'my page', allowed: false },
    { host: here, purpose: 'my page', allowed: true },
  ]);
  expect(JSON.stringify(requests)).not.toContain('secret');
  expect(requests[0]!.at).toBeGreaterThan(Date.now() - 60_000);
});

test('only the web is reached', async () => {
  const pass = createNetworkGate().open('a file', everything);
  for (const address of ['file:///etc/passwd', 'ftp://x.example/', 'data:,x']) {
    await expect(pass.get(new URL(address), request)).rejects.toMatchObject({
      code: 'NETWORK_CLOSED',
    });
  }
});

test('a pass that may not enter the own network does not, however it is written', async () => {
  const site = await serveSite({ '/': 'inside' });
  const gate = createNetworkGate();
  const pass = gate.open('a page', { ...everything, mayBePrivate: () => false });
  const { port } = new URL(site.url('/'));
  const hosts = ['127.0.0.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]', 'localhost'];
  for (const host of hosts) {
    await expect(pass.get(new URL(`http://${host}:${port}/`), request), host).rejects.toMatchObject(
      { code: 'PAGE_PRIVATE' },
    );
  }
  expect(site.asked).toEqual([]);
  expect(gate.requests().every(({ allowed }) => !allowed)).toBe(true);
});

test('an answer is bounded in size, packed or not, and in time', async () => {
  const { gzipSync } = await import('node:zlib');
  const bomb = gzipSync(Buffer.alloc(5_000_000, 65));
  expect(bomb.length).toBeLessThan(10_000);
  const site = await serveSite({
    '/large': { body: 'A'.repeat(2000) },
    '/bomb': { headers: { 'content-encoding': 'gzip' }, body: bomb },
    '/packed': { headers: { 'content-encoding': 'gzip' }, body: gzipSync('small') },
    '/damaged': { headers: { 'content-encoding': 'gzip' }, body: 'no gzip' },
    '/endless': (_, response) => void response.writeHead(200).write('and so on'),
    '/cut': (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 20);
    },
  });
  const pass = createNetworkGate().open('a page', everything);
  const get = (path: string, options = {}) =>
    pass.get(new URL(site.url(path)), { ...request, ...options });
  const failing = async (path: string, options = {}) =>
    (await get(path, options).catch((error: unknown) => error)) as { code: string };
  expect((await failing('/large')).code).toBe('PAGE_TOO_LARGE');
  expect((await failing('/bomb')).code).toBe('PAGE_TOO_LARGE');
  expect(Buffer.from((await get('/packed')).body).toString()).toBe('small');
  expect((await failing('/damaged')).code).toBe('PAGE_UNREACHABLE');
  expect((await failing('/cut')).code).toBe('PAGE_UNREACHABLE');
  const late = await failing('/endless', { seconds: 1 });
  expect(late.code).toBe('PAGE_UNREACHABLE');
  expect(sentenceOf(late)).toContain('no answer within 1 s');
});

test('an answer that is none ends too', async () => {
  const head = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
  const site = await serveSite({ '/': (request) => void request.socket.write(head) });
  const pass = createNetworkGate().open('a page', everything);
  await expect(pass.get(new URL(site.url('/')), request)).rejects.toMatchObject({
    code: 'PAGE_UNREACHABLE',
    params: { reason: 'closed without an answer' },
  });
});

test('what flows may take its time, but not for ever; a beginning may be enough', async () => {
  const flow = (parts: number): SitePage => {
    return (_, response) => {
      let left = parts;
      const timer = setInterval(() => {
        if (left-- > 0 && !response.destroyed) response.write('x');
        else {
          clearInterval(timer);
          response.end();
        }
      }, 700);
    };
  };
  const site = await serveSite({
    '/slow': flow(4),
    '/drip': flow(100),
    '/large': { body: 'A'.repeat(2000) },
  });
  const pass = createNetworkGate().open('a page', everything);
  const get = (path: string, options = {}) =>
    pass.get(new URL(site.url(path)), { ...request, ...options });
  const [slow, drip, large] = await Promise.all([
    get('/slow', { seconds: 2 }),
    get('/drip', { totalSeconds: 2 }).catch((error: unknown) => error),
    get('/large', { cut: true }),
  ]);
  expect(slow.body).toHaveLength(4);
  expect(drip).toMatchObject({ code: 'PAGE_UNREACHABLE' });
  expect(large.body).toHaveLength(1000);
});

test('where an answer came from is known also if the other end is gone by then', async () => {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx';
  const site = await serveSite({
    '/': ({ socket }) => void socket.write(answer, () => socket.resetAndDestroy()),
  });
  const seen: boolean[] = [];
  const onAnswer = (isPrivate: boolean) => seen.push(isPrivate);
  const pass = createNetworkGate().open('a page', everything);
  for (let i = 0; i < 20; i++) {
    await pass.get(new URL(site.url('/')), { ...request, onAnswer }).catch(() => {});
  }
  expect(new Set(seen)).toEqual(new Set([true]));
});

test('whoever stops waiting is let go at once', async () => {
  const site = await serveSite({ '/slow': () => {} });
  const pass = createNetworkGate().open('a page', everything);
  const stop = new AbortController();
  const waiting = pass.get(new URL(site.url('/slow')), { ...request, signal: stop.signal });
  await expect.poll(() => site.asked).toEqual(['/slow']);
  stop.abort(new Error('stopped'));
  await expect(waiting).rejects.toThrow('stopped');
});

test('nothing listens: the sentence says where', async () => {
  const site = await serveSite();
  const address = new URL(site.url('/'));
  await site.close();
  const closed = connect(Number(address.port), '127.0.0.1');
  await new Promise((resolve) => closed.once('error', resolve));
  const pass = createNetworkGate().open('a page', everything);
  const error: unknown = await pass.get(address, request).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'PAGE_UNREACHABLE', params: { reason: 'ECONNREFUSED' } });
});

test('a thousand attempts are kept, and a caller cannot change them', async () => {
  const gate = createNetworkGate();
  for (let i = 0; i < 1005; i++) {
    const pass = gate.open(`n${i}`, { ...everything, admits: () => false });
    await pass.get(new URL('https://x.example'), request).catch(() => {});
  }
  expect(gate.requests()).toHaveLength(1000);
  expect(gate.requests()[0]!.purpose).toBe('n1004');
  gate.requests().pop();
  gate.requests()[0]!.allowed = true;
  expect(gate.requests()).toHaveLength(1000);
  expect(gate.requests()[0]!.allowed).toBe(false);
});
