// The loopback server with the real engine behind it, as `lorekeep serve` joins them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type EngineConnection, openEngine } from '../../src/engine/connect.ts';
import { createNodeHost } from '../../src/hosting/node-host.ts';
import { type LoopbackServer, startServer } from '../../src/serve/serve.ts';
import { connectClient } from '../../src/shared/client.ts';
import { documentUrl } from '../../src/shared/document-url.ts';

let folder: string;
let connection: EngineConnection;
let server: LoopbackServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lorekeep-serve-engine-'));
  mkdirSync(join(folder, 'papers', 'ä b'), { recursive: true });
  writeFileSync(
    join(folder, 'papers', 'ä b', 'tea #1.md'),
    '# Tea\n\nGreen tea is not fermented.\n',
  );
  const dataDir = join(folder, 'data');
  connection = await openEngine({ dataDir, host: createNodeHost(), version: 'test' });
  server = await startServer({ connection, port: 0, pageFolder: folder });
});
afterAll(async () => {
  await server.close();
  await connection.close();
  rmSync(folder, { recursive: true });
});

function openSocket(): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${server.port}/rpc`, {
    headers: { authorization: `Bearer ${server.token}` },
  });
}

test('a page indexes, searches and reads the bytes of what it found', async () => {
  const socket = openSocket();
  const client = await connectClient({ kind: 'socket', socket: socket as never });
  const { taskId } = await client.library.addFolder({ path: join(folder, 'papers') });
  const states: string[] = [];
  for await (const task of await client.tasks.follow({ taskId })) states.push(task.state);
  expect(states.at(-1)).toBe('done');
  const { hits } = await client.search.query({ query: 'fermented' });
  expect(hits[0]).toMatchObject({ title: 'Tea', relativePath: 'ä b/tea #1.md' });
  const address = new URL(documentUrl(hits[0]!), `http://127.0.0.1:${server.port}`);
  const headers = { authorization: `Bearer ${server.token}`, range: 'bytes=2-4' };
  const part = await fetch(address, { headers });
  expect([part.status, await part.text()]).toEqual([206, 'Tea']);
  address.pathname = address.pathname.replace('tea', 'tee');
  expect((await fetch(address, { headers })).status).toBe(404);
  socket.close();
});

test('a page that goes away in the middle of a stream leaves the engine to the others', async () => {
  const first = openSocket();
  const going = await connectClient({ kind: 'socket', socket: first as never });
  const watching = await going.tasks.watch();
  first.terminate();
  await expect(
    (async () => {
      for await (const _ of watching);
    })(),
  ).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
  const second = openSocket();
  const client = await connectClient({ kind: 'socket', socket: second as never });
  expect((await client.library.folders()).length).toBe(1);
  second.close();
});
