// One GET over HTTP(S) whose answer is held in memory, bounded in time and size.
import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { LorekeepError } from '../../shared/errors.ts';
import { abortable } from '../calls/abortable.ts';
import {
  cameFromPrivate,
  headerOf,
  type Reach,
  type Sender,
  sendFailure,
  timeLimit,
} from './http-send.ts';

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

/**
 * @throws LorekeepError PAGE_UNREACHABLE, PAGE_PRIVATE, PAGE_TOO_LARGE, NETWORK_UNENCRYPTED; the
 *   signal's reason
 */
export async function httpGet(
  sender: Sender,
  url: URL,
  request: GetRequest,
  reach: Reach,
): Promise<GetResponse> {
  const limit = timeLimit(request.seconds, request.totalSeconds);
  const signal = AbortSignal.any([request.signal, limit.signal]);
  const headers = { 'accept-encoding': 'gzip, br', ...request.headers };
  try {
    const answer = await abortable(sender.send(url, headers, reach, signal), signal);
    const { response } = answer;
    const isPrivate = cameFromPrivate(answer);
    request.onAnswer?.(isPrivate);
    const body = await readBody(response, request, limit.flows, signal);
    return {
      status: response.statusCode ?? 0,
      header: (name) => headerOf(response, name),
      body,
      private: isPrivate,
    };
  } catch (error) {
    throw sendFailure(error, url.host, request.signal, limit.signal);
  } finally {
    limit.end();
  }
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
