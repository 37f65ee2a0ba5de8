// Hands a page's messages on to the engine that owns the data folder, unread in both directions.
import type { WebSocket } from 'ws';
import type { RpcPort } from '../rpc.ts';

type Data = string | ArrayBufferLike | Buffer;

/** Joins a page's socket to the owner's. Either end closing closes the other. */
export function pipeSocket(page: WebSocket, opening: Promise<WebSocket>): void {
  const early: [Data, boolean][] = [];
  const keep = (data: Data, binary: boolean) => void early.push([data, binary]);
  page.on('message', keep);
  opening
    .then((owner) => {
      page.off('message', keep);
      const forward = (data: Data, binary: boolean) => owner.send(data, { binary });
      for (const [data, binary] of early) forward(data, binary);
      page.on('message', forward);
      owner.on('message', (data: Data, binary: boolean) => page.send(data, { binary }));
      page.on('close', () => owner.close());
      owner.on('close', () => page.close());
      return owner;
    })
    .catch(() => page.close());
}

/** A port of Node or of Electron's main: both have `on`. */
interface Port {
  on(event: string, listener: (event?: unknown) => void): void;
  postMessage(data: unknown): void;
  close(): void;
}

/** The same for a port: its messages are strings or bytes already. */
export function pipePort(page: RpcPort, opening: Promise<WebSocket>): void {
  const port = page as unknown as Port;
  const owner = opening.then((socket) => {
    socket.on('message', (data: Buffer, binary: boolean) =>
      port.postMessage(binary ? new Uint8Array(data) : data.toString()),
    );
    // A closed port tells the page that nobody answers any more.
    socket.on('close', () => port.close());
    return socket;
  });
  owner.catch(() => port.close());
  const withOwner = (use: (socket: WebSocket) => void) => void owner.then(use).catch(() => {});
  port.on('message', (message) => withOwner((socket) => socket.send(dataOf(message))));
  port.on('close', () => withOwner((socket) => socket.close()));
}

/** Electron wraps what arrives in an event; Node gives it as it is. */
function dataOf(message: unknown): Data {
  const wrapped = typeof message === 'object' && message !== null && 'data' in message;
  return (wrapped ? message.data : message) as Data;
}
