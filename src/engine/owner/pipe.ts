// Hands a page's messages on to the engine that owns the data folder, unread in both directions.
import type { WebSocket } from 'ws';
import type { RpcPort } from '../rpc.ts';

type Data = string | ArrayBufferLike | Buffer;

/** Joins a page's socket to the owner's. Either end closing closes the other. */
export function pipeSocket(page: WebSocket, opening: Promise<WebSocket>): void {
  const early: [Data, boolean][] = [];
  const keep = (data: Data, binary: boolean) => void early.push([data, binary]);
  page.on('message', keep);
  opening.then(
    (owner) => {
      page.off('message', keep);
      const forward = (data: Data, binary: boolean) => owner.send(data, { binary });
      early.forEach(([data, binary]) => forward(data, binary));
      page.on('message', forward);
      owner.on('message', (data: Data, binary: boolean) => page.send(data, { binary }));
      page.on('close', () => owner.close());
      owner.on('close', () => page.close());
    },
    () => page.close(),
  );
}

/** The same for a port: its messages are strings or bytes already. */
export function pipePort(page: RpcPort, opening: Promise<WebSocket>): void {
  const post = (data: unknown) => (page as { postMessage(data: unknown): void }).postMessage(data);
  const owner = opening.then((socket) => {
    socket.on('message', (data: Buffer, binary: boolean) =>
      post(binary ? new Uint8Array(data) : data.toString()),
    );
    return socket;
  });
  // The page sees that nothing answers; its own connection check says so.
  owner.catch(() => {});
  const forward = (data: Data) => void owner.then((socket) => socket.send(data)).catch(() => {});
  const onEvent = (event?: { data: unknown }) => void (event && forward(event.data as Data));
  if ('on' in page) page.on('message', onEvent);
  else if ('addEventListener' in page) {
    page.addEventListener('message', onEvent);
  }
}
