// What goes wrong with downloads, and what people are told of it.
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modelBytes, serveHub } from '../../../support/hub.ts';
import { downloadingFrom } from '../../../support/hub-download.ts';
import { serveSite } from '../../../support/web-server.ts';

const bytes = modelBytes(1_000_000);
const name = 'it-Q8_0.gguf';
const asksFor = 'hf:me/it:Q8_0';
const serveIt = (more = {}) => serveHub({ 'me/it': { files: { [name]: bytes }, ...more } });

test('other bytes than the hub has on record are deleted, and so is what is no model', async () => {
  const hub = await serveIt();
  const { refused, folder, download } = downloadingFrom(hub);
  hub.sentAs = (file) => {
    const other = Buffer.from(file);
    other[500_000]! ^= 1;
    return other;
  };
  const wrong = await refused(asksFor);
  expect(wrong.code).toBe('DOWNLOAD_MISMATCH');
  expect(wrong.sentence).toContain('another checksum');
  expect(readdirSync(folder)).toEqual([]);

  hub.sentAs = (file) => file.subarray(1);
  expect((await refused(asksFor)).sentence).toContain('another size');
  expect(readdirSync(folder)).toEqual([]);

  hub.sentAs = (file) => Buffer.concat([Buffer.from('<html>'), file.subarray(6)]);
  const page = await refused(asksFor);
  expect(page.code).toBe('DOWNLOAD_NOT_GGUF');
  expect(page.sentence).toContain(name);
  expect(readdirSync(folder)).toEqual([]);

  hub.sentAs = (file) => file;
  await download(asksFor);
  expect(readdirSync(folder)).toEqual([name]);
});

test('a mismatch found after going on is no endless matter: the next start begins anew', async () => {
  const hub = await serveIt();
  const { refused, download } = downloadingFrom(hub);
  hub.sentAs = (file) => Buffer.concat([file.subarray(0, 4), file.subarray(4).map((x) => x ^ 1)]);
  hub.cuts = [1000, 1000, 1000, 1000];
  await refused(asksFor);
  hub.sentAs = (file) => file;
  expect((await refused(asksFor)).code).toBe('DOWNLOAD_MISMATCH');
  await download(asksFor);
});

test('what does not exist, is gated, or is refused', async () => {
  const hub = await serveIt();
  hub.repos['me/gated'] = { files: { [name]: bytes }, gated: 'manual' };
  const { refused, folder } = downloadingFrom(hub);
  const missing = await refused('hf:me/nothing:Q8_0');
  expect(missing.code).toBe('HUB_NOT_FOUND');
  expect(missing.sentence).toContain('“me/nothing”');
  const gated = await refused('hf:me/gated:Q8_0');
  expect(gated.code).toBe('HUB_GATED');
  expect(gated.sentence).toContain('Agree on its page');
  const none = await refused('hf:me/it:Q2_K');
  expect(none.code).toBe('HUB_NO_SUCH_FILE');
  expect(none.sentence).toContain('There are: Q8_0.');
  expect(hub.fetched).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  [{ status: 404 }, 'HUB_NOT_FOUND'],
  [{ status: 401, headers: { 'x-error-code': 'GatedRepo' } }, 'HUB_GATED'],
  [{ status: 401 }, 'HUB_NOT_FOUND'],
  [{ status: 403 }, 'HUB_GATED'],
  [{ status: 418 }, 'HUB_REFUSED'],
  [{ status: 302, headers: { location: 'https://elsewhere.example/' } }, 'HUB_UNREACHABLE'],
  [{ status: 302, headers: { location: 'ftp://elsewhere.example/' } }, 'HUB_OTHER_HOST'],
  [{ status: 302, headers: { location: '/api/models/me/it' } }, 'HUB_OTHER_HOST'],
])('an answer %o to a question is told as %s', async (answer, code) => {
  const hub = await serveIt();
  hub.instead = (path) => (path === '/api/models/me/it' ? answer : undefined);
  expect((await downloadingFrom(hub).refused(asksFor, { waits: [] })).code).toBe(code);
});

