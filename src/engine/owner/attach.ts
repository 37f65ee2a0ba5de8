// The other end of an endpoint: a connection to the engine that owns the data folder.
import { WebSocket } from 'ws';
import { LorekeepError } from '../../shared/errors.ts';
import type { Published } from './endpoint.ts';

/**
 * Opens a socket to the owner.
 *
 * @throws LorekeepError ENGINE_UNREACHABLE
 */
export function openOwnerSocket({ endpoint, token }: Published): Promise<WebSocket> {
  const socket = new WebSocket(`ws+unix:${endpoint}:/`, {
    headers: { authorization: `Bearer ${token}` },
    handshakeTimeout: 5000,
    // The owner is ourselves in another process: a long document's text may be as long as it is.
    maxPayload: 0,
  });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', (error) => reject(new LorekeepError('ENGINE_UNREACHABLE', {}, error)));
  });
}
