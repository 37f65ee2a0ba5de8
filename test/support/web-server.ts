// A site on this machine that a test writes page by page, and that remembers what it was asked.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A page by what it is, or by what it does with a request. */
export type SitePage =
  | string
  | {
      status?: number;
      headers?: Record<string, string>;
      body?: string | Uint8Array;
    }
  | ((request: IncomingMessage, response: ServerResponse) => void);

export interface Site {
  /** Address of a path, such as `/a`. */
  url(path: string): string;
  /** Paths with their queries as they were asked for, robots.txt left out. */
  asked: string[];
  /** Headers of the last request for each path. */
  headers: Map<string, IncomingMessage['headers']>;
  /** What there is by path; changed at will. HTML unless a header says otherwise. */
  pages: Record<string, SitePage>;
  close(): Promise<void>;
}

/** Serves pages at a free port, with the validators of its own that a real server has. */
export async function serveSite(pages: Record<string, SitePage> = {}): Promise<Site> {
  const asked: string[] = [];
  const headers: Site['headers'] = new Map();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path !== '/robots.txt') asked.push(path);
    headers.set(path, request.headers);
    answer(site.pages[path], request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const site: Site = {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    asked,
    headers,
    pages,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  onTestFinished(() => site.close());
  return site;
}

function answer(page: SitePage | undefined, request: IncomingMessage, response: ServerResponse) {
  if (typeof page === 'function') return page(request, response);
  if (page === undefined) {
    response.writeHead(404).end('Not here');
    return;
  }
  const {
    status = 200,
    headers = {},
    body = '',
  } = typeof page === 'string' ? { body: page } : page;
  const etag = headers['etag'];
  if (etag !== undefined && request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
}

/** A page of HTML. */
export function htmlOf(title: string, text: string): string {
  return `<!doctype html><html><head><title>${title}</title></head><body><p>${text}</p></body></html>`;
}
