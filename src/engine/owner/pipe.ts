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

/** The same for a port: its messages are strings or bytes already. */
export function pipePort(page: RpcPort, opening: Promise<WebSocket>): void {
  const end = page as { postMessage(data: unknown): void; close?(): void };
  const owner = opening.then((socket) => {
    socket.on('message', (data: Buffer, binary: boolean) =>
      end.postMessage(binary ? new Uint8Array(data) : data.toString()),
    );
    // A closed port tells the page that nobody answers any more.
    socket.on('close', () => end.close?.());
    return socket;
  });
  owner.catch(() => end.close?.());
  const forward = (data: unknown) =>
    void owner.then((socket) => socket.send(data as Data)).catch(() => {});
  const leave = () => void owner.then((socket) => socket.close()).catch(() => {});
  if ('on' in page) {
    page.on('message', (event?: { data: unknown }) => forward(event?.data));
    page.on('close', leave);
  } else if ('addEventListener' in page) {
    page.addEventListener('message', (event) => forward(event.data));
    (page as EventTarget).addEventListener('close', leave);
  }
}
