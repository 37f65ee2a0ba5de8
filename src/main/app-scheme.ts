// app://lorekeep/ — the page and the documents, without a server and without file://. It is a
// secure origin of its own; nothing else in the app may answer or open another.
import { protocol } from 'electron';
import { Readable } from 'node:stream';
import { answerRequest, type Served } from '../hosting/answer-request.ts';
import { textResponse, type HostRequest, type HostResponse } from '../hosting/response.ts';

const scheme = 'app';
const host = 'lorekeep';

/** The address of the page. */
export const pageAddress = `${scheme}://${host}/`;

/** Whether a URL is one of ours. */
export function isOurs(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === `${scheme}:` && parsed.host === host;
}

/** Makes the scheme a real origin. Only possible before the app is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true };
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }]);
}

/** Answers the scheme. `served` is asked for each request: the engine behind it may change. */
export function handleAppScheme(served: Served): void {
  protocol.handle(scheme, async (request) => {
    const response = isOurs(request.url)
      ? await answerRequest(toHostRequest(request), served)
      : textResponse(404, 'There is nothing at this address.');
    return toWebResponse(response);
  });
}

function toHostRequest(request: Request): HostRequest {
  return {
    method: request.method,
    pathname: new URL(request.url).pathname,
    headers: Object.fromEntries(request.headers),
  };
}

function toWebResponse({ status, headers, body }: HostResponse): Response {
  // A stream that the page stops reading is cancelled, which closes its file.
  const init = { status, headers };
  if (body instanceof Readable) return new Response(Readable.toWeb(body) as ReadableStream, init);
  return new Response(body && Buffer.from(body), init);
}
