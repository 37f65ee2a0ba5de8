// A small server on this machine that speaks as llama-server, vLLM, Ollama and LM Studio do: a list of
// models, answers that are streamed, vectors. A test says what it holds and how it misbehaves.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

export interface AskedOfServer {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  /** What was posted; null for a GET. */
  json: Record<string, unknown> | null;
  /** Whether the other end left before the answer was at its end. */
  left: boolean;
}

type Misbehave = (asked: AskedOfServer, response: ServerResponse) => void | Promise<void>;

export interface ModelServer {
  /** Its base address. */
  address: string;
  host: string;
  port: number;
  /** What was asked of it, in order. */
  asked: AskedOfServer[];
  /** Connections that were ever made. */
  connections: number;
  models: Record<string, unknown>[];
  /** The key that it wants. */
  key: string | null;
  /** What it writes, part by part. */
  parts: readonly string[];
  /** What it writes for a request; null: `parts` for each. */
  script: ((asked: AskedOfServer) => readonly string[]) | null;
  /** Milliseconds before each part. */
  pauseMs: number;
  /** Bytes of a piece in which a stream is sent; 0: an event at a time. */
  pieceBytes: number;
  finish: string;
  usage: Record<string, unknown> | null;
  /** The vector of a text. */
  embed: (text: string) => number[];
  /** Answers in place of the usual ones, by path. */
  instead: Record<string, Misbehave>;
  close(): Promise<void>;
}

/** One that is there until the test ends. */
export async function serveModels(): Promise<ModelServer> {
  const server = await openModelServer();
  onTestFinished(() => server.close());
  return server;
}

/** One that whoever opens it closes. */
export async function openModelServer(): Promise<ModelServer> {
  const http = createServer((request, response) => {
    answer(server, request, response).catch(() => response.destroy());
  });
  http.on('connection', () => void server.connections++);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const server: ModelServer = {
    address: `http://${host}`,
    host,
    port,
    asked: [],
    connections: 0,
    models: [{ id: 'writer', object: 'model', owned_by: 'tests' }],
    key: null,
    parts: ['Twelve ', 'weeks.'],
    script: null,
    pauseMs: 0,
    pieceBytes: 0,
    finish: 'stop',
    usage: { prompt_tokens: 40, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 8 } },
    embed: lettersOf,
    instead: {},
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

async function answer(
  server: ModelServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const path = new URL(request.url ?? '/', server.address).pathname;
  const posted = Buffer.concat(parts).toString();
  const asked: AskedOfServer = {
    method: request.method ?? '',
    path,
    headers: request.headers,
    json: posted === '' ? null : (JSON.parse(posted) as Record<string, unknown>),
    left: false,
  };
  server.asked.push(asked);
  response.on('close', () => (asked.left = !response.writableFinished));
  const instead = server.instead[path];
  if (instead) return instead(asked, response);
  if (server.key !== null && request.headers.authorization !== `Bearer ${server.key}`) {
    return sendJson(response, { error: { message: 'wrong key', type: 'auth' } }, 401);
  }
  if (path === '/v1/models' && asked.method === 'GET') {
    return sendJson(response, { object: 'list', data: server.models });
  }
  if (path === '/v1/chat/completions' && asked.method === 'POST') {
    return write(server, asked, response);
  }
  if (path === '/v1/embeddings' && asked.method === 'POST') {
    const data = inputOf(asked).map((text, index) => ({ index, embedding: server.embed(text) }));
    // In another order than asked: the index says which is which.
    return sendJson(response, { object: 'list', data: data.toReversed() });
  }
  sendJson(response, { error: { message: 'File Not Found', type: 'not_found_error' } }, 404);
}

/** The messages that an answer was asked for with. */
export function messagesOf({ json }: AskedOfServer): { role: string; content: string }[] {
  return json?.['messages'] as { role: string; content: string }[];
}

/** Texts that were to be embedded. */
export function inputOf({ json }: AskedOfServer): string[] {
  return json?.['input'] as string[];
}

async function write(
  server: ModelServer,
  asked: AskedOfServer,
  response: ServerResponse,
): Promise<void> {
  const { pauseMs, finish, usage } = server;
  const parts = server.script?.(asked) ?? server.parts;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const events = [
    ...parts.map((content) => chunk({ delta: { content }, finish_reason: null })),
    chunk({ delta: {}, finish_reason: finish }),
    ...(usage ? [`data: ${JSON.stringify({ choices: [], usage })}\n\n`] : []),
    'data: [DONE]\n\n',
  ];
  if (server.pieceBytes > 0) return sendInPieces(response, events.join(''), server.pieceBytes);
  for (const event of events) {
    if (response.destroyed) return;
    if (pauseMs > 0) await delay(pauseMs);
    response.write(event);
  }
  response.end();
}

/** One event of a stream, with one choice. */
export function chunk(choice: Record<string, unknown>): string {
  return `data: ${JSON.stringify({ id: 'x', choices: [{ index: 0, ...choice }] })}\n\n`;
}

export async function sendInPieces(
  response: ServerResponse,
  text: string,
  size: number,
): Promise<void> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
    await new Promise((resolve) => response.write(bytes.subarray(at, at + size), resolve));
    // Else the pieces would travel together.
    await delay(0);
  }
  response.end();
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** A vector that tells texts apart: how often each letter stands in it. */
export function lettersOf(text: string): number[] {
  const counts = Array.from({ length: 26 }, () => 0.01);
  for (const letter of text.toLowerCase()) {
    const at = letter.charCodeAt(0) - 97;
    if (at >= 0 && at < 26) counts[at]!++;
  }
  return counts;
}
