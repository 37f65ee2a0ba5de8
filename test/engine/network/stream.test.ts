// Bodies that are taken as they flow.
import { expect, test } from 'vitest';
import { createNetworkGate, type PassRules } from '../../../src/engine/network/gate.ts';
import { sentenceOf } from '../../../src/shared/texts/format.ts';
import { serveSite } from '../../support/web-server.ts';

const { signal } = new AbortController();
const request = { seconds: 20, signal };
const everything: PassRules = { admits: () => true, mayBePrivate: () => true };

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const part of body) bytes += part.length;
  return bytes;
}

test('a body comes in parts, never unpacked, with what the answer says of it', async () => {
  const site = await serveSite({ '/large': { body: 'A'.repeat(1_000_000) } });
  const pass = createNetworkGate().open('a file', everything);
  const headers = { range: 'bytes=5-' };
  const response = await pass.stream(new URL(site.url('/large')), { ...request, headers });
  expect(response).toMatchObject({ status: 200, private: true });
  expect(await bytesOf(response.body)).toBe(1_000_000);
  const sent = site.headers.get('/large')!;
  expect([sent.range, sent['accept-encoding']]).toEqual(['bytes=5-', 'identity']);
});

test('what is no file has no body', async () => {
  const site = await serveSite({
    '/moved': { status: 302, headers: { location: '/x' }, body: 'x' },
  });
  const pass = createNetworkGate().open('a file', everything);
  const response = await pass.stream(new URL(site.url('/moved')), request);
  expect([response.status, response.header('location')]).toEqual([302, '/x']);
  expect(await bytesOf(response.body)).toBe(0);
});

test('silence and a cut are told', async () => {
  const site = await serveSite({
    '/silent': (_, response) => void response.writeHead(200).write('some'),
    '/cut': (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
      setTimeout(() => response.destroy(), 20);
    },
  });
  const pass = createNetworkGate().open('a file', everything);
  const failing = async (path: string) => {
    const { body } = await pass.stream(new URL(site.url(path)), { ...request, seconds: 1 });
    return bytesOf(body).catch((error: unknown) => error);
  };
  const silent = await failing('/silent');
  expect(silent).toMatchObject({ code: 'PAGE_UNREACHABLE' });
  expect(sentenceOf(silent)).toContain('no answer within 1 s');
  expect(await failing('/cut')).toMatchObject({ code: 'PAGE_UNREACHABLE' });
});

test('leaving the loop, closing and stopping end the connection', async () => {
  let open = 0;
  const site = await serveSite({
    '/endless': (_, response) => {
      open++;
      response.on('close', () => open--);
      response.writeHead(200);
      const timer = setInterval(() => response.destroyed || response.write('x'), 5);
      response.on('close', () => clearInterval(timer));
    },
  });
  const pass = createNetworkGate().open('a file', everything);
  const stop = new AbortController();
  const get = (own = signal) =>
    pass.stream(new URL(site.url('/endless')), { ...request, signal: own });
  const left = await get();
  for await (const _ of left.body) break;
  (await get()).close();
  const stopped = bytesOf((await get(stop.signal)).body);
  stop.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  await expect.poll(() => open).toBe(0);
});

test('a pass may be for the own network alone, and is closed like any other', async () => {
  const site = await serveSite({ '/': 'near' });
  const gate = createNetworkGate();
  const pass = gate.open('a mirror', { ...everything, mayBePublic: () => false });
  const { body } = await pass.stream(new URL(site.url('/')), request);
  expect(await bytesOf(body)).toBe(4);
  const far = pass.stream(new URL('http://93.184.215.14/'), request);
  await expect(far).rejects.toMatchObject({ code: 'NETWORK_UNENCRYPTED' });
  expect(gate.requests()[0]!.allowed).toBe(false);
  pass.close();
  const late = pass.stream(new URL(site.url('/')), request);
  await expect(late).rejects.toMatchObject({ code: 'NETWORK_CLOSED' });
  const nowhere = gate.open('nothing', {
    admits: () => true,
    mayBePrivate: () => false,
    mayBePublic: () => false,
  });
  await expect(nowhere.stream(new URL(site.url('/')), request)).rejects.toMatchObject({
    code: 'NETWORK_CLOSED',
  });
});
