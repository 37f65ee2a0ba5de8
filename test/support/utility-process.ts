// Stands in for the inside of an Electron utility process: gives the process the
// `process.parentPort` that Electron would, then runs the module.
import { pathToFileURL } from 'node:url';
import type { ElectronPort } from './electron-port.ts';
import { createPortBridge, type Wire } from './port-bridge.ts';

type Listener = (event: { data: unknown; ports: ElectronPort[] }) => void;

const modulePath = process.env['ELECTRON_DOUBLE_MODULE']!;
const listeners: Listener[] = [];
let waiting: Parameters<Listener>[0][] = [];

const bridge = createPortBridge((wire) => process.send?.(wire));
process.on('message', (wire: Wire) => {
  const event = bridge.receive(wire);
  if (event && listeners.length === 0) waiting.push(event);
  else if (event) for (const listener of listeners) listener(event);
});
// As in Electron: a process whose parent is gone goes too.
process.on('disconnect', () => process.exit());

Object.defineProperty(process, 'parentPort', {
  value: {
    postMessage: (message: unknown) => bridge.send(message, []),
    on(_event: 'message', listener: Listener) {
      listeners.push(listener);
      // As in Electron, what came before anybody listened was kept.
      for (const event of waiting) listener(event);
      waiting = [];
    },
  },
});

await import(pathToFileURL(modulePath).href);
