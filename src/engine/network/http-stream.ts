// One request over HTTP(S) whose answer is taken as it flows: files that are larger than memory, text
// that is being written. It may take as long as it likes while something comes; whoever takes slowly
// slows the other end down.
import type { IncomingMessage } from 'node:http';
import { abortable } from '../calls/abortable.ts';
import {
  cameFromPrivate,
  headerOf,
  type Reach,
  type Sender,
  sendFailure,
  type TimeLimit,
  timeLimit,
} from './http-send.ts';

export interface StreamRequest {
  /** Such as `range`. The body is asked for as it is, so that ranges count its own bytes. */
  headers?: Record<string, string>;
  /** Seconds until the answer begins, and then between two parts of it. */
  seconds: number;
  signal: AbortSignal;
}

/** What is sent goes as JSON, by POST. */
export interface PostRequest extends StreamRequest {
  json: unknown;
}

export interface StreamResponse {
  status: number;
  /** A header by its name in small letters, or null. */
  header(name: string): string | null;
  /**
   * The body part by part, once; empty unless the status is 200 or 206 or something was posted,
   * where a refusal says why. Leaving the loop ends the connection.
   *
   * @throws LorekeepError PAGE_UNREACHABLE if it is cut or nothing comes; the signal's reason
   */
  body: AsyncIterable<Uint8Array>;
  /** Whether it came from an address inside the person's own network, this machine included. */
  private: boolean;
  /** Ends the connection, for who does not read the body. */
  close(): void;
}

/**
 * @throws LorekeepError PAGE_UNREACHABLE, PAGE_PRIVATE, NETWORK_UNENCRYPTED; the signal's reason
 */
export async function httpStream(
  sender: Sender,
  url: URL,
  request: StreamRequest | PostRequest,
  reach: Reach,
): Promise<StreamResponse> {
  const limit = timeLimit(request.seconds, null);
  const signal = AbortSignal.any([request.signal, limit.signal]);
  const posted = 'json' in request ? Buffer.from(JSON.stringify(request.json)) : undefined;
  const headers = {
    'accept-encoding': 'identity',
    ...(posted && { 'content-type': 'application/json', 'content-length': String(posted.length) }),
    ...request.headers,
  };
  const failure = (error: unknown) => sendFailure(error, url.host, request.signal, limit.signal);
  try {
    const answer = await abortable(sender.send(url, headers, reach, signal, posted), signal);
    const { response } = answer;
    const status = response.statusCode ?? 0;
    const hasBody = status === 200 || status === 206 || posted !== undefined;
    const close = () => {
      limit.end();
      response.destroy();
    };
    if (!hasBody) close();
    return {
      status,
      header: (name) => headerOf(response, name),
      body: hasBody ? bodyOf(response, limit, failure) : nothing(),
      private: cameFromPrivate(answer),
      close,
    };
  } catch (error) {
    limit.end();
    throw failure(error);
  }
}

async function* bodyOf(
  response: IncomingMessage,
  limit: TimeLimit,
  failure: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array, void> {
  try {
    const parts: AsyncIterable<Buffer> = response;
    for await (const part of parts) {
      yield part;
      // What the taker needs for it does not count: only what comes from the other end.
      limit.flows();
    }
  } catch (error) {
    throw failure(error);
  } finally {
    limit.end();
    response.destroy();
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void> {}
