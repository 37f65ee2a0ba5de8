import { mkdtemp, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { respondWithDocument } from '../../src/hosting/document-response.ts';
import type { HostResponse } from '../../src/hosting/response.ts';

let folder: string;
let path: string;
const content = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lorekeep-documents-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  path = join(folder, 'paper ä.pdf');
  await writeFile(path, content);
});

function ask(headers: Record<string, string> = {}, method = 'GET', mediaType = 'application/pdf') {
  return respondWithDocument({ method, pathname: '', headers }, { path, mediaType });
}

async function bytesOf(response: HostResponse): Promise<Buffer> {
  if (!response.body) return Buffer.alloc(0);
  return response.body instanceof Readable ? buffer(response.body) : Buffer.from(response.body);
}

test('gives the whole document and what a later request needs', async () => {
  const response = await ask();
  expect(response.status).toBe(200);
  expect(response.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-length': '1000',
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
  });
  expect(response.headers['content-security-policy']).toContain('sandbox');
  expect(await bytesOf(response)).toEqual(content);
});

test.each([
  ['bytes=0-0', 0, 0],
  ['bytes=10-19', 10, 19],
  ['bytes=990-', 990, 999],
  ['bytes=990-5000', 990, 999],
  ['bytes=-10', 990, 999],
  ['bytes=-5000', 0, 999],
  ['Bytes=5-6', 5, 6],
])('%s gives bytes %i to %i', async (range, start, end) => {
  const response = await ask({ range });
  expect(response.status).toBe(206);
  expect(response.headers['content-range']).toBe(`bytes ${start}-${end}/1000`);
  expect(response.headers['content-length']).toBe(String(end - start + 1));
  expect(await bytesOf(response)).toEqual(content.subarray(start, end + 1));
});

test.each(['bytes=1000-', 'bytes=5000-6000', 'bytes=-0'])('%s is refused', async (range) => {
  const response = await ask({ range });
  expect(response.status).toBe(416);
  expect(response.headers['content-range']).toBe('bytes */1000');
});

test.each(['bytes=0-9,20-29', 'bytes=9-3', 'bytes=-', 'pages=1-2', 'bytes=a-b'])(
  '%s is ignored and gives the whole',
  async (range) => {
    const response = await ask({ range });
    expect(response.status).toBe(200);
    expect((await bytesOf(response)).length).toBe(1000);
  },
);

test('an empty document has no ranges', async () => {
  await truncate(path, 0);
  const whole = await ask();
  expect(whole.headers['content-length']).toBe('0');
  expect(await bytesOf(whole)).toEqual(Buffer.alloc(0));
  expect((await ask({ range: 'bytes=0-' })).status).toBe(416);
});

test('HEAD says the same and sends nothing', async () => {
  const response = await ask({ range: 'bytes=0-9' }, 'HEAD');
  expect(response.status).toBe(206);
  expect(response.headers['content-length']).toBe('10');
  expect(response.body).toBeNull();
});

test('anything but reading is refused', async () => {
  expect((await ask({}, 'POST')).status).toBe(405);
});

test('a client that has this version gets 304; one with another version gets the whole', async () => {
  const { headers } = await ask({}, 'HEAD');
  expect((await ask({ 'if-none-match': `W/"x", ${headers.etag!}` })).status).toBe(304);
  expect((await ask({ 'if-modified-since': headers['last-modified']! })).status).toBe(304);
  const part = await ask({ range: 'bytes=1-2', 'if-range': headers.etag! });
  expect(part.status).toBe(206);
  expect((await bytesOf(part)).length).toBe(2);
  await utimes(path, new Date(), new Date(Date.now() + 5000));
  const changed = await ask({ range: 'bytes=1-2', 'if-range': headers.etag! });
  expect(changed.status).toBe(200);
  expect((await bytesOf(changed)).length).toBe(1000);
  expect((await bytesOf(await ask({ 'if-none-match': headers.etag! }))).length).toBe(1000);
});

test('a document that vanished or became a folder is 404, not an exception', async () => {
  await rename(path, `${path}.moved`);
  expect((await ask()).status).toBe(404);
  path = folder;
  expect((await ask()).status).toBe(404);
});

test.skipIf(process.platform === 'win32')('a pipe is not waited for', async () => {
  path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  expect((await ask()).status).toBe(404);
});

test('a document that gets shorter while it is sent fails instead of looking whole', async () => {
  await writeFile(path, Buffer.alloc(2_000_000, 'x'));
  const response = await ask();
  await truncate(path, 1000);
  await expect(bytesOf(response)).rejects.toThrow('shorter');
});

test.each([
  ['text/html', 'text/plain'],
  ['application/xhtml+xml', 'text/plain'],
  ['image/svg+xml', 'text/plain'],
  ['text/javascript', 'text/plain'],
  ['application/x-shockwave-flash', 'application/octet-stream'],
  ['TEXT/Markdown; charset=utf-8', 'text/markdown'],
])('a document of type %s is sent as %s', async (mediaType, sent) => {
  const response = await ask({}, 'HEAD', mediaType);
  expect(response.headers['content-type']).toBe(sent);
});

test.skipIf(process.platform !== 'linux')('no answer leaves the file open', async () => {
  const openCount = () =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`) === path;
      } catch {
        return false;
      }
    }).length;
  await bytesOf(await ask());
  await ask({}, 'HEAD');
  await ask({ range: 'bytes=5000-' });
  const { headers } = await ask({}, 'HEAD');
  await ask({ 'if-none-match': headers.etag! });
  const unread = await ask();
  expect(openCount()).toBeGreaterThan(0);
  (unread.body as Readable).destroy();
  await expect.poll(openCount).toBe(0);
});
