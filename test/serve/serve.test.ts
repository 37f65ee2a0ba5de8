import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { LorekeepError } from '../../src/shared/errors.ts';
import { documentUrl } from '../../src/shared/document-url.ts';
import type { DocumentRef } from '../../src/shared/contract/documents.ts';
import { startServer, type LoopbackServer, type ServedConnection } from '../../src/serve/serve.ts';

let folder: string;
let server: LoopbackServer;
let host: string;
let cookie: string;

// Everything below the contract is real; the engine itself has its own tests with this server.
const connection = {
  client: {
    documents: {
      locate: async (ref: DocumentRef) => {
        if (ref.relativePath === 'stopped.txt') throw new LorekeepError('ENGINE_STOPPED');
        if (ref.folderId !== 'f1') {
          throw new LorekeepError('DOCUMENT_UNKNOWN', { path: ref.relativePath });
        }
        return { path: join(folder, ref.relativePath), mediaType: 'text/html' };
      },
    },
  },
  serveSocket: (socket: WebSocket) => {
    socket.on('message', (data) => socket.send(data));
  },
} as unknown as ServedConnection;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lorekeep-serve-'));
  await mkdir(join(folder, 'sub dir'));
  await writeFile(join(folder, 'sub dir', 'ä #?.html'), '<script>alert(1)</script>');
  await writeFile(join(folder, 'index.html'), 'the page');
  server = await startServer({ connection, port: 0, pageFolder: folder });
  host = `127.0.0.1:${server.port}`;
  cookie = (await ask(`/?token=${server.token}`)).headers['set-cookie']![0]!.split(';')[0]!;
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** fetch would not let us set Host and Origin. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: server.port, path, method, headers });
    request.on('error', reject);
    request.on('response', (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode!, headers: response.headers, body }),
        reject,
      );
    });
    request.end();
  });
}

/** 'open', or the status with which the upgrade was refused. */
function connect(headers: Record<string, string>, path = '/rpc'): Promise<'open' | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    socket.on('open', () => {
      socket.close();
      resolve('open');
    });
    socket.on('unexpected-response', (_request, response) => {
      response.destroy();
      resolve(response.statusCode!);
    });
    socket.on('error', reject);
  });
}

test('the printed address logs in: a cookie for this port, and the token leaves the address', async () => {
  const url = new URL(server.url);
  expect(url.host).toBe(host);
  const response = await ask(url.pathname + url.search);
  expect(response.status).toBe(303);
  expect(response.headers.location).toBe('/');
  const [set] = response.headers['set-cookie']!;
  expect(set).toContain(`lorekeep-${server.port}=`);
  expect(set).toContain('HttpOnly');
  expect(set).toContain('SameSite=Strict');
  expect(await ask('/', { cookie })).toMatchObject({ status: 200, body: 'the page' });
});

test('every response carries the policy of the page', async () => {
  for (const response of [
    await ask('/', { cookie }),
    await ask('/'),
    await ask('/x.y', { cookie }),
  ]) {
    expect(response.headers['content-security-policy']).toContain("default-src 'none'");
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(response.headers['referrer-policy']).toBe('no-referrer');
  }
});

test.each([
  ['no token', '/', {}],
  ['a wrong token', '/?token=wrong', {}],
  ['an empty token', '/?token=', {}],
  ['a wrong cookie', '/', { cookie: 'lorekeep-1=abc' }],
  ['the cookie of another port', '/', { cookie: 'lorekeep-1=TOKEN' }],
  ['a wrong bearer token', '/', { authorization: 'Bearer wrong' }],
  ['a document without the token', '/documents/f1/index.html', {}],
])('refused with a sentence: %s', async (_name, path, headers: Record<string, string>) => {
  if (headers.cookie) headers.cookie = headers.cookie.replace('TOKEN', server.token);
  const response = await ask(path, headers);
  expect(response.status).toBe(403);
  expect(response.body).toContain('Open the whole address');
  expect(response.headers['set-cookie']).toBeUndefined();
});

