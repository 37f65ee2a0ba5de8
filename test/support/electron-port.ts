// Electron's MessagePortMain over Node's MessagePort: same messages and ports, other clothes.
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

/** Ports travel inside the message, where both threads are certain to find them. */
export interface Envelope {
  data: unknown;
  ports: MessagePort[];
}

export class ElectronPort extends EventEmitter {
  readonly inner: MessagePort;
  #started = false;

  constructor(inner: MessagePort) {
    super();
    this.inner = inner;
    inner.on('close', () => this.emit('close'));
    // A port that nobody listens to keeps no thread alive.
    inner.unref();
  }

  /** As in Electron, nothing arrives before this. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.inner.on('message', ({ data, ports }: Envelope) =>
      this.emit('message', { data, ports: ports.map((port) => new ElectronPort(port)) }),
    );
  }

  postMessage(data: unknown, transfer: ElectronPort[] = []): void {
    const ports = transfer.map((port) => port.inner);
    this.inner.postMessage({ data, ports } satisfies Envelope, ports);
  }

  close(): void {
    this.inner.close();
  }
}

export class ElectronChannel {
  readonly port1: ElectronPort;
  readonly port2: ElectronPort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new ElectronPort(port1);
    this.port2 = new ElectronPort(port2);
  }
}
