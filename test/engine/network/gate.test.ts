import { expect, test } from 'vitest';
import { createNetworkGate } from '../../../src/engine/network/gate.ts';
import { sentenceOf } from '../../../src/shared/texts/format.ts';

test('the gate is closed, says so, and keeps what was tried, the newest first', async () => {
  const gate = createNetworkGate();
  expect(gate.requests()).toEqual([]);
  for (const host of ['one.example', 'two.example:8443']) {
    const asked = gate.request('a model', new URL(`https://${host}/file?secret=1`));
    const error: unknown = await asked.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'NETWORK_CLOSED', params: { host } });
    expect(sentenceOf(error)).toContain(host);
  }
  const requests = gate.requests();
  expect(requests).toMatchObject([
    { host: 'two.example:8443', purpose: 'a model', allowed: false },
    { host: 'one.example', purpose: 'a model', allowed: false },
  ]);
  expect(JSON.stringify(requests)).not.toContain('secret');
  expect(requests[0]!.at).toBeGreaterThan(Date.now() - 60_000);
});

test('a thousand attempts are kept, and a caller cannot change them', async () => {
  const gate = createNetworkGate();
  for (let i = 0; i < 1005; i++) {
    await gate.request(`n${i}`, new URL('https://x.example')).catch(() => {});
  }
  expect(gate.requests()).toHaveLength(1000);
  expect(gate.requests()[0]!.purpose).toBe('n1004');
  gate.requests().pop();
  expect(gate.requests()).toHaveLength(1000);
});
