// The app without Electron: the same page, documents and contract on a loopback address, for
// whoever knows its token. Listens on 127.0.0.1 alone; nothing else of the machine's network
// can reach it.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { answerRequest } from '../hosting/answer-request.ts';
import { textResponse, type HostRequest, type HostResponse } from '../hosting/response.ts';
import { securityHeaders } from '../hosting/security-headers.ts';
import { socketPath } from '../shared/bridge.ts';
import type { Client } from '../shared/contract/contract.ts';
import { LorekeepError } from '../shared/errors.ts';
import { createAccess, type Access } from './access.ts';
import { sendResponse } from './send-response.ts';

/** Largest message of the contract that is taken, in bytes: far more than any request needs. */
const maxMessageBytes = 8 * 1024 * 1024;
const maxConnections = 200;

/** What of an engine's connection is served. */
export interface ServedConnection {
  readonly client: Pick<Client, 'documents'>;
  serveSocket(socket: WebSocket): void;
}

export interface ServeOptions {
  connection: ServedConnection;
  /** 0 chooses a free one. */
  port: number;
  /** Folder of the built page. */
  pageFolder: string;
}

export interface LoopbackServer {
  /** The address to open, token included. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Ends open connections too. The engine's connection stays its owner's. */
  close(): Promise<void>;
}

/**
 * Starts the loopback server.
 *
 * @throws LorekeepError PORT_IN_USE
 */
export async function startServer(options: ServeOptions): Promise<LoopbackServer> {
  const server = createServer();
  server.maxConnections = maxConnections;
  const port = await listen(server, options.port);
  const access = createAccess(port);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });
  const respond = async (request: IncomingMessage, target: ServerResponse) =>
    sendResponse(target, await answer(request, access, options));
  server.on('request', (request, target) => void respond(request, target));
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const reason = pathOf(request) === socketPath ? access.socketRefusal(request) : 'Not here.';
    if (reason) {
      refuseUpgrade(stream, reason);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // ws closes the socket itself after an error; without a listener it would end the process.
      socket.on('error', () => {});
      options.connection.serveSocket(socket);
    });
  });
  return {
    url: `http://127.0.0.1:${port}/?token=${access.token}`,
    port,
    token: access.token,
    close: () => close(server, sockets),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      // EACCES: a port that the system keeps for itself.
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(taken ? new LorekeepError('PORT_IN_USE', { port }, error) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function answer(
  request: IncomingMessage,
  access: Access,
  options: ServeOptions,
): Promise<HostResponse> {
  const login = loginToken(request);
  if (login !== null && access.mayLogIn(request, login)) {
    // A redirect, so that the token does not stay in the address bar or the history.
    return textResponse(303, 'Opening Lorekeep.', {
      ...securityHeaders,
      location: '/',
      'set-cookie': access.cookie,
    });
  }
  const reason = access.refusal(request);
  if (reason) return textResponse(403, reason, { ...securityHeaders });
  return answerRequest(hostRequest(request), {
    locate: (ref) => options.connection.client.documents.locate(ref),
    pageFolder: options.pageFolder,
  });
}

function hostRequest(request: IncomingMessage): HostRequest {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { method: request.method ?? '', pathname: pathOf(request), headers };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0]!;
}

/** The token in the address that was printed at the start; null for any other request. */
function loginToken(request: IncomingMessage): string | null {
  if (request.method !== 'GET' || pathOf(request) !== '/') return null;
  return new URLSearchParams((request.url ?? '').split('?')[1] ?? '').get('token');
}

function refuseUpgrade(stream: Duplex, reason: string): void {
  stream.on('error', () => {});
  stream.end(
    'HTTP/1.1 403 Forbidden\r\n' +
      'Content-Type: text/plain; charset=utf-8\r\n' +
      `Content-Length: ${Buffer.byteLength(reason)}\r\nConnection: close\r\n\r\n${reason}`,
  );
}

function close(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
