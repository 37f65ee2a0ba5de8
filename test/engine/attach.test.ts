// One engine owns a data folder; every other process of the user works by way of it, and takes
// over when it is gone, however it went.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { connectClient, protocolHeader } from '../../src/shared/client.ts';
import { sentenceOf } from '../../src/shared/texts/format.ts';
import { endOf, indexFolder, openTestEngine, pathsFound, startEngine } from '../support/engine.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { manyFiles } from '../support/many-files.ts';
import { startOther } from '../support/owner.ts';

interface Published {
  pid: number;
  since: number;
  endpoint: string;
  token: string;
}

const published = (dataDir: string) =>
  JSON.parse(readFileSync(join(dataDir, 'owner.json'), 'utf8')) as Published;

function socketTo({ endpoint }: Published, token: string, headers = {}): WebSocket {
  const authorization = `Bearer ${token}`;
  return new WebSocket(`ws+unix:${endpoint}:/`, { headers: { authorization, ...headers } });
}

/** 'open', or the status with which the upgrade was refused. */
function outcomeOf(socket: WebSocket): Promise<'open' | number> {
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve('open'));
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode!));
    socket.on('error', reject);
  });
}

test('a second process works with the engine of the first', async () => {
  const dataDir = temporaryFolder();
  const other = await startOther(dataDir);
  expect(other).toMatchObject({ owner: true, servedBy: other.pid });
  const { client, owner } = await startEngine(dataDir);
  expect(owner).toBe(false);
  expect((await client.system.hello({ protocol: 1 })).pid).toBe(other.pid);
  expect(await indexFolder(client, folderWith(manyFiles(30)))).toMatchObject({ extracted: 30 });
  expect((await pathsFound(client, 'word7'))[0]).toBe('dir0/file-7.md');
  const failed = client.search.query({ query: ' ' });
  await expect(failed).rejects.toMatchObject({ code: 'QUERY_EMPTY' });
  await expectWholeIndex(dataDir);
  expect((await client.system.doctor()).owner).toMatchObject({ pid: other.pid });
});

test('several attached processes see the same library at once', async () => {
  const dataDir = temporaryFolder();
  const first = await openTestEngine(dataDir);
  onTestFinished(() => first.close());
  const other = await startOther(dataDir);
  expect(other).toMatchObject({ owner: false, servedBy: process.pid });
  const { taskId } = await first.client.library.addFolder({ path: folderWith(manyFiles(30)) });
  await other.stop();
  expect((await endOf(first.client, taskId)).state).toBe('done');
});

test('an attached process that leaves in the middle of a stream does no harm', async () => {
  const dataDir = temporaryFolder();
  const first = await openTestEngine(dataDir);
  onTestFinished(() => first.close());
  const { endpoint, token, ...rest } = published(dataDir);
  const socket = socketTo({ endpoint, token, ...rest }, token);
  const client = await connectClient({ kind: 'socket', socket: socket as never });
  const stream = await client.tasks.watch();
  for await (const _ of stream) break;
  const watching = await client.library.changes();
  socket.terminate();
  await expect(Array.fromAsync(watching)).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
  await indexFolder(first.client, folderWith({ 'a.md': 'Alpha.' }));
});

test('only the token opens the door, and only this user may read it', async () => {
  const { dataDir } = await startEngine();
  const own = published(dataDir);
  expect(own.pid).toBe(process.pid);
  expect(own.token).toMatch(/^[0-9a-f]{64}$/);
  if (process.platform !== 'win32') {
    expect(statSync(join(dataDir, 'owner.json')).mode & 0o077).toBe(0);
    expect(statSync(dataDir).mode & 0o077).toBe(0);
  }
  const wrong = [
    '',
    own.token.slice(1),
    `${own.token}0`,
    own.token.replace(/./, 'x'),
    own.token.toUpperCase(),
  ];
  for (const token of wrong.filter((token) => token !== own.token)) {
    expect(await outcomeOf(socketTo(own, token))).toBe(403);
  }
  const right = socketTo(own, own.token);
  expect(await outcomeOf(right)).toBe('open');
  right.close();
});

test('an owner that was killed is followed by the next, and those attached are told', async () => {
  const dataDir = temporaryFolder();
  const other = await startOther(dataDir);
  const attached = await startEngine(dataDir);
  await indexFolder(attached.client, folderWith({ 'a.md': 'A zebra.' }));
  const stale = published(dataDir);
  const changes = await attached.client.library.changes();
  await other.kill();
  await attached.lost;
  await expect(
    (async () => {
      for await (const _ of changes);
    })(),
  ).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
  await expect(attached.client.library.status()).rejects.toMatchObject({ code: 'ENGINE_STOPPED' });
  // What it had published is still there, and points to nobody.
  expect(published(dataDir)).toEqual(stale);
  const next = await startEngine(dataDir);
  expect(next.owner).toBe(true);
  expect(published(dataDir).pid).toBe(process.pid);
  expect((await pathsFound(next.client, 'zebra'))[0]).toBe('a.md');
});

