// Where the owner of a data folder can be reached by other processes of the same user: a local
// socket (a named pipe on Windows) and a token, published in `owner.json` beside the lock.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { LorekeepError, isDiskFull, systemCode } from '../../shared/errors.ts';
import type { RpcSocket } from '../rpc.ts';

const published = z.object({
  pid: z.number().int(),
  since: z.number(),
  endpoint: z.string(),
  token: z.string(),
});
export type Published = z.infer<typeof published>;

export interface Endpoint {
  readonly published: Published;
  /** Why other processes cannot find it: a full disk must not keep this one from searching. */
  readonly publishFailure: LorekeepError | null;
  close(): Promise<void>;
}

function ownerFile(dataDir: string): string {
  return join(dataDir, 'owner.json');
}

function unfinished(dataDir: string): string {
  return `${ownerFile(dataDir)}.new`;
}

/** What the present owner published; null if there is nothing (yet) or it is not whole. */
export function readPublished(dataDir: string): Published | null {
  try {
    return published.parse(JSON.parse(readFileSync(ownerFile(dataDir), 'utf8')));
  } catch {
    // Absent, or being replaced: whoever waits for the owner looks again.
    return null;
  }
}

/**
 * Listens for other processes. Only one with the token is served.
 *
 * @throws LorekeepError DATA_FOLDER_UNUSABLE
 */
export async function openEndpoint(
  dataDir: string,
  serve: (socket: RpcSocket) => void,
): Promise<Endpoint> {
  const own: Published = {
    pid: process.pid,
    since: Date.now(),
    endpoint: socketName(),
    token: randomBytes(32).toString('hex'),
  };
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 * 1024 });
  const server = createServer((_, response) => response.writeHead(404).end());
  server.on('upgrade', (request, socket, head) => {
    if (!hasToken(request, own.token)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => serve(accepted));
  });
  clearDeadSocket(dataDir);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(own.endpoint, resolve);
  });
  const close = async () => {
    for (const name of [ownerFile(dataDir), unfinished(dataDir)]) rmSync(name, { force: true });
    for (const socket of sockets.clients) socket.terminate();
    await new Promise((resolve) => server.close(resolve));
  };
  const failure = publish(dataDir, own);
  if (failure && failure.code !== 'DISK_FULL') {
    await close();
    throw failure;
  }
  return { published: own, publishFailure: failure, close };
}

/** Short, as the path of a socket may have about 100 bytes; random, as names are not reused. */
function socketName(): string {
  const name = `lorekeep-${randomBytes(8).toString('hex')}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  return join(process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), `${name}.sock`);
}

/** An owner that was killed left its socket behind; whoever holds the lock now knows it is dead. */
function clearDeadSocket(dataDir: string): void {
  const left = readPublished(dataDir)?.endpoint;
  if (left && /[/]lorekeep-[0-9a-f]{16}[.]sock$/.test(left)) rmSync(left, { force: true });
}

/** Replaced in one step, readable by this user alone. */
function publish(dataDir: string, own: Published): LorekeepError | null {
  const file = unfinished(dataDir);
  try {
    writeFileSync(file, JSON.stringify(own), { mode: 0o600 });
    renameSync(file, ownerFile(dataDir));
    return null;
  } catch (error) {
    const reason = systemCode(error) || 'unknown';
    if (isDiskFull(error)) return new LorekeepError('DISK_FULL', {}, error);
    return new LorekeepError('DATA_FOLDER_UNUSABLE', { path: dataDir, reason }, error);
  }
}

function hasToken(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
