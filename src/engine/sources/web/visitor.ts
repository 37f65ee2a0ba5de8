// Fetches pages as a polite guest: asks robots.txt first, takes its turn at each host, follows a
// bounded number of redirects, comes back when it is told to, and leaves a host alone that does
// not answer.
import { LorekeepError } from '../../../shared/errors.ts';
import { pause } from '../../calls/feed.ts';
import type { NetworkPass } from '../../network/gate.ts';
import type { GetRequest, GetResponse } from '../../network/http-get.ts';
import type { HostTurns } from './host-turns.ts';
import { allowAll, parseRobots, productToken, type Robots, robotsBytes } from './robots.ts';
import { redirectTarget, samePage, sameSite } from './web-address.ts';

/** What tells the server which version we have already. */
export interface Validators {
  etag: string | null;
  lastModified: string | null;
}

export interface VisitedPage extends Validators {
  kind: 'page';
  /** Where it was in the end, after redirects. */
  url: URL;
  bytes: Uint8Array;
  /** Media type in small letters without its parameters, '' if none was given. */
  mediaType: string;
  charset: string | null;
  private: boolean;
}

/** `same`: the server says that what we have is current. */
export type Visited = VisitedPage | { kind: 'same' };

export interface Visitor {
  /**
   * @throws LorekeepError PAGE_GONE, PAGE_REFUSED, PAGE_BUSY, PAGE_ROBOTS, PAGE_REDIRECTS,
   *   PAGE_OTHER_HOST, PAGE_PRIVATE, PAGE_TOO_LARGE, PAGE_UNREACHABLE; the signal's reason
   */
  visit(address: URL, known?: Validators): Promise<Visited>;
}

export interface VisitorParts {
  pass: NetworkPass;
  turns: HostTurns;
  version: string;
  maxBytes: number;
  signal: AbortSignal;
  /** A host that is known to be in the person's own network. */
  nearHost: string | null;
  /** Called when an answer begins, with whether it comes from inside the person's own network. */
  onAnswer?(url: URL, isPrivate: boolean): void;
}

const mostRedirects = 5;
/** Until an answer begins or goes on, and for all of it: a large file on a slow line takes its time. */
const secondsARequest = 60;
const secondsAnAnswer = 600;
const gapMs = 250;
/** Machines of the person's own network are there for them; they need less sparing. */
const nearGapMs = 20;
/** A site that wants longer pauses gets these. */
const longestGapMs = 10_000;
/** A site that is busy for longer is left for the next time. */
const longestWaitMs = 30_000;
/** A host that did not answer, or was busy, at as many pages in a row is let alone in this run. */
const patience = 3;
const accepted = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

