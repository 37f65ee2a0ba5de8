// The engine's process in Electron. Main starts it, gives it a port for each page, and starts it
// again if it dies. When the engine that we are attached to goes away (a terminal's), this
// process ends, and its successor owns the data folder.
import type { MessagePortMain } from 'electron';
import { createBirpc } from 'birpc';
import { type EngineConnection, openEngine } from '../engine/connect.ts';
import { version } from '../hosting/version.ts';
import { flattenError } from '../shared/errors.ts';
import { createElectronHost } from './electron-host.ts';
import {
  type EngineArguments,
  type EngineServices,
  type MainServices,
  type PortMessage,
  toldToMain,
} from './engine-protocol.ts';

const { dataDir, hasKeychain } = JSON.parse(process.argv[2] ?? '{}') as EngineArguments;
const { parentPort } = process;

const services: EngineServices = {
  processExited: (id, exit) => host.processExited(id, exit),
  close: () => void end(),
};
const main = createBirpc<MainServices, EngineServices>(services, {
  post: (message) => parentPort.postMessage(message),
  on: (receive) =>
    parentPort.on('message', ({ data, ports }) => {
      if (ports.length === 0) receive(data);
    }),
  eventNames: toldToMain,
  timeout: -1,
});
const host = createElectronHost(main, hasKeychain);
// What comes before the engine is up waits for it.
const engine = Promise.withResolvers<EngineConnection>();

parentPort.on('message', ({ data, ports: [port] }) => {
  if (port) void takePort(data as PortMessage, port);
});

async function takePort(message: PortMessage, port: MessagePortMain): Promise<void> {
  if (message.port === 'process') {
    host.processPort(message.id, port);
    return;
  }
  const connection = await engine.promise;
  port.start();
  connection.servePort(port);
}

async function end(): Promise<void> {
  const connection = await engine.promise;
  await connection.close();
  process.exit();
}

try {
  const connection = await openEngine({ dataDir, host, version, keepUpToDate: true });
  engine.resolve(connection);
  void main.ready();
  await connection.lost;
  await end();
} catch (error) {
  // Main ends this process when it has read why.
  void main.failed(flattenError(error));
}
