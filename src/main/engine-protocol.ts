// What Electron's main process and the engine's process say to each other. Calls go both ways
// over the channel that Electron gives every utility process; a port goes with a message of its
// own, since calls cannot carry one.
import type { BirpcReturn } from 'birpc';
import type { ProcessEntry, ProcessExit, StartOptions } from '../engine/host.ts';
import type { FlatError } from '../shared/errors.ts';

/** What main does for the engine: it brokers, and decides nothing. */
export interface MainServices {
  /** Starts a process under a number that the engine chose; its port follows as a `PortMessage`. */
  startProcess(id: number, entry: ProcessEntry, options: StartOptions): void;
  killProcess(id: number): void;
  seal(text: string): Promise<string>;
  unseal(sealed: string): Promise<string>;
  onBattery(): boolean;
  busyElsewhere(): boolean;
  /** The engine is up and serves the ports it gets. */
  ready(): void;
  /** The engine cannot start, and why; its process ends after this. */
  failed(error: FlatError): void;
}

/** What the engine's process does for main. */
export interface EngineServices {
  processExited(id: number, exit: ProcessExit): void;
  /** Closes the engine; then the process ends by itself. */
  close(): void;
}

/** Goes with a port, from main to the engine. */
export type PortMessage =
  /** Serve the contract to the other end. */
  | { port: 'client' }
  /** The channel to the process that was started under this number. */
  | { port: 'process'; id: number };

/** Given to the engine's process as its first argument, in JSON. */
export interface EngineArguments {
  dataDir: string;
  /** Whether the system keeps a key for us. */
  hasKeychain: boolean;
}

export type MainRemote = BirpcReturn<MainServices, EngineServices>;
export type EngineRemote = BirpcReturn<EngineServices, MainServices>;

/** These are told, not asked: nobody waits for an answer. */
export const toldToMain: (keyof MainServices)[] = [
  'startProcess',
  'killProcess',
  'ready',
  'failed',
];
export const toldToEngine: (keyof EngineServices)[] = ['processExited', 'close'];
