// Starts processes for the engine, which may not start any itself inside Electron, and joins
// the two by a channel of their own: main never sees what they say to each other.
import {
  MessageChannelMain,
  type MessagePortMain,
  utilityProcess,
  type UtilityProcess,
} from 'electron';
import { constants, setPriority } from 'node:os';
import type { ProcessEntry, ProcessExit, StartOptions } from '../engine/host.ts';

export interface ProcessBroker {
  start(id: number, entry: ProcessEntry, options: StartOptions): void;
  kill(id: number): void;
  killAll(): void;
}

export interface BrokerOptions {
  entryPath(entry: ProcessEntry): string;
  /** The engine's end of the channel to process `id`. */
  giveEngine(id: number, port: MessagePortMain): void;
  exited(id: number, exit: ProcessExit): void;
}

/** Characters of a child's stderr that are kept. */
const keptStderr = 8192;
/** A process that does not end when asked is ended by the system after this time. */
const patienceMs = 500;

export function createProcessBroker(options: BrokerOptions): ProcessBroker {
  const running = new Map<number, UtilityProcess>();
  return {
    start(id, entry, { heapMiB, env }) {
      const child = utilityProcess.fork(options.entryPath(entry), [], {
        // What a heap limit misses, and a V8 that takes no flags here, the entry's own watchdog sees.
        execArgv: [`--max-old-space-size=${heapMiB}`],
        env: { ...process.env, ...env },
        serviceName: `Lorekeep ${entry}`,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      running.set(id, child);
      child.once('spawn', () => giveWay(child));
      const stderr = collectStderr(child);
      child.once('exit', (code) => {
        running.delete(id);
        options.exited(id, { code, stderr: stderr() });
      });
      const { port1, port2 } = new MessageChannelMain();
      child.postMessage(null, [port1]);
      options.giveEngine(id, port2);
    },
    kill(id) {
      const child = running.get(id);
      if (child) end(child);
    },
    killAll() {
      for (const child of running.values()) end(child);
    },
  };
}

/** Whatever the person does comes first; where nothing else runs, this costs nothing. */
function giveWay({ pid }: UtilityProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that does not allow it, or it has ended.
  }
}

function end(child: UtilityProcess): void {
  const { pid } = child;
  child.kill();
  // A parser that is caught in native code may not hear a request to end.
  const timer = setTimeout(() => {
    if (pid !== undefined && child.pid === pid) killHard(pid);
  }, patienceMs);
  child.once('exit', () => clearTimeout(timer));
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended meanwhile.
  }
}

function collectStderr(child: UtilityProcess): () => string {
  let text = '';
  const add = (part: string) => {
    text = (text + part).slice(-keptStderr);
  };
  child.stderr?.on('data', (part: Buffer) => add(part.toString()));
  child.on('error', (type, location) => add(`\n${type} ${location}`));
  return () => text;
}