export function createVisitor(parts: VisitorParts): Visitor {
  const { pass, turns, signal } = parts;
  const robots = new Map<string, Promise<Robots>>();
  const silent = new Map<string, number>();
  const busy = new Map<string, number>();
  const near = new Set<string | null>([parts.nearHost]);
  const agent = `${productToken}/${parts.version}`;

  /** One request, at the host's turn; a host that is busy for a moment is asked once more. */
  async function ask(
    url: URL,
    crawlDelay: number | null,
    headers: Record<string, string>,
    size: Pick<GetRequest, 'maxBytes' | 'cut'>,
  ): Promise<GetResponse> {
    const least = near.has(url.host) ? nearGapMs : gapMs;
    const gap = Math.min(longestGapMs, Math.max(least, (crawlDelay ?? 0) * 1000));
    const request = {
      headers: { 'user-agent': agent, accept: accepted, ...headers },
      ...size,
      seconds: secondsARequest,
      totalSeconds: secondsAnAnswer,
      signal,
    };
    for (let attempt = 1; ; attempt++) {
      if ((busy.get(url.host) ?? 0) >= patience) throw busyError(url);
      if ((silent.get(url.host) ?? 0) >= patience) {
        const reason = 'it did not answer several times';
        throw new LorekeepError('PAGE_UNREACHABLE', { host: url.host, reason });
      }
      const response = await turns.take(url.host, gap, signal, () => send(url, request));
      if (response.status !== 429 && response.status !== 503) {
        busy.delete(url.host);
        return response;
      }
      const wait = retryAfterMs(response);
      if (attempt > 1 || wait === null || wait > longestWaitMs) {
        busy.set(url.host, (busy.get(url.host) ?? 0) + 1);
        throw busyError(url);
      }
      await pause(wait, signal);
      signal.throwIfAborted();
    }
  }

  async function send(url: URL, request: GetRequest): Promise<GetResponse> {
    let answered = false;
    const onAnswer = (isPrivate: boolean) => {
      answered = true;
      silent.delete(url.host);
      if (isPrivate) near.add(url.host);
      parts.onAnswer?.(url, isPrivate);
    };
    try {
      return await pass.get(url, { ...request, onAnswer });
    } catch (error) {
      if (!(error instanceof LorekeepError)) throw error;
      // An answer that is damaged or cut off says nothing of the host's other pages.
      if (error.code === 'PAGE_UNREACHABLE' && !answered) {
        silent.set(url.host, (silent.get(url.host) ?? 0) + 1);
      }
      // What the person added does not cover that host.
      if (error.code !== 'NETWORK_CLOSED') throw error;
      throw new LorekeepError('PAGE_OTHER_HOST', { host: url.host }, error);
    }
  }

  function robotsOf(url: URL): Promise<Robots> {
    const known = robots.get(url.origin) ?? readRobots(new URL('/robots.txt', url));
    robots.set(url.origin, known);
    return known;
  }

  /**
   * None there: all is allowed. Not to be had for now: nothing is. (RFC 9309, 2.3.1)
   *
   * @throws LorekeepError PAGE_REFUSED, PAGE_BUSY, PAGE_UNREACHABLE
   */
  async function readRobots(address: URL): Promise<Robots> {
    try {
      const { url, response } = await follow(address, (next) =>
        ask(next, null, { accept: 'text/plain,*/*;q=0.5' }, { maxBytes: robotsBytes, cut: true }),
      );
      const { status, body } = response;
      if (status === 200) return parseRobots(new TextDecoder().decode(body));
      if (status >= 500) throw new LorekeepError('PAGE_REFUSED', { host: url.host, status });
      return allowAll;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof LorekeepError)) throw error;
      // A circle of redirects, or one to where we may not go: as if there were none.
      if (['PAGE_REDIRECTS', 'PAGE_OTHER_HOST'].includes(error.code)) return allowAll;
      throw error;
    }
  }

  return {
    async visit(address, known) {
      const { url, response } = await follow(address, async (next) => {
        const rules = await robotsOf(next);
        if (!rules.allows(next)) throw new LorekeepError('PAGE_ROBOTS', { host: next.host });
        // What one site said of its page is no business of another.
        const headers = known && sameSite(next, address) ? conditions(known) : {};
        return ask(next, rules.crawlDelay, headers, { maxBytes: parts.maxBytes });
      });
      const { status } = response;
      if (status === 304) return { kind: 'same' };
      const gone = status === 404 || status === 410;
      // Where a redirect leads may be missing while the page itself is not: a login, a start page.
      if (gone && samePage(url, address)) throw new LorekeepError('PAGE_GONE', { status });
      if (status !== 200) throw new LorekeepError('PAGE_REFUSED', { host: url.host, status });
      return pageOf(url, response);
    },
  };
}

function conditions({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag !== null && { 'if-none-match': etag }),
    ...(lastModified !== null && { 'if-modified-since': lastModified }),
  };
}

function busyError({ host }: URL): LorekeepError {
  return new LorekeepError('PAGE_BUSY', { host });
}

/** Follows redirects from an address; `get` decides of each one whether it may be asked. */
async function follow(
  address: URL,
  get: (url: URL) => Promise<GetResponse>,
): Promise<{ url: URL; response: GetResponse }> {
  let url = address;
  for (let hops = 0; ; hops++) {
    const response = await get(url);
    const location = response.header('location');
    if (![301, 302, 303, 307, 308].includes(response.status) || location === null) {
      return { url, response };
    }
    const next = redirectTarget(location, url);
    if (!next || hops >= mostRedirects) {
      throw new LorekeepError('PAGE_REDIRECTS', { host: url.host });
    }
    url = next;
  }
}

/** Milliseconds that a busy server asks us to wait, or null if it does not say. */
function retryAfterMs(response: GetResponse): number | null {
  const value = response.header('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

function pageOf(url: URL, response: GetResponse): VisitedPage {
  const [mediaType = '', ...parameters] = (response.header('content-type') ?? '').split(';');
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([\w.:-]+)/i.exec(parameter)?.[1])
    .find((label) => label !== undefined);
  return {
    kind: 'page',
    url,
    bytes: response.body,
    mediaType: mediaType.trim().toLowerCase(),
    charset: charset ?? null,
    etag: response.header('etag'),
    lastModified: response.header('last-modified'),
    private: response.private,
  };
}
