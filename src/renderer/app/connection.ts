// The page's line to the engine: connects, notices when the line is lost and connects again.
// `engine` stays the same for the page's whole life; a call made while the line is down waits
// for the next one, so features never handle connections.
import { shallowRef, type ShallowRef } from 'vue';
import { connectClient, typedClient } from '../../shared/client.ts';
import type { Client } from '../../shared/contract/contract.ts';
import type { CallOptions } from '../../shared/contract/procedure.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { sentenceOf } from '../../shared/texts/format.ts';
import type { OpenLine } from './lines.ts';

export type ConnectionState =
  | { kind: 'connecting' }
  | { kind: 'ready' }
  /** The line is down; the next try is made at `retryAt` (milliseconds since 1970). */
  | { kind: 'lost'; retryAt: number }
  /** The other end cannot be talked to; trying again would not help. */
  | { kind: 'refused'; sentence: string };

export interface Connection {
  readonly state: Readonly<ShallowRef<ConnectionState>>;
  readonly engine: Client;
  /** Tries again at once instead of at `retryAt`. */
  retry(): void;
}

const firstDelay = 500;
const longestDelay = 8_000;

type AnyCall = (input: unknown, options?: CallOptions) => Promise<unknown>;

/** Opens the line and keeps it open until the page is closed. */
export function createConnection(open: OpenLine): Connection {
  const state = shallowRef<ConnectionState>({ kind: 'connecting' });
  let next = Promise.withResolvers<Client>();
  let hurry: () => void = () => {};
  // Nobody may be waiting when the other end refuses us; that is no unhandled rejection.
  next.promise.catch(() => {});

  async function connectOnce(): Promise<void> {
    const line = await open();
    const lost = line.closed.then(() => {
      throw new LorekeepError('ENGINE_STOPPED');
    });
    const client = await Promise.race([connectClient(line.transport), lost]);
    state.value = { kind: 'ready' };
    next.resolve(client);
    await lost;
  }

  async function keepConnected(): Promise<void> {
    for (let failures = 0; ; failures += 1) {
      try {
        await connectOnce();
      } catch (error) {
        if (error instanceof LorekeepError && error.code === 'PROTOCOL_MISMATCH') {
          state.value = { kind: 'refused', sentence: sentenceOf(error) };
          next.reject(error);
          return;
        }
        if (state.value.kind === 'ready') {
          failures = 0;
          next = Promise.withResolvers<Client>();
        }
      }
      const delay = Math.min(firstDelay * 2 ** failures, longestDelay);
      state.value = { kind: 'lost', retryAt: Date.now() + delay };
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, delay);
        hurry = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  void keepConnected();
  return { state, engine: waitingClient(() => next.promise), retry: () => hurry() };
}

/** A client each of whose calls first waits for the present line. */
function waitingClient(current: () => Promise<Client>): Client {
  const feature = (name: string) =>
    new Proxy<Record<string, AnyCall>>(
      {},
      {
        get: (_target, procedure: string) => async (input: unknown, options?: CallOptions) => {
          const client = await unlessAborted(current(), options?.signal);
          const part = client[name as keyof Client] as unknown as Record<string, AnyCall>;
          return part[procedure]!(input, options);
        },
      },
    );
  return typedClient(new Proxy({}, { get: (_target, name: string) => feature(name) }));
}

function unlessAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(new LorekeepError('CANCELLED'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
