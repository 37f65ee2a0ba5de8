// One request to a server, behind the one door that all of them pass: the person has agreed to this
// address, the pass reaches nothing else, and the key goes nowhere else. Each request has a pass of
// its own, so that nothing stays open.
import { LorekeepError } from '../../shared/errors.ts';
import type { NetworkGate } from '../network/gate.ts';
import type { StreamResponse } from '../network/http-stream.ts';
import type { RemoteServerRow } from '../store/library/remote-servers.ts';
import { serverRules } from './server-address.ts';
import {
  type AskedServer,
  fieldsOf,
  oneLine,
  type Refusal,
  refused,
  saidIn,
  serverFailure,
  stringOf,
  unclear,
} from './server-errors.ts';

export interface ServerVisitParts {
  gate: NetworkGate;
  version: string;
  /** The server as it is kept now. @throws LorekeepError SERVER_UNKNOWN */
  row(): RemoteServerRow;
  /** @throws LorekeepError SERVER_KEY_MISSING */
  key(row: RemoteServerRow): Promise<string | null>;
}

/** What is asked for, as it is shown in the list of requests. */
export type Purpose = 'its models' | 'an answer' | 'counting tokens' | 'vectors';

export interface Asking {
  purpose: Purpose;
  /** Until an answer begins, and between two parts of it. */
  seconds: number;
  signal: AbortSignal;
}

export interface ServerVisit {
  /** @throws LorekeepError SERVER_UNKNOWN */
  server(): AskedServer;
  /**
   * The value at a path below the base, or null if there is nothing of the kind.
   *
   * @throws LorekeepError SERVER_NOT_AGREED, SERVER_*; the signal's reason
   */
  find(path: string, asking: Asking): Promise<unknown>;
  /** What comes back for something posted. @throws as `find`, and for what is no success */
  post(path: string, json: object, asking: Asking): Promise<unknown>;
  /**
   * The same as it flows, to be read or left to its end.
   *
   * @throws RefusedError for what is no success; LorekeepError as `find`; the signal's reason
   */
  stream(path: string, json: object, asking: Asking): AsyncGenerator<Uint8Array, void>;
}

/** A refusal with what the server says of it, for who knows another way to ask. */
export class RefusedError extends Error {
  readonly refusal: Refusal;
  readonly told: LorekeepError;

  constructor(server: AskedServer, refusal: Refusal) {
    super('refused');
    this.refusal = refusal;
    this.told = refused(server, refusal);
  }
}

const mostBytes = 64 * 1024 * 1024;
const mostBytesOfRefusal = 64 * 1024;
const mostBytesOfList = 4 * 1024 * 1024;

export function createServerVisit(parts: ServerVisitParts): ServerVisit {
  const { gate, version, row, key } = parts;

  /** The way to a server that the person has agreed to; whoever takes it closes it. */
  async function open(path: string, { purpose }: Asking): Promise<Way> {
    const kept = row();
    const { host } = new URL(kept.address);
    const server = { name: kept.name, host };
    if (kept.agreedAt === null) throw new LorekeepError('SERVER_NOT_AGREED', server);
    const token = await key(kept);
    const headers = {
      'user-agent': `Lorekeep/${version}`,
      ...(token !== null && { authorization: `Bearer ${token}` }),
    };
    const pass = gate.open(`${kept.name}: ${purpose}`, serverRules(kept.address));
    return { pass, server, headers, url: new URL(kept.address + path) };
  }

  async function* stream(
    path: string,
    json: object,
    asking: Asking,
  ): AsyncGenerator<Uint8Array, void> {
    const { seconds, signal } = asking;
    const { pass, server, headers, url } = await open(path, asking);
    try {
      const response = await pass.post(url, { json, headers, seconds, signal });
      if (response.status !== 200) {
        throw new RefusedError(server, await refusalOf(response, signal));
      }
      yield* response.body;
    } catch (error) {
      throw serverFailure(error, server);
    } finally {
      pass.close();
    }
  }

  return {
    server() {
      const { name, address } = row();
      return { name, host: new URL(address).host };
    },
    stream,
    async post(path, json, asking) {
      try {
        const bytes = await collect(stream(path, json, asking), mostBytes);
        const { name } = row();
        if (bytes === null) throw unclear(name, 'what it sends is too long');
        const value = jsonOf(bytes);
        if (value === undefined) throw unclear(name, 'what it sends is no JSON');
        return value;
      } catch (error) {
        throw error instanceof RefusedError ? error.told : error;
      }
    },
    async find(path, asking) {
      const { seconds, signal } = asking;
      const { pass, server, headers, url } = await open(path, asking);
      try {
        const limits = { maxBytes: mostBytesOfList, seconds, totalSeconds: seconds * 2 };
        const response = await pass.get(url, { headers, ...limits, signal });
        const { status, header, body } = response;
        if (status === 404 || status === 405 || status === 501) return null;
        const silent = { said: '', tokens: null };
        if (status !== 200) throw refused(server, { status, header, ...silent });
        return jsonOf(body) ?? null;
      } catch (error) {
        throw serverFailure(error, server);
      } finally {
        pass.close();
      }
    },
  };
}

interface Way {
  pass: ReturnType<NetworkGate['open']>;
  server: AskedServer;
  headers: Record<string, string>;
  url: URL;
}

async function refusalOf(response: StreamResponse, signal: AbortSignal): Promise<Refusal> {
  const { status, header } = response;
  const silent = { status, header, said: '', tokens: null };
  try {
    const bytes = await collect(response.body, mostBytesOfRefusal);
    if (bytes === null) return silent;
    const value = jsonOf(bytes);
    const said = saidIn(value);
    if (said) return { ...silent, ...said };
    const { message } = fieldsOf(value);
    const text = value === undefined ? new TextDecoder().decode(bytes) : stringOf(message);
    // A page for browsers says nothing.
    return { ...silent, said: /^\s*</.test(text) ? '' : oneLine(text) };
  } catch {
    signal.throwIfAborted();
    // The status alone says enough if the rest of it was cut.
    return silent;
  }
}

/** All parts in one, or null if they are more than they may be. */
async function collect(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > most) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    // Told as an answer that is not understood. The text is not: it may be of a document.
    return undefined;
  }
}
