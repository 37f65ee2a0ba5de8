// A process's way to the engine of a data folder: its own engine, or that of the process which
// owns the folder already. Callers need not know which.
import { setTimeout as delay } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { connectClient } from '../shared/client.ts';
import type { Client } from '../shared/contract/contract.ts';
import { LorekeepError } from '../shared/errors.ts';
import type { EngineOptions } from './engine.ts';
import { openOwnerSocket } from './owner/attach.ts';
import { type Published, readPublished } from './owner/endpoint.ts';
import { type Lock, takeLock } from './owner/lock.ts';
import { pipePort, pipeSocket } from './owner/pipe.ts';
import type { RpcPort } from './rpc.ts';

export interface EngineConnection {
  readonly client: Client;
  /** True if the engine is this process's own. */
  readonly owner: boolean;
  /** Serves the contract to the other end of a port. */
  servePort(port: RpcPort): void;
  /** Serves the contract over a socket that the caller has authenticated. */
  serveSocket(socket: WebSocket): void;
  /** Resolves when the owner that we are attached to is gone; never for an own engine. */
  readonly lost: Promise<void>;
  close(): Promise<void>;
}

/** How long to wait for an owner that is starting or stopping. */
const patienceMs = 10_000;

/**
 * Owns the data folder, or attaches to its owner.
 *
 * @throws LorekeepError ENGINE_UNREACHABLE, PROTOCOL_MISMATCH, and what `createEngine` throws
 */
export async function openEngine(options: EngineOptions): Promise<EngineConnection> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const lock = takeLock(options.dataDir);
    if (lock) return own(options, lock);
    try {
      const published = readPublished(options.dataDir);
      if (published) return await attach(published);
    } catch (error) {
      const gone = error instanceof LorekeepError && error.code === 'ENGINE_UNREACHABLE';
      if (!gone || Date.now() > deadline) throw error;
    }
    if (Date.now() > deadline) throw new LorekeepError('ENGINE_UNREACHABLE');
    await delay(50);
  }
}

async function own(options: EngineOptions, lock: Lock): Promise<EngineConnection> {
  // Whoever attaches to an owner is ready sooner without reading all that an engine is made of.
  const { createEngine } = await import('./engine.ts');
  const engine = await createEngine(options, lock);
  return { ...engine, owner: true, lost: new Promise(() => {}) };
}

async function attach(published: Published): Promise<EngineConnection> {
  const socket = await openOwnerSocket(published);
  const lost = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  try {
    return {
      client: await connectClient({ kind: 'socket', socket: socket as never }),
      owner: false,
      servePort: (port) => pipePort(port, openOwnerSocket(published)),
      serveSocket: (other) => pipeSocket(other, openOwnerSocket(published)),
      lost,
      async close() {
        socket.close();
        await lost;
      },
    };
  } catch (error) {
    socket.terminate();
    throw error;
  }
}
