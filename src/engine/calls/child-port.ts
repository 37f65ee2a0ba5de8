// A child process's channel to whoever started it, the same for both hosts. A plain Node process
// has it from the start; in Electron a port arrives with the first message, from main, and
// leads straight to the engine.
import type { MessageEnd } from './calls.ts';

/** What of Electron's MessagePortMain is used here. */
interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
}

/** What of Electron's `process.parentPort` is used here. */
interface ParentPort {
  on(event: 'message', listener: (event: { ports: Port[] }) => void): unknown;
}

/**
 * The channel of this process. When the other end is gone for good the process ends: nobody is
 * left to read for.
 */
export function childPort(): MessageEnd {
  const { parentPort } = process as { parentPort?: ParentPort };
  return parentPort ? electronPort(parentPort) : nodePort();
}

function nodePort(): MessageEnd {
  if (!process.send) throw new Error('childPort needs a process that was started with a channel');
  process.once('disconnect', () => process.exit());
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => void process.on('message', listener),
  };
}

function electronPort(parentPort: ParentPort): MessageEnd {
  const opened = Promise.withResolvers<Port>();
  parentPort.on('message', ({ ports: [port] }) => {
    if (!port) return;
    port.on('close', () => process.exit());
    opened.resolve(port);
  });
  const post = async (message: unknown) => (await opened.promise).postMessage(message);
  const listen = async (listener: (message: unknown) => void) => {
    const port = await opened.promise;
    port.on('message', ({ data }) => listener(data));
    port.start();
  };
  return {
    post: (message) => void post(message),
    onMessage: (listener) => void listen(listener),
  };
}
