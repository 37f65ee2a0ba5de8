// The request and response that both hosts share: Electron's app:// and the loopback server
// translate to and from these, so that what is served and how is written once.
import type { Readable } from 'node:stream';

export interface HostRequest {
  method: string;
  /** The URL's path, still percent-encoded. */
  pathname: string;
  /** By lower-case name. */
  headers: Readonly<Record<string, string | undefined>>;
}

export interface HostResponse {
  status: number;
  headers: Record<string, string>;
  /** A stream must be read to its end or destroyed: it holds an open file. */
  body: Readable | Uint8Array | null;
}

/** A page of one sentence, for people who meet it in a browser. */
export function textResponse(
  status: number,
  sentence: string,
  headers: Record<string, string> = {},
): HostResponse {
  const body = new TextEncoder().encode(`${sentence}\n`);
  return {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(body.length),
      'cache-control': 'no-store',
      ...headers,
    },
    body,
  };
}

/** The same answer as to GET, without its body. Releases what the body held. */
export function withoutBody(response: HostResponse): HostResponse {
  if (response.body && 'destroy' in response.body) response.body.destroy();
  return { ...response, body: null };
}
