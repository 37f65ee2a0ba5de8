// The host port inside Electron, seen from the engine's process: what only main may do there
// (start processes, reach the keychain, ask for the power state) is asked of main.
import type { MessagePortMain } from 'electron';
import { pathToFileURL } from 'node:url';
import type { Host, HostProcess, ProcessExit, SecretVault } from '../engine/host.ts';
import { entryPath, givenServerKey, shippedFolder } from '../hosting/node-host.ts';
import { unpacked } from './unpacked.ts';
import type { MainRemote } from './engine-protocol.ts';

export interface ElectronHost extends Host {
  /** Main says that a process ended. */
  processExited(id: number, exit: ProcessExit): void;
  /** Main gives the channel to a process that it started. */
  processPort(id: number, port: MessagePortMain): void;
}

export function createElectronHost(main: MainRemote, hasKeychain: boolean): ElectronHost {
  const processes = new Map<number, BrokeredProcess>();
  let lastId = 0;
  return {
    startProcess(entry, options) {
      const id = ++lastId;
      const child = new BrokeredProcess(() => void main.killProcess(id));
      processes.set(id, child);
      void main.startProcess(id, entry, options);
      return child;
    },
    threadUrl: (entry) => pathToFileURL(entryPath(entry)),
    resourcePath: (folder) => unpacked(shippedFolder(folder)),
    secrets: hasKeychain ? keychain(main) : null,
    serverKey: givenServerKey(),
    onBattery: () => main.onBattery(),
    busyElsewhere: () => main.busyElsewhere(),
    processExited(id, exit) {
      processes.get(id)?.ended(exit);
      processes.delete(id);
    },
    processPort(id, port) {
      const child = processes.get(id);
      // It may have been killed, and be gone, before its port was here.
      if (child) child.connect(port);
      else port.close();
    },
  };
}

function keychain(main: MainRemote): SecretVault {
  return { seal: (text) => main.seal(text), unseal: (sealed) => main.unseal(sealed) };
}

/** A process that main started for us; what is posted before its port is here waits for it. */
class BrokeredProcess implements HostProcess {
  readonly kill: () => void;
  readonly #listeners: ((message: unknown) => void)[] = [];
  readonly #exitListeners: ((exit: ProcessExit) => void)[] = [];
  #waiting: unknown[] = [];
  #port: MessagePortMain | null = null;

  constructor(kill: () => void) {
    this.kill = kill;
  }

  post(message: unknown): void {
    if (this.#port) this.#port.postMessage(message);
    else this.#waiting.push(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listeners.push(listener);
  }

  onExit(listener: (exit: ProcessExit) => void): void {
    this.#exitListeners.push(listener);
  }

  connect(port: MessagePortMain): void {
    this.#port = port;
    port.on('message', ({ data }) => {
      for (const listener of this.#listeners) listener(data);
    });
    port.start();
    for (const message of this.#waiting) port.postMessage(message);
    this.#waiting = [];
  }

  ended(exit: ProcessExit): void {
    this.#port?.close();
    for (const listener of this.#exitListeners) listener(exit);
  }
}
