// A process of the host that is none: its functions are called in this one, over a real channel.
import { MessageChannel } from 'node:worker_threads';
import { serveCalls } from '../../src/engine/calls/calls.ts';
import type { HostProcess } from '../../src/engine/host.ts';

export function standInProcess(functions: object): HostProcess {
  const { port1, port2 } = new MessageChannel();
  serveCalls(functions, {
    post: (message) => port2.postMessage(message),
    onMessage: (listener) => port2.on('message', listener),
  });
  return {
    post: (message) => port1.postMessage(message),
    onMessage: (listener) => port1.on('message', listener),
    onExit(listener) {
      port1.once('close', () => listener({ code: null, stderr: '' }));
    },
    kill: () => port1.close(),
  };
}
