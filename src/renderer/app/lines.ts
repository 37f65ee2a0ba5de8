// The two ways in which the page reaches its engine: a port that Electron's preload asks for,
// or a WebSocket to the loopback host that served the page.
import { type Bridge, bridgeName, portMessage, socketPath } from '../../shared/bridge.ts';
import type { Transport } from '../../shared/client.ts';
import { LorekeepError } from '../../shared/errors.ts';

export interface Line {
  transport: Transport;
  /** Resolves when the other end is gone. */
  closed: Promise<void>;
}
export type OpenLine = () => Promise<Line>;

/** The host's bridge, or null in a browser. */
export function findBridge(): Bridge | null {
  return (window as unknown as Record<string, Bridge | undefined>)[bridgeName] ?? null;
}

/** Opens the line that this page's host offers. */
export function openLine(): Promise<Line> {
  const bridge = findBridge();
  return bridge ? openPort(bridge) : openSocket();
}

function openPort(bridge: Bridge): Promise<Line> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent) => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== portMessage || !port) return;
      window.removeEventListener('message', receive);
      const closed = new Promise<void>((gone) => {
        port.addEventListener('close', () => gone());
      });
      port.start();
      resolve({ transport: { kind: 'port', port }, closed });
    };
    window.addEventListener('message', receive);
    bridge.requestPort();
  });
}

function openSocket(): Promise<Line> {
  const address = new URL(socketPath, window.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address);
  return new Promise((resolve, reject) => {
    const closed = new Promise<void>((gone) => {
      socket.addEventListener('close', () => gone());
    });
    socket.addEventListener('open', () =>
      resolve({ transport: { kind: 'socket', socket }, closed }),
    );
    // After `open` the promise is settled and this changes nothing.
    socket.addEventListener('close', () => reject(new LorekeepError('ENGINE_STOPPED')));
  });
}
