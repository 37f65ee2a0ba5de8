// A small hub on this machine, as a mirror of Hugging Face answers: its interface, and its files at
// a second port, where downloads are sent on to. A test writes what it holds and how it misbehaves.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface HubRepo {
  files: Record<string, Buffer>;
  gated?: string;
  licence?: string;
}

interface Asked {
  path: string;
  headers: IncomingMessage['headers'];
}

export interface TestHub {
  /** The setting that leads here. */
  mirror: string;
  host: string;
  repos: Record<string, HubRepo>;
  /** What was asked of the hub, and of the place of its files. */
  asked: Asked[];
  fetched: Asked[];
  /** Bytes after which an answer with a file is cut off; the first of the list is the next one. */
  cuts: number[];
  /** Answers to requests, in place of what would come; undefined for that. */
  instead: (path: string) => { status: number; headers?: Record<string, string> } | undefined;
  ranges: boolean;
  /** Bytes a millisecond that files are sent with; 0: at once. */
  speed: number;
  /** What is sent in place of a file's own bytes. */
  sentAs: (file: Buffer) => Buffer;
  etag: (file: Buffer) => string;
  /** Files a page of the list. */
  pageSize: number;
}

/** Bytes that begin as a model does, each file with others. */
export function modelBytes(size: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0, state = seed; at < size; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 24;
  }
  bytes.write('GGUF', 'latin1');
  return bytes;
}

export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The commit that a test's repositories are at, whatever is in them. */
export const commit = 'c0ffee'.padEnd(40, '0');

export async function serveHub(repos: Record<string, HubRepo> = {}): Promise<TestHub> {
  const files = await listen((request, response) => sendFile(hub, request, response));
  const hub: TestHub = {
    mirror: '',
    host: '',
    repos,
    asked: [],
    fetched: [],
    cuts: [],
    instead: () => undefined,
    ranges: true,
    speed: 0,
    sentAs: (file) => file,
    etag: (file) => `"${sha256Of(file).slice(0, 16)}"`,
    pageSize: 1000,
  };
  const { origin } = await listen((request, response) =>
    answer(hub, files.origin, request, response),
  );
  hub.mirror = origin;
  hub.host = new URL(origin).host;
  return hub;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(handler: Handler): Promise<{ origin: string }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function answer(
  hub: TestHub,
  files: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const url = new URL(request.url ?? '/', hub.mirror);
  hub.asked.push({ path: url.pathname, headers: request.headers });
  const other = hub.instead(url.pathname);
  if (other) {
    response.writeHead(other.status, other.headers).end();
    return;
  }
  const api = /^\/api\/models\/([^/]+\/[^/]+)(?:\/(revision|tree)\/([^/]+))?$/.exec(url.pathname);
  const repo = api && hub.repos[decodeURIComponent(api[1]!)];
  if (api && repo) {
    const isList = api[2] === 'tree';
    return isList ? sendList(hub, repo, url, response) : sendAbout(api[1]!, repo, response);
  }
  const resolve = /^\/([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(url.pathname);
  if (resolve && hub.repos[resolve[1]!]?.files[decodeURIComponent(resolve[2]!)]) {
    response.writeHead(302, { location: `${files}/${resolve[1]}/${resolve[2]}?signed=1` }).end();
    return;
  }
  // As the hub answers a stranger for what does not exist.
  response.writeHead(401, { 'x-error-code': 'RepoNotFound' }).end();
}

function sendAbout(id: string, { gated, licence }: HubRepo, response: ServerResponse): void {
  const tags = ['gguf', ...(licence ? [`license:${licence}`] : [])];
  sendJson(response, { id, sha: commit, private: false, gated: gated ?? false, tags });
}

function sendList(hub: TestHub, repo: HubRepo, url: URL, response: ServerResponse): void {
  const start = Number(url.searchParams.get('cursor') ?? 0);
  const all = Object.entries(repo.files).map(([path, bytes]) => ({
    type: 'file',
    path,
    oid: 'a'.repeat(40),
    size: bytes.length,
    ...(path.endsWith('.gguf') && {
      lfs: { oid: sha256Of(bytes), size: bytes.length, pointerSize: 134 },
    }),
  }));
  const next = start + hub.pageSize;
  if (next < all.length) {
    // A mirror that passes on what the hub says names the hub.
    const more = `https://huggingface.co${url.pathname}?recursive=true&cursor=${next}`;
    response.setHeader('link', `<${more}>; rel="next"`);
  }
  sendJson(response, [{ type: 'directory', path: 'x' }, ...all.slice(start, next)]);
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function sendFile(hub: TestHub, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://files');
  hub.fetched.push({ path: url.pathname, headers: request.headers });
  const [, user, name, ...path] = url.pathname.split('/');
  const file = hub.repos[`${user}/${name}`]!.files[decodeURIComponent(path.join('/'))]!;
  const bytes = hub.sentAs(file);
  const etag = hub.etag(file);
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const changed = request.headers['if-range'] !== undefined && request.headers['if-range'] !== etag;
  const part = hub.ranges && from > 0 && !changed;
  if (part && from >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  const body = part ? bytes.subarray(from) : bytes;
  response.writeHead(part ? 206 : 200, {
    etag,
    'content-length': body.length,
    ...(part && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
  });
  void sendSlowly(hub, body, response);
}

async function sendSlowly(hub: TestHub, body: Buffer, response: ServerResponse): Promise<void> {
  const cut = hub.cuts.shift() ?? Infinity;
  const piece = hub.speed > 0 ? hub.speed * 10 : 256 * 1024;
  for (let at = 0; at < body.length && !response.destroyed; at += piece) {
    const end = Math.min(at + piece, cut);
    await new Promise((resolve) => response.write(body.subarray(at, end), resolve));
    if (end === cut) {
      response.destroy();
      return;
    }
    if (hub.speed > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  response.end();
}
