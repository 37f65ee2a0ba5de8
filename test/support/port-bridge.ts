// Message ports between two real processes, over the channel that Node gives a forked child:
// Electron moves a port to another process itself, Node only between threads.
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { ElectronPort, type Envelope } from './electron-port.ts';

/** What goes over the channel: a message with the ports that came along, or one port's traffic. */
export type Wire =
  | { kind: 'message'; data: unknown; ports: string[] }
  | { kind: 'port'; id: string; data: unknown }
  | { kind: 'closed'; id: string };

export interface PortBridge {
  send(data: unknown, ports: ElectronPort[]): void;
  /** @returns the message that came, if it was one, and not the traffic of a port */
  receive(wire: Wire): { data: unknown; ports: ElectronPort[] } | null;
  /** The other process is gone, and with it the other end of every port. */
  closeAll(): void;
}

export function createPortBridge(post: (wire: Wire) => void): PortBridge {
  const ports = new Map<string, MessagePort>();
  let count = 0;

  function join(id: string, port: MessagePort): void {
    ports.set(id, port);
    port.on('message', ({ data, ports: inner }: Envelope) => {
      if (inner.length > 0) throw new Error('a bridged port carries no ports');
      post({ kind: 'port', id, data });
    });
    port.on('close', () => {
      if (ports.delete(id)) post({ kind: 'closed', id });
    });
    port.unref();
  }

  return {
    send(data, given) {
      const ids = given.map(() => `${process.pid}-${++count}`);
      post({ kind: 'message', data, ports: ids });
      given.forEach((port, i) => join(ids[i]!, port.inner));
    },
    receive(wire) {
      if (wire.kind === 'message') {
        const taken = wire.ports.map((id) => {
          const { port1, port2 } = new MessageChannel();
          join(id, port2);
          return new ElectronPort(port1);
        });
        return { data: wire.data, ports: taken };
      }
      const port = ports.get(wire.id);
      if (wire.kind === 'port')
        port?.postMessage({ data: wire.data, ports: [] } satisfies Envelope);
      else if (ports.delete(wire.id)) port?.close();
      return null;
    },
    closeAll() {
      for (const port of ports.values()) port.close();
      ports.clear();
    },
  };
}