test('a hub that is busy for a moment is waited for; for long, the person is told how long', async () => {
  const hub = await serveIt();
  let asked = 0;
  const busy = (after: string) => (path: string) =>
    path.startsWith('/api') && ++asked === 1
      ? { status: 429, headers: { 'retry-after': after } }
      : undefined;
  hub.instead = busy('0');
  await downloadingFrom(hub).download(asksFor);

  for (const after of ['3600', new Date(Date.now() + 3_600_000).toUTCString()]) {
    asked = 0;
    hub.instead = busy(after);
    const { code, sentence } = await downloadingFrom(hub).refused(asksFor);
    expect(code).toBe('HUB_BUSY');
    expect(Number(/in (\d+) s/.exec(sentence)?.[1])).toBeGreaterThan(3500);
  }
  hub.instead = () => ({ status: 429, headers: { ratelimit: '"api";r=0;t=90' } });
  expect((await downloadingFrom(hub).refused(asksFor)).sentence).toContain('in 90 s');
});

test('an error of the server’s own is tried again, and not for ever', async () => {
  const hub = await serveIt();
  let left = 2;
  hub.instead = (path) => (path.includes('/resolve/') && left-- > 0 ? { status: 503 } : undefined);
  await downloadingFrom(hub).download(asksFor);
  hub.instead = (path) => (path.includes('/resolve/') ? { status: 503 } : undefined);
  hub.asked.length = 0;
  const { code, sentence } = await downloadingFrom(hub).refused(asksFor);
  expect(code).toBe('HUB_REFUSED');
  expect(sentence).toContain('503');
  expect(hub.asked.filter(({ path }) => path.includes('/resolve/'))).toHaveLength(4);
});

test('what is no hub is said to be none', async () => {
  const site = await serveSite({ '/api/models/me/it': '<html>Welcome' });
  const hub = await serveIt();
  hub.mirror = site.url('');
  expect((await downloadingFrom(hub).refused(asksFor)).code).toBe('HUB_ANSWER_UNCLEAR');
  site.pages['/api/models/me/it'] = { body: '{"id":"me/it"}' };
  expect((await downloadingFrom(hub).refused(asksFor)).code).toBe('HUB_ANSWER_UNCLEAR');
  await site.close();
  const { code, sentence } = await downloadingFrom(hub).refused(asksFor);
  expect(code).toBe('HUB_UNREACHABLE');
  expect(sentence).toContain('ECONNREFUSED');
});

test('the access token goes to the host that it is for, and never further', async () => {
  const hub = await serveIt({ gated: 'auto' });
  const withToken = downloadingFrom(hub, { host: hub.host, token: 'hf_secret' });
  await withToken.download(asksFor);
  expect(hub.asked.map(({ headers }) => headers.authorization)).toEqual(
    hub.asked.map(() => 'Bearer hf_secret'),
  );
  expect(hub.fetched.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  expect(JSON.stringify(withToken.gate.requests())).not.toContain('hf_secret');

  hub.asked.length = 0;
  const ofOther = downloadingFrom(hub, { host: 'huggingface.co', token: 'hf_secret' });
  expect((await ofOther.refused(asksFor)).code).toBe('HUB_GATED');
  expect(hub.asked[0]!.headers.authorization).toBeUndefined();
  hub.instead = () => ({ status: 401 });
  expect((await withToken.refused('hf:me/it:Q4_0')).code).toBe('HUB_TOKEN_REFUSED');
});

test('an address without encryption must be in the own network', async () => {
  const hub = await serveIt();
  hub.mirror = 'http://93.184.215.14';
  const { refused, gate } = downloadingFrom(hub);
  expect((await refused(asksFor)).code).toBe('NETWORK_UNENCRYPTED');
  expect(gate.requests()).toMatchObject([{ allowed: false }]);
});

test('too little room is said before anything is fetched, with what is missing', async () => {
  const hub = await serveIt();
  const { refused, download, folder } = downloadingFrom(hub);
  const free = () => Promise.resolve(64 * 1024 * 1024);
  const { code, sentence } = await refused(asksFor, { free });
  expect(code).toBe('DOWNLOAD_DISK_FULL');
  expect(sentence).toContain('1 MB more');
  expect(hub.fetched).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
  await download(asksFor);
});

test('whoever stops is let go at once, whatever the hub does', async () => {
  const hub = await serveIt();
  hub.speed = 1;
  const { download, progress } = downloadingFrom(hub);
  const stop = new AbortController();
  const started = Promise.withResolvers<void>();
  const onProgress = () => started.resolve();
  const going = download(asksFor, { signal: stop.signal, onProgress });
  await started.promise;
  await expect.poll(() => hub.fetched.length).toBe(1);
  stop.abort(new Error('stopped'));
  await expect(going).rejects.toThrow('stopped');
  expect(progress.at(-1)?.bytes).not.toBe(bytes.length);
});
