// Typed calls to a worker thread or child process, over whatever carries messages. Errors keep
// their code on the way; calls that are open when the other end dies are rejected.
import { createBirpc } from 'birpc';
import {
  flattenError,
  type FlatError,
  type LorekeepError,
  unflattenError,
} from '../../shared/errors.ts';

/** One end of a two-way channel of structured-cloned messages. */
export interface MessageEnd {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

type Functions = object;

/** The other end's functions as seen from here: each answers with a promise. */
export type Remote<F extends Functions> = {
  [K in keyof F]: F[K] extends (...args: infer A) => infer R
    ? (...args: A) => Promise<Awaited<R>>
    : never;
};

export interface Calls<F extends Functions> {
  remote: Remote<F>;
  /** Rejects the calls that are open and all later ones. */
  close(error: LorekeepError): void;
}

interface WireMessage {
  e?: unknown;
}

/** Answers calls from the other end with these functions. */
export function serveCalls(functions: Functions, end: MessageEnd): void {
  createBirpc<Record<string, never>, Functions>(functions, { ...channel(end), timeout: -1 });
}

/** Calls the functions that the other end serves. */
export function connectCalls<F extends Functions>(end: MessageEnd): Calls<F> {
  const rpc = createBirpc<F>({}, { ...channel(end), timeout: -1 });
  let closedBy: LorekeepError | null = null;
  // birpc itself keeps the reason for the calls that are open, not for later ones.
  const remote = new Proxy(rpc, {
    get: (functions, name, receiver) =>
      closedBy && typeof name === 'string' && name !== 'then'
        ? () => Promise.reject(closedBy!)
        : (Reflect.get(functions, name, receiver) as unknown),
  });
  return {
    remote: remote as unknown as Remote<F>,
    close(error) {
      closedBy ??= error;
      rpc.$close(closedBy);
    },
  };
}

function channel(end: MessageEnd) {
  return {
    post: (message: unknown) => end.post(message),
    on: (listener: (message: unknown) => void) => end.onMessage(listener),
    serialize: (message: WireMessage) =>
      message.e === undefined ? message : { ...message, e: flattenError(message.e) },
    deserialize: (message: WireMessage) =>
      message.e === undefined ? message : { ...message, e: unflattenError(message.e as FlatError) },
  };
}
