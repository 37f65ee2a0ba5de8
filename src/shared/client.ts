// The caller's end of the contract: a typed client over whatever carries messages. The only
// file of this side that touches the RPC library.
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { contract, type Client } from './contract/contract.ts';
import type { CallOptions } from './contract/procedure.ts';
import { protocolVersion } from './contract/system.ts';
import { isErrorCode, LorekeepError, type ErrorParams } from './errors.ts';

/** What carries the messages: a MessagePort, or an open or opening WebSocket. */
export type Transport =
  | { kind: 'port'; port: ConstructorParameters<typeof PortLink>[0]['port'] }
  | { kind: 'socket'; socket: ConstructorParameters<typeof SocketLink>[0]['websocket'] };

export const protocolHeader = 'x-lorekeep-protocol';

type Invoke = (input: unknown, options?: CallOptions) => Promise<unknown>;

/**
 * Connects to an engine and checks that both ends speak the same contract.
 *
 * @throws LorekeepError PROTOCOL_MISMATCH; ENGINE_STOPPED when the transport is closed
 */
export async function connectClient(transport: Transport): Promise<Client> {
  const headers = { [protocolHeader]: String(protocolVersion) };
  const link =
    transport.kind === 'port'
      ? new PortLink({ port: transport.port, headers })
      : new SocketLink({ websocket: transport.socket, headers });
  const client = typedClient(createORPCClient(link));
  const hello = await client.system.hello({ protocol: protocolVersion });
  if (hello.protocol !== protocolVersion) {
    throw new LorekeepError('PROTOCOL_MISMATCH', { ours: protocolVersion, theirs: hello.protocol });
  }
  return client;
}

/** Gives a raw RPC client our errors: codes with their values, cancellation told from failure. */
export function typedClient(raw: unknown): Client {
  const procedures = raw as Record<string, Record<string, Invoke>>;
  const features = Object.entries(contract).map(([feature, part]) => [
    feature,
    Object.fromEntries(
      Object.keys(part).map((name) => [
        name,
        (input: unknown, options?: CallOptions) =>
          invoke((...args) => procedures[feature]![name]!(...args), input, options),
      ]),
    ),
  ]);
  return Object.fromEntries(features) as Client;
}

async function invoke(procedure: Invoke, input: unknown, options?: CallOptions): Promise<unknown> {
  try {
    const output = await procedure(input, options);
    return isStream(output) ? readStream(output, options) : output;
  } catch (error) {
    throw fromWire(error, options);
  }
}

async function* readStream(events: AsyncIterable<unknown>, options?: CallOptions) {
  try {
    yield* events;
  } catch (error) {
    throw fromWire(error, options);
  }
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function fromWire(error: unknown, options?: CallOptions): unknown {
  if (error instanceof LorekeepError) return error;
  if (options?.signal?.aborted) return new LorekeepError('CANCELLED', {}, error);
  if (error instanceof ORPCError) {
    if (isErrorCode(error.code)) {
      return new LorekeepError(error.code, (error.data ?? {}) as ErrorParams);
    }
    if (error.code === 'BAD_REQUEST') {
      return new LorekeepError('REQUEST_INVALID', { reason: describeIssues(error) }, error);
    }
    return new LorekeepError('INTERNAL', {}, error);
  }
  // An abort that the caller did not ask for, or a send that failed: the other end is gone.
  return new LorekeepError('ENGINE_STOPPED', {}, error);
}

function describeIssues(error: ORPCError<string, unknown>): string {
  const issues = (error.data as { issues?: { path?: unknown[]; message: string }[] } | undefined)
    ?.issues;
  if (!issues?.length) return error.message;
  return issues.map((issue) => `${issue.path?.join('.') ?? ''} ${issue.message}`.trim()).join('; ');
}
