// Stands in for the inside of an Electron utility process: gives a worker thread the
// `process.parentPort` that Electron would, then runs the module.
import { parentPort, workerData } from 'node:worker_threads';
import { pathToFileURL } from 'node:url';
import { ElectronPort, type Envelope } from './electron-port.ts';

const { modulePath } = workerData as { modulePath: string };
const port = parentPort!;

Object.defineProperty(process, 'parentPort', {
  value: {
    postMessage: (message: unknown) => port.postMessage(message),
    on(event: string, listener: (event: { data: unknown; ports: ElectronPort[] }) => void) {
      port.on(event, ({ data, ports }: Envelope) =>
        listener({ data, ports: ports.map((inner) => new ElectronPort(inner)) }),
      );
    },
  },
});

await import(pathToFileURL(modulePath).href);