test('an owner that closes well leaves no socket and no note of itself', async () => {
  const sockets = () => readdirSync(dirname(endpoint)).filter((name) => endpoint.endsWith(name));
  const dataDir = temporaryFolder();
  const first = await openTestEngine(dataDir);
  const { endpoint } = published(dataDir);
  expect(sockets()).toHaveLength(1);
  await first.close();
  expect(sockets()).toEqual([]);
  expect(readdirSync(dataDir)).not.toContain('owner.json');
});

test('the socket of an owner that was killed is cleared away by the next', async () => {
  const dataDir = temporaryFolder();
  const other = await startOther(dataDir);
  const { endpoint } = published(dataDir);
  await other.kill();
  expect(statSync(endpoint, { throwIfNoEntry: false })).toBeDefined();
  await startEngine(dataDir);
  expect(statSync(endpoint, { throwIfNoEntry: false })).toBeUndefined();
});

test.each(['{"pid":', '', '[]', '{"pid":1,"since":1,"endpoint":"/nowhere","token":"x"}'])(
  'what is left in owner.json (%j) does not keep a new owner from starting',
  async (content) => {
    const dataDir = temporaryFolder();
    writeFileSync(join(dataDir, 'owner.json'), content);
    const { owner, client } = await startEngine(dataDir);
    expect(owner).toBe(true);
    expect((await client.library.status()).chunks).toBe(0);
  },
);

test('of processes that start at once one becomes the owner, and all work', async () => {
  const dataDir = temporaryFolder();
  const others = await Promise.all([startOther(dataDir), startOther(dataDir), startOther(dataDir)]);
  const owners = others.filter(({ owner }) => owner);
  expect(owners).toHaveLength(1);
  for (const { servedBy } of others) expect(servedBy).toBe(owners[0]!.pid);
});

test('when the owner closes well, the next one starts while the others are told', async () => {
  const dataDir = temporaryFolder();
  const first = await startOther(dataDir);
  const second = await startOther(dataDir);
  expect(second.owner).toBe(false);
  const [next] = await Promise.all([startOther(dataDir), first.stop()]);
  expect(await second.nextLine()).toBe('lost');
  expect([next.pid, first.pid]).toContain(next.servedBy);
});

test('a caller of another version is refused by the engine, with both versions', async () => {
  const { dataDir } = await startEngine();
  const own = published(dataDir);
  const socket = socketTo(own, own.token);
  expect(await outcomeOf(socket)).toBe('open');
  socket.send(
    JSON.stringify({
      i: '1',
      p: { u: '/system/hello', h: { [protocolHeader]: '999' }, b: { json: { protocol: 999 } } },
    }),
  );
  const answer = await new Promise<string>((resolve) => {
    socket.on('message', (data: Buffer) => resolve(data.toString()));
  });
  expect(answer).toContain('PROTOCOL_MISMATCH');
  expect(answer).toContain('999');
  socket.close();
});

test('a caller that says no version at all is refused too', async () => {
  const { dataDir } = await startEngine();
  const own = published(dataDir);
  const socket = socketTo(own, own.token);
  await outcomeOf(socket);
  socket.send(JSON.stringify({ i: '1', p: { u: '/library/status' } }));
  const answer = await new Promise<string>((resolve) => {
    socket.on('message', (data: Buffer) => resolve(data.toString()));
  });
  expect(answer).toContain('PROTOCOL_MISMATCH');
  socket.close();
});

test('an engine of another version is refused by its caller, with both versions', async () => {
  // Whoever answers here is a newer Lorekeep: it takes any caller and names its own version.
  const dataDir = temporaryFolder();
  const holder = await startOther(dataDir);
  const endpoint = join(tmpdir(), `lorekeep-test-${process.pid}-${Date.now()}.sock`);
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const { i } = JSON.parse(data.toString()) as { i: string };
      const json = { protocol: 2, version: '9', pid: 1 };
      socket.send(JSON.stringify({ i, p: { b: { json } } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(endpoint, resolve));
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });
  const own = { ...published(dataDir), endpoint };
  writeFileSync(join(dataDir, 'owner.json'), JSON.stringify(own));
  const error = await openTestEngine(dataDir).catch((error: unknown) => error);
  expect(error).toMatchObject({ code: 'PROTOCOL_MISMATCH', params: { ours: 1, theirs: 2 } });
  expect(sentenceOf(error)).toContain('(1 and 2)');
  await holder.kill();
});

test('an owner that does not answer is told as such', { timeout: 30_000 }, async () => {
  const dataDir = temporaryFolder();
  const holder = await startOther(dataDir);
  const own = { ...published(dataDir), token: '0'.repeat(64) };
  writeFileSync(join(dataDir, 'owner.json'), JSON.stringify(own));
  await expect(openTestEngine(dataDir)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
  await holder.kill();
});

test('a data folder that cannot be made is told with its reason', async () => {
  const folder = folderWith({ 'file.txt': 'In the way.' });
  for (const dataDir of [join(folder, 'file.txt'), join(folder, 'file.txt', 'below'), '/proc/x']) {
    const error = await openTestEngine(dataDir).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'DATA_FOLDER_UNUSABLE', params: { path: dataDir } });
    expect(sentenceOf(error)).not.toMatch(/\{\w+\}/);
  }
});
