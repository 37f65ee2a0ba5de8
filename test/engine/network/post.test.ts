// What is sent with a request.
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createNetworkGate, type PassRules } from '../../../src/engine/network/gate.ts';
import { serveSite } from '../../support/web-server.ts';

const { signal } = new AbortController();
const everything: PassRules = { admits: () => true, mayBePrivate: () => true };
const request = { json: { said: 'Grüße 👋' }, seconds: 20, signal };

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}

test('something is posted as JSON, and a refusal is read', async () => {
  const seen: unknown[] = [];
  const site = await serveSite({
    '/take': (asked, response) => {
      const take = async () => {
        seen.push(asked.method, asked.headers['content-type'], await text(asked));
        response.writeHead(422).end('because');
      };
      void take();
    },
  });
  const gate = createNetworkGate();
  const pass = gate.open('a server', everything);
  const headers = { authorization: 'Bearer x' };
  const response = await pass.post(new URL(site.url('/take')), { ...request, headers });
  expect(response.status).toBe(422);
  expect(await textOf(response.body)).toBe('because');
  expect(seen).toEqual(['POST', 'application/json', '{"said":"Grüße 👋"}']);
  expect(site.headers.get('/take')!.authorization).toBe('Bearer x');
  expect(gate.requests()).toMatchObject([{ purpose: 'a server', allowed: true }]);
});

test('nothing is posted where the pass does not lead', async () => {
  const site = await serveSite({ '/take': 'x' });
  const gate = createNetworkGate();
  const url = new URL(site.url('/take'));
  const rules: [Partial<PassRules>, string][] = [
    [{ admits: () => false }, 'NETWORK_CLOSED'],
    [{ mayBePrivate: () => false }, 'PAGE_PRIVATE'],
    [{ mayBePrivate: () => false, mayBePublic: () => false }, 'NETWORK_CLOSED'],
  ];
  for (const [changed, code] of rules) {
    const pass = gate.open('a server', { ...everything, ...changed });
    await expect(pass.post(url, request), code).rejects.toMatchObject({ code });
  }
  const pass = gate.open('a server', { ...everything, mayBePublic: () => false });
  await expect(pass.post(new URL('http://8.8.8.8/'), request)).rejects.toMatchObject({
    code: 'NETWORK_UNENCRYPTED',
  });
  pass.close();
  await expect(pass.post(url, request)).rejects.toMatchObject({ code: 'NETWORK_CLOSED' });
  expect(site.asked).toEqual([]);
  expect(gate.requests().every(({ allowed }) => !allowed)).toBe(true);
});