test.each([
  ['a foreign host (DNS rebinding)', { host: 'evil.example' }],
  ['our name with a foreign port', { host: '127.0.0.1:1' }],
  ['a foreign origin', { origin: 'https://evil.example' }],
  ['the null origin of a sandboxed page', { origin: 'null' }],
  ['a page of another port of this machine', { origin: 'http://127.0.0.1:1' }],
  [
    'another page’s image or script',
    { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' },
  ],
  [
    'a frame of another page',
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
  ],
])('refused with the right cookie and with the right token: %s', async (_name, headers) => {
  expect((await ask('/', { cookie, ...headers })).status).toBe(403);
  expect((await ask(`/?token=${server.token}`, headers)).status).toBe(403);
  const origin = `http://${host}`;
  if (!('sec-fetch-site' in headers)) {
    expect(await connect({ origin, cookie, ...headers })).toBe(403);
  }
});

test('our own page, localhost as a name, and a program with a bearer token pass', async () => {
  expect(
    (await ask('/', { cookie, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).status,
  ).toBe(200);
  expect((await ask('/', { cookie, host: `localhost:${server.port}` })).status).toBe(200);
  expect((await ask('/', { authorization: `Bearer ${server.token}` })).status).toBe(200);
});

test('the contract’s socket opens for our page and for a program with the token, for no one else', async () => {
  const origin = `http://${host}`;
  expect(await connect({ origin, cookie })).toBe('open');
  expect(await connect({ authorization: `Bearer ${server.token}` })).toBe('open');
  expect(await connect({ cookie })).toBe(403);
  expect(await connect({ origin })).toBe(403);
  expect(await connect({ origin, cookie }, '/other')).toBe(403);
});

test('a message that is too large ends its own connection only', async () => {
  const socket = new WebSocket(`ws://${host}/rpc`, {
    headers: { authorization: `Bearer ${server.token}` },
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.on('error', () => {});
  socket.send(Buffer.alloc(9 * 1024 * 1024));
  expect(await closed).toBe(1009);
  expect((await ask('/', { cookie })).status).toBe(200);
});

test('documents come by reference, in ranges, and never as something that runs', async () => {
  const path = documentUrl({ folderId: 'f1', relativePath: 'sub dir/ä #?.html' });
  const whole = await ask(path, { cookie });
  expect(whole).toMatchObject({ status: 200, body: '<script>alert(1)</script>' });
  expect(whole.headers['content-type']).toBe('text/plain');
  expect(whole.headers['content-security-policy']).toBe("default-src 'none'; sandbox");
  const part = await ask(path, { cookie, range: 'bytes=1-6' });
  expect(part).toMatchObject({ status: 206, body: 'script' });
  expect(part.headers['content-range']).toBe('bytes 1-6/25');
});

test('a document that is unknown, gone or cannot be asked for has its own status and sentence', async () => {
  const unknown = await ask(documentUrl({ folderId: 'f2', relativePath: 'a.txt' }), { cookie });
  expect(unknown.status).toBe(404);
  expect(unknown.body).toContain('“a.txt” is not in the index');
  const gone = await ask(documentUrl({ folderId: 'f1', relativePath: 'gone.txt' }), { cookie });
  expect(gone.status).toBe(404);
  const stopped = await ask(documentUrl({ folderId: 'f1', relativePath: 'stopped.txt' }), {
    cookie,
  });
  expect(stopped.status).toBe(503);
});

test('a port in use is an error of its own', async () => {
  await expect(
    startServer({ connection, port: server.port, pageFolder: folder }),
  ).rejects.toMatchObject({ code: 'PORT_IN_USE', params: { port: server.port } });
});

test('closing ends open sockets and half-sent requests', async () => {
  const other = await startServer({ connection, port: 0, pageFolder: folder });
  const socket = new WebSocket(`ws://127.0.0.1:${other.port}/rpc`, {
    headers: { authorization: `Bearer ${other.token}` },
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const half = httpRequest({ host: '127.0.0.1', port: other.port, path: '/', method: 'POST' });
  half.on('error', () => {});
  half.write('x');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await other.close();
  await closed;
});
