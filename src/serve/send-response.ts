import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { HostResponse } from '../hosting/response.ts';

/**
 * Writes a response. When the other end goes away, or the body fails in the middle, both the
 * connection and the body are destroyed: a body that was cut must not look whole.
 */
export function sendResponse(target: ServerResponse, response: HostResponse): void {
  target.writeHead(response.status, response.headers);
  const { body } = response;
  if (!(body instanceof Readable)) {
    target.end(body ?? undefined);
    return;
  }
  target.once('close', () => body.destroy());
  body.once('error', () => target.destroy());
  body.pipe(target);
}
