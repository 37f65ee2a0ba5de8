// One GET over HTTP(S), bounded in time and size. Node's own client and not fetch(): where a name
// leads is checked at the moment of connecting, so that a name which changes its address between
// a check and the request gains nothing; and redirects are the caller's to judge.
import { lookup as resolve, type LookupAddress } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { LorekeepError } from '../../shared/errors.ts';
import { abortable } from '../calls/abortable.ts';
import { addressInUrl, isPublicAddress } from './addresses.ts';

export interface GetRequest {
  headers?: Record<string, string>;
  /** Most bytes of the body, unpacked. */
  maxBytes: number;
  /** True if of a larger body the beginning is enough. */
  cut?: boolean;
  /** Seconds until the answer begins, and then between two parts of it. */
  seconds: number;
  /** Seconds that all of it may take, however it flows. */
  totalSeconds: number;
  signal: AbortSignal;
  /** Called when an answer begins, with whether it comes from inside the person's own network. */
  onAnswer?(isPrivate: boolean): void;
}

export interface GetResponse {
  status: number;
  /** A header by its name in small letters, or null. */
  header(name: string): string | null;
  /** Empty unless the status is 200. */
  body: Uint8Array;
  /** Whether it came from an address inside the person's own network, this machine included. */
  private: boolean;
}

export interface HttpClient {
  /** @throws LorekeepError PAGE_UNREACHABLE, PAGE_PRIVATE, PAGE_TOO_LARGE; the signal's reason */
  get(url: URL, request: GetRequest, allowPrivate: boolean): Promise<GetResponse>;
  /** Ends the connections that are kept. */
  close(): void;
}

interface Answer {
  response: IncomingMessage;
  /** The address that it came from; '' if that is not known. */
  from: string;
}

/** Connections are kept between requests to one host. */
export function createHttpClient(): HttpClient {
  const agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 2 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 2 }),
  };

  function send(
    url: URL,
    headers: Record<string, string>,
    allowPrivate: boolean,
    signal: AbortSignal,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const agent = secure ? agents['https:'] : agents['http:'];
      const lookup = checkedLookup(url.host, allowPrivate);
      let from = '';
      (secure ? https : http)
        .get(url, { headers, agent, lookup, signal }, (response) => resolve({ response, from }))
        .on('socket', (socket) => {
          // Once the other end is gone, nobody can say any more who it was.
          const note = () => (from = socket.remoteAddress ?? '');
          if (socket.connecting) socket.once('connect', note);
          else note();
        })
        .on('error', reject)
        // An answer that is none, such as a change of protocols, ends without an error.
        .on('close', () => reject(new Error('closed without an answer')));
    });
  }

  return {
    async get(url, request, allowPrivate) {
      const address = addressInUrl(url);
      if (address && !allowPrivate && !isPublicAddress(address)) throw privateError(url.host);
      const limit = timeLimit(request.seconds, request.totalSeconds);
      const signal = AbortSignal.any([request.signal, limit.signal]);
      const headers = { 'accept-encoding': 'gzip, br', ...request.headers };
      try {
        const sent = send(url, headers, allowPrivate, signal);
        const { response, from } = await abortable(sent, signal);
        // Unknown counts as outside: it must not open the way into the person's network.
        const isPrivate = from !== '' && !isPublicAddress(from);
        request.onAnswer?.(isPrivate);
        const body = await readBody(response, request, limit.flows, signal);
        return {
          status: response.statusCode ?? 0,
          header: (name) => headerOf(response, name),
          body,
          private: isPrivate,
        };
      } catch (error) {
        request.signal.throwIfAborted();
        if (error instanceof LorekeepError) throw error;
        const reason = limit.signal.aborted ? String(limit.signal.reason) : reasonOf(error);
        throw new LorekeepError('PAGE_UNREACHABLE', { host: url.host, reason }, error);
      } finally {
        limit.end();
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function headerOf(response: IncomingMessage, name: string): string | null {
  const value = response.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** Resolves names; addresses inside the person's network are left out unless they are allowed. */
function checkedLookup(host: string, allowPrivate: boolean): LookupFunction {
  return (name, options, done) => {
    const all = { ...options, all: true } as const;
    resolve(name, all, (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => {
      if (error) return done(error, '', 0);
      const open = allowPrivate ? found : found.filter(({ address }) => isPublicAddress(address));
      const first = open[0];
      if (!first) return done(privateError(host), '', 0);
      if (options.all) done(null, open);
      else done(null, first.address, first.family);
    });
  };
}

/** A signal that aborts, with what to say, when nothing flows for a while or all takes too long. */
function timeLimit(seconds: number, totalSeconds: number) {
  const controller = new AbortController();
  const idle = setTimeout(() => controller.abort(`no answer within ${seconds} s`), seconds * 1000);
  const total = setTimeout(
    () => controller.abort(`not all of it came within ${totalSeconds} s`),
    totalSeconds * 1000,
  );
  return {
    signal: controller.signal,
    flows: () => void idle.refresh(),
    end() {
      clearTimeout(idle);
      clearTimeout(total);
    },
  };
}

async function readBody(
  response: IncomingMessage,
  { maxBytes, cut = false }: GetRequest,
  onPart: () => void,
  signal: AbortSignal,
): Promise<Uint8Array> {
  onPart();
  if (response.statusCode !== 200) {
    // Nobody reads what comes with a redirect or a refusal.
    if (response.statusCode === 304) response.resume();
    else response.destroy();
    return new Uint8Array();
  }
  const watched = async function* (source: AsyncIterable<Buffer>) {
    for await (const part of source) {
      onPart();
      yield part;
    }
  };
  const body = bodyUpTo(maxBytes, cut);
  const decoder = decoderOf(headerOf(response, 'content-encoding'));
  try {
    if (decoder) await pipeline(response, watched, decoder, body.collect, { signal });
    else await pipeline(response, watched, body.collect, { signal });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return body.bytes();
}

class Enough extends Error {}

/** What came, up to a limit. */
function bodyUpTo(maxBytes: number, cut: boolean) {
  const parts: Buffer[] = [];
  let size = 0;
  return {
    async collect(source: AsyncIterable<Buffer>): Promise<void> {
      for await (const part of source) {
        size += part.length;
        parts.push(part);
        if (size <= maxBytes) continue;
        if (cut) throw new Enough();
        const limit = `${Math.round(maxBytes / 1024 / 1024)} MB`;
        throw new LorekeepError('PAGE_TOO_LARGE', { limit });
      }
    },
    bytes: () => Buffer.concat(parts).subarray(0, maxBytes),
  };
}

function decoderOf(encoding: string | null): Transform | null {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return null;
  }
}

function privateError(host: string): LorekeepError {
  return new LorekeepError('PAGE_PRIVATE', { host });
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code || (error instanceof Error ? error.message : 'unknown');
}
