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
import { addressInUrl, isPublicAddress } from './addresses.ts';

export interface GetRequest {
  headers?: Record<string, string>;
  /** Most bytes of the body, unpacked. */
  maxBytes: number;
  /** Seconds that all of it may take. */
  seconds: number;
  signal: AbortSignal;
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
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const agent = secure ? agents['https:'] : agents['http:'];
      const lookup = checkedLookup(url.host, allowPrivate);
      (secure ? https : http)
        .get(url, { headers, agent, lookup, signal }, resolve)
        .on('error', reject);
    });
  }

  return {
    async get(url, request, allowPrivate) {
      const address = addressInUrl(url);
      if (address && !allowPrivate && !isPublicAddress(address)) throw privateError(url.host);
      const deadline = AbortSignal.timeout(request.seconds * 1000);
      const signal = AbortSignal.any([request.signal, deadline]);
      const headers = { 'accept-encoding': 'gzip, deflate, br', ...request.headers };
      try {
        const response = await send(url, headers, allowPrivate, signal);
        const from = response.socket.remoteAddress ?? '';
        const body = await readBody(response, request.maxBytes, signal);
        return {
          status: response.statusCode ?? 0,
          header: (name) => headerOf(response, name),
          body,
          private: !isPublicAddress(from),
        };
      } catch (error) {
        request.signal.throwIfAborted();
        if (error instanceof LorekeepError) throw error;
        const reason = deadline.aborted ? `no answer within ${request.seconds} s` : reasonOf(error);
        throw new LorekeepError('PAGE_UNREACHABLE', { host: url.host, reason }, error);
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

async function readBody(
  response: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (response.statusCode !== 200) {
    // Nobody reads what comes with a redirect or a refusal.
    if (response.statusCode === 304) response.resume();
    else response.destroy();
    return new Uint8Array();
  }
  const parts: Buffer[] = [];
  let size = 0;
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const part of source) {
      size += part.length;
      if (size > maxBytes) {
        const limit = `${Math.round(maxBytes / 1024 / 1024)} MB`;
        throw new LorekeepError('PAGE_TOO_LARGE', { limit });
      }
      parts.push(part);
    }
  };
  const decoder = decoderOf(headerOf(response, 'content-encoding'));
  if (decoder) await pipeline(response, decoder, collect, { signal });
  else await pipeline(response, collect, { signal });
  return Buffer.concat(parts);
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
