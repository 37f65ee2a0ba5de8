import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { respondWithPageFile } from '../../src/hosting/page-files.ts';

let base: string;
let folder: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'lorekeep-page-'));
  folder = join(base, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await mkdir(join(base, 'renderer-secret'));
  await writeFile(join(folder, 'index.html'), 'start');
  await writeFile(join(folder, 'assets', 'app-abc123.js'), 'code');
  await writeFile(join(base, 'secret.txt'), 'secret');
  await writeFile(join(base, 'renderer-secret', 'x.txt'), 'secret');
});
afterAll(() => rm(base, { recursive: true }));

async function ask(pathname: string, method = 'GET') {
  const response = await respondWithPageFile({ method, pathname, headers: {} }, folder);
  return {
    ...response,
    text: response.body ? Buffer.from(response.body as Uint8Array).toString() : '',
  };
}

test.each(['/', '/library', '/documents', '/index.html'])(
  '%s is the start page',
  async (pathname) => {
    const response = await ask(pathname);
    expect(response).toMatchObject({ status: 200, text: 'start' });
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-cache');
  },
);

test('what carries a hash in its name may be kept for ever', async () => {
  const response = await ask('/assets/app-abc123.js');
  expect(response).toMatchObject({ status: 200, text: 'code' });
  expect(response.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(response.headers['cache-control']).toContain('immutable');
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/../../secret.txt',
  '/..%5csecret.txt',
  '/../renderer-secret/x.txt',
  '/C:/secret.txt',
  '/assets/%00.js',
  '/%zz.txt',
  'secret.txt',
  '//etc/passwd.txt',
])('%s reaches nothing outside the page', async (pathname) => {
  const response = await ask(pathname);
  expect(response.status).toBe(404);
  expect(response.text).not.toContain('secret');
});

test('a missing file is 404, also where an old page asks for an old chunk', async () => {
  expect((await ask('/favicon.png')).status).toBe(404);
  expect((await ask('/assets/old-chunk')).status).toBe(404);
  expect((await ask('/assets')).status).toBe(200);
});

test('HEAD has no body, and nothing can be written', async () => {
  const head = await ask('/assets/app-abc123.js', 'HEAD');
  expect(head).toMatchObject({ status: 200, body: null });
  expect(head.headers['content-length']).toBe('4');
  expect((await ask('/', 'POST')).status).toBe(405);
});

test('a page that is not built says so', async () => {
  const request = { method: 'GET', pathname: '/', headers: {} };
  const response = await respondWithPageFile(request, join(base, 'nowhere'));
  expect(response.status).toBe(500);
  expect(Buffer.from(response.body as Uint8Array).toString()).toContain('npm run build');
});
