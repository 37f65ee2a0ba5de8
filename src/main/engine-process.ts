// The engine's process, kept alive: main starts it, starts it again when it dies, and joins
// pages to it. Whoever asks for the engine while there is none is served by the next one.
import {
  MessageChannelMain,
  type MessagePortMain,
  utilityProcess,
  type UtilityProcess,
} from 'electron';
import { createBirpc } from 'birpc';
import { connectClient } from '../shared/client.ts';
import type { Client } from '../shared/contract/contract.ts';
import { type FlatError, LorekeepError, unflattenError } from '../shared/errors.ts';
import {
  type EngineArguments,
  type EngineRemote,
  type EngineServices,
  type MainServices,
  type PortMessage,
  toldToEngine,
} from './engine-protocol.ts';
import { createProcessBroker, type ProcessBroker } from './process-broker.ts';

export interface EngineProcessOptions extends EngineArguments {
  /** The module of the engine's process. */
  modulePath: string;
  entryPath: Parameters<typeof createProcessBroker>[0]['entryPath'];
  services: Pick<MainServices, 'seal' | 'unseal' | 'onBattery' | 'busyElsewhere'>;
  /** The engine cannot start; it is not tried again until `start` is called. */
  onFailed(error: LorekeepError): void;
  /** Milliseconds before the first new start; doubled each time, up to `longestDelay`. */
  firstDelay?: number;
  longestDelay?: number;
}

export interface EngineProcess {
  start(): void;
  /** Serves the contract to the other end of a port, now or as soon as there is an engine. */
  serve(port: MessagePortMain): void;
  /**
   * Main's own call to the engine.
   *
   * @throws LorekeepError ENGINE_STOPPED when the engine dies meanwhile, and what the call throws
   */
  call<T>(run: (client: Client) => Promise<T>): Promise<T>;
  /** Closes the engine and waits for its process to end; kills it if that takes too long. */
  stop(): Promise<void>;
}

/** What is told to an engine that is gone concerns nobody: its processes may outlive it a moment. */
const unheard = (): void => {};

/** How long an engine may take to close its databases before it is killed. */
const closingMs = 5000;

/** One life of the engine's process. */
interface Life {
  child: UtilityProcess;
  broker: ProcessBroker;
  remote: EngineRemote;
  /** Main's own client; made when it is first needed. */
  client: Promise<Client> | null;
  /** Rejects when the process is gone: a call that was under way would wait for ever. */
  ended: Promise<never>;
}

export function createEngineProcess(options: EngineProcessOptions): EngineProcess {
  const { firstDelay = 300, longestDelay = 30_000 } = options;
  let life: Life | null = null;
  let delay = firstDelay;
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let waiting: ((life: Life) => void)[] = [];

  function start(): void {
    clearTimeout(timer);
    if (life || stopping) return;
    let failed = false;
    const started = startLife(options, {
      ready: () => {
        delay = firstDelay;
      },
      failed: (error) => {
        failed = true;
        started.child.kill();
        options.onFailed(unflattenError(error));
      },
    });
    life = started;
    started.child.once('exit', () => {
      life = null;
      started.broker.killAll();
      started.remote.$close(new LorekeepError('ENGINE_STOPPED'));
      if (stopping || failed) return;
      timer = setTimeout(start, delay);
      delay = Math.min(delay * 2, longestDelay);
    });
    for (const take of waiting.splice(0)) take(started);
  }

  const withLife = (take: (life: Life) => void): void => {
    if (life) take(life);
    else waiting.push(take);
  };

  return {
    start,
    serve: (port) => withLife(({ child }) => givePort(child, { port: 'client' }, port)),
    async call(run) {
      const present = await new Promise<Life>(withLife);
      present.client ??= openClient(present.child);
      return Promise.race([present.client.then(run), present.ended]);
    },
    async stop() {
      stopping = true;
      clearTimeout(timer);
      waiting = [];
      if (!life) return;
      const { child, remote } = life;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      remote.close().catch(unheard);
      const patience = setTimeout(() => child.kill(), closingMs);
      await ended;
      clearTimeout(patience);
    },
  };
}

function startLife(
  options: EngineProcessOptions,
  told: { ready(): void; failed(error: FlatError): void },
): Life {
  const { dataDir, hasKeychain } = options;
  const settings: EngineArguments = { dataDir, hasKeychain };
  const child = utilityProcess.fork(options.modulePath, [JSON.stringify(settings)], {
    serviceName: 'Lorekeep engine',
    stdio: 'inherit',
  });
  // Its exit says the same and comes for certain; without a listener this would end main.
  child.on('error', () => {});
  const broker = createProcessBroker({
    entryPath: options.entryPath,
    giveEngine: (id, port) => givePort(child, { port: 'process', id }, port),
    exited: (id, exit) => {
      remote.processExited(id, exit).catch(unheard);
    },
  });
  const services: MainServices = {
    ...options.services,
    ...told,
    startProcess: (id, entry, start) => broker.start(id, entry, start),
    killProcess: (id) => broker.kill(id),
  };
  const remote = createBirpc<EngineServices, MainServices>(services, {
    post: (message) => child.postMessage(message),
    on: (receive) => child.on('message', receive),
    eventNames: toldToEngine,
    timeout: -1,
  });
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('exit', () => reject(new LorekeepError('ENGINE_STOPPED')));
  });
  // Most lives end with nobody waiting.
  ended.catch(() => {});
  return { child, broker, remote, client: null, ended };
}

function givePort(child: UtilityProcess, message: PortMessage, port: MessagePortMain): void {
  child.postMessage(message, [port]);
}

async function openClient(child: UtilityProcess): Promise<Client> {
  const { port1, port2 } = new MessageChannelMain();
  givePort(child, { port: 'client' }, port1);
  port2.start();
  return connectClient({ kind: 'port', port: port2 });
}
