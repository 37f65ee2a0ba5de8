// The contract over each thing that carries it: a port, a socket, a call in the same process.
// What a caller gets is the same, and nothing of the engine goes on for a caller that left.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../../src/engine/log/log.ts';
import { createRpcServer, type RpcServer } from '../../src/engine/rpc.ts';
import { connectClient, protocolHeader } from '../../src/shared/client.ts';
import type { Client, EngineHandlers } from '../../src/shared/contract/contract.ts';
import { protocolVersion } from '../../src/shared/contract/system.ts';
import { LorekeepError } from '../../src/shared/errors.ts';
import { sentenceOf } from '../../src/shared/texts/format.ts';

interface World {
  rpc: RpcServer;
  logged: unknown[];
  failures: unknown[];
  /** Streams that began and that were taken down again. */
  streams: { begun: number; ended: number };
  /** What the stream waits for; called to let it go on. */
  pulse(): void;
}

/** A server whose handlers do what the tests ask for. */
function createWorld(): World {
  const logged: unknown[] = [];
  const failures: unknown[] = [];
  const streams = { begun: 0, ended: 0 };
  let pulse = () => {};
  const log: Log = {
    info: () => {},
    warn: () => {},
    error: (_, error) => void logged.push(error),
    close: () => Promise.resolve(),
  };
  const handlers = {
    system: {
      hello: () => ({ protocol: protocolVersion, version: 'test', pid: 1 }),
      dismissNotice: ({ id }: { id: string }) => {
        if (id === 'bug') throw new TypeError('cannot read secret of undefined');
        if (id === 'wrong') return 'no void';
        throw new LorekeepError('FOLDER_INSIDE_FOLDER', { path: `/${id}`, outer: '/ä “x”', n: 3 });
      },
      async *notices(_: unknown, { signal }: { signal: AbortSignal }) {
        streams.begun++;
        try {
          yield [];
          await new Promise<void>((resolve) => {
            pulse = resolve;
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
          throw new LorekeepError('FOLDER_OFFLINE', { path: '/drive' });
        } finally {
          streams.ended++;
        }
      },
    },
  } as unknown as EngineHandlers;
  const rpc = createRpcServer(handlers, log, (error) => {
    failures.push(error);
    return error;
  });
  return { rpc, logged, failures, streams, pulse: () => pulse() };
}

type Connect = (world: World) => Promise<{ client: Client; leave(): void }>;

async function openSocket({ rpc }: World, headers?: object): Promise<WebSocket> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => rpc.serveSocket(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { headers: { ...headers } });
  onTestFinished(() => {
    socket.terminate();
    server.close();
  });
  return socket;
}

const ways: [string, Connect][] = [
  ['a port', byPort],
  ['a socket', bySocket],
];

async function byPort({ rpc }: World) {
  const { port1, port2 } = new MessageChannel();
  rpc.servePort(port1);
  port1.start();
  port2.start();
  onTestFinished(() => port2.close());
  const client = await connectClient({ kind: 'port', port: port2 as never });
  return { client, leave: () => port2.close() };
}

async function bySocket(world: World) {
  const socket = await openSocket(world);
  const client = await connectClient({ kind: 'socket', socket: socket as never });
  return { client, leave: () => socket.terminate() };
}

test.each<[string, Connect]>([
  ...ways,
  ['a call in the same process', ({ rpc }) => Promise.resolve({ client: rpc.client, leave() {} })],
])(
  'by %s: codes and values of failures arrive, bugs and wrong input do not get through',
  async (_, connect) => {
    const world = createWorld();
    const { client } = await connect(world);
    const error: unknown = await client.system.dismissNotice({ id: 'x' }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(LorekeepError);
    expect(error).toMatchObject({
      code: 'FOLDER_INSIDE_FOLDER',
      params: { path: '/x', outer: '/ä “x”', n: 3 },
    });
    expect(sentenceOf(error)).toContain('“/x”');
    expect(world.logged).toEqual([]);

    const bug: unknown = await client.system.dismissNotice({ id: 'bug' }).catch((e: unknown) => e);
    expect(bug).toMatchObject({ code: 'INTERNAL', params: {} });
    expect(sentenceOf(bug)).not.toContain('secret');
    expect(world.logged).toHaveLength(1);
    expect(world.failures).toHaveLength(2);

    for (const id of [7, null, {}, undefined]) {
      const invalid: unknown = await client.system
        .dismissNotice({ id: id as never })
        .catch((e: unknown) => e);
      expect(invalid).toMatchObject({ code: 'REQUEST_INVALID' });
      expect(sentenceOf(invalid)).toContain('id');
    }
    // No handler saw any of those.
    expect(world.failures).toHaveLength(2);
  },
);

test.each(ways)('by %s: leaving a stream ends it on the engine’s side', async (_, connect) => {
  const world = createWorld();
  const { client } = await connect(world);
  for await (const notices of await client.system.notices()) {
    expect(notices).toEqual([]);
    expect(world.streams).toEqual({ begun: 1, ended: 0 });
    break;
  }
  await expect.poll(() => world.streams).toEqual({ begun: 1, ended: 1 });
});

test.each(ways)(
  'by %s: an abort ends a stream that waits, as a cancellation',
  async (_, connect) => {
    const world = createWorld();
    const { client } = await connect(world);
    const stop = new AbortController();
    const stream = await client.system.notices(undefined, { signal: stop.signal });
    const reading = (async () => {
      for await (const _ of stream) stop.abort();
    })();
    await expect(reading.catch((e: unknown) => Promise.reject(e as Error))).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    await expect.poll(() => world.streams.ended).toBe(1);
    expect(world.failures).toEqual([]);
  },
);

test.each(ways)('by %s: a caller that is gone is noticed', async (_, connect) => {
  const world = createWorld();
  const { client, leave } = await connect(world);
  const stream = (await client.system.notices())[Symbol.asyncIterator]();
  await stream.next();
  leave();
  await expect.poll(() => world.streams.ended).toBe(1);
});

test.each(ways)('by %s: a stream that fails says why, with its values', async (_, connect) => {
  const world = createWorld();
  const { client } = await connect(world);
  const stream = (await client.system.notices())[Symbol.asyncIterator]();
  await stream.next();
  const next = stream.next();
  world.pulse();
  await expect(next).rejects.toMatchObject({ code: 'FOLDER_OFFLINE', params: { path: '/drive' } });
  expect(world.streams.ended).toBe(1);
});

test('what is no request of ours is survived', async () => {
  const world = createWorld();
  const socket = await openSocket(world, { [protocolHeader]: 'x' });
  await once(socket, 'open');
  for (const junk of ['', '{', '[]', '{"i":1}', '{"i":"1","p":{"u":"/../x"}}', '\u0000', 'null']) {
    socket.send(junk);
  }
  socket.send(new Uint8Array([0, 255, 1]));
  const { client } = await bySocket(world);
  expect((await client.system.hello({ protocol: protocolVersion })).version).toBe('test');
});
