// The engine's end of the contract: handlers of all features behind whatever carries messages.
// The only file of this side that touches the RPC library.
import { createRouterClient, implement, ORPCError } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import { typedClient, protocolHeader } from '../shared/client.ts';
import { type Client, contract, type EngineHandlers } from '../shared/contract/contract.ts';
import { protocolVersion } from '../shared/contract/system.ts';
import { flattenError, type LorekeepError } from '../shared/errors.ts';
import type { Log } from './log/log.ts';

export type RpcPort = Parameters<PortHandler<object>['upgrade']>[0];
export type RpcSocket = Parameters<SocketHandler<object>['upgrade']>[0];

export interface RpcServer {
  /** The contract for callers in this process. */
  client: Client;
  servePort(port: RpcPort): void;
  serveSocket(socket: RpcSocket): void;
}

/** Makes what crosses the wire out of what was thrown. */
type Fail = (error: unknown) => ORPCError<string, unknown>;
type AnyHandler = (input: unknown, context: { signal: AbortSignal }) => unknown;

/** @param onFailure told of every failure; what it gives back is answered in its place */
export function createRpcServer(
  handlers: EngineHandlers,
  log: Log,
  onFailure: (error: unknown) => unknown,
): RpcServer {
  const fail = (error: unknown) => toWire(onFailure(error), log);
  const router = routerOf(handlers, fail);
  const options = { interceptors: [checkProtocol] };
  const ports = new PortHandler(router, options);
  const sockets = new SocketHandler(router, options);
  return {
    client: typedClient(createRouterClient(router)),
    servePort: (port) => ports.upgrade(port),
    serveSocket: (socket) => void sockets.upgrade(socket),
  };
}

/** Wires plain handlers to the contract: the names and types are checked by `EngineHandlers`. */
function routerOf(handlers: EngineHandlers, fail: Fail) {
  const root = implement(contract);
  const features = Object.entries(handlers).map(([feature, procedures]) => {
    const implementers = root[feature as keyof EngineHandlers] as unknown as Record<
      string,
      { handler(run: (options: { input: unknown; signal?: AbortSignal }) => unknown): unknown }
    >;
    const entries = Object.entries(procedures as Record<string, AnyHandler>).map(
      ([name, handler]) => [name, implementers[name]!.handler(toProcedure(handler, fail))],
    );
    return [feature, Object.fromEntries(entries) as Record<string, unknown>];
  });
  return root.router(Object.fromEntries(features) as Parameters<typeof root.router>[0]);
}

function toProcedure(handler: AnyHandler, fail: Fail) {
  return async ({ input, signal }: { input: unknown; signal?: AbortSignal }) => {
    // A call in this process without a signal of its own cannot be cancelled.
    const context = { signal: signal ?? new AbortController().signal };
    try {
      const output = await handler(input, context);
      return isStream(output) ? streamed(output, signal, fail) : output;
    } catch (error) {
      throw fail(error);
    }
  };
}

async function* streamed(
  events: AsyncIterable<unknown>,
  signal: AbortSignal | undefined,
  fail: Fail,
) {
  try {
    yield* events;
  } catch (error) {
    if (!signal?.aborted) throw fail(error);
  }
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** Expected failures cross with code and values; bugs are logged here and cross as INTERNAL. */
function toWire(error: unknown, log: Log): ORPCError<string, unknown> {
  const { code, params } = flattenError(error);
  if (code === 'INTERNAL') log.error('call failed', error);
  return new ORPCError(code, { status: code === 'INTERNAL' ? 500 : 400, data: params });
}

/** Refuses a caller of another version before anything of its request is understood. */
function checkProtocol<T>(options: {
  request: { headers: Record<string, string | string[] | undefined> };
  next: () => Promise<T>;
}): Promise<T> {
  const theirs = String(options.request.headers[protocolHeader] ?? 'none');
  if (theirs === String(protocolVersion)) return options.next();
  const params = { ours: protocolVersion, theirs };
  throw new ORPCError('PROTOCOL_MISMATCH' satisfies LorekeepError['code'], {
    status: 400,
    data: params,
  });
}
