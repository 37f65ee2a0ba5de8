// The one way out of this machine. It is closed; for what the person started it is opened by a
// pass, which reaches what that decision covers and nothing else. Every attempt is kept, so that
// the person can see what left.
import { LorekeepError } from '../../shared/errors.ts';
import { type GetRequest, type GetResponse, httpGet } from './http-get.ts';
import { createSender, type Reach } from './http-send.ts';
import {
  httpStream,
  type PostRequest,
  type StreamRequest,
  type StreamResponse,
} from './http-stream.ts';

export interface NetworkRequest {
  at: number;
  host: string;
  purpose: string;
  allowed: boolean;
}

export interface PassRules {
  /** Whether the person's decision covers this address. */
  admits(url: URL): boolean;
  /** Whether this address may lead into the person's own network, this machine included. */
  mayBePrivate(url: URL): boolean;
  /** Whether it may lead anywhere else; true if it is not given. */
  mayBePublic?(url: URL): boolean;
}

export interface NetworkPass {
  /**
   * Sends one GET. Redirects are answered as they are, not followed.
   *
   * @throws LorekeepError NETWORK_CLOSED if the pass does not cover it, PAGE_UNREACHABLE,
   *   PAGE_PRIVATE, PAGE_TOO_LARGE, NETWORK_UNENCRYPTED; the signal's reason
   */
  get(url: URL, request: GetRequest): Promise<GetResponse>;
  /**
   * The same for a body that is taken as it flows.
   *
   * @throws LorekeepError NETWORK_CLOSED, PAGE_UNREACHABLE, PAGE_PRIVATE, NETWORK_UNENCRYPTED; the
   *   signal's reason
   */
  stream(url: URL, request: StreamRequest): Promise<StreamResponse>;
  /**
   * Sends something as JSON. The answer is taken as it flows.
   *
   * @throws LorekeepError as `stream`
   */
  post(url: URL, request: PostRequest): Promise<StreamResponse>;
  /** Closes the way again, for good. */
  close(): void;
}

export interface NetworkGate {
  /**
   * Opens a way out.
   *
   * @param purpose what the person started that needs it, as it is shown to them
   */
  open(purpose: string, rules: PassRules): NetworkPass;
  /** Attempts since the start, the newest first, at most 1,000. */
  requests(): NetworkRequest[];
}

const kept = 1000;

export function createNetworkGate(): NetworkGate {
  const attempts: NetworkRequest[] = [];

  function record(purpose: string, url: URL): NetworkRequest {
    const attempt = { at: Date.now(), host: url.host, purpose, allowed: false };
    attempts.unshift(attempt);
    attempts.length = Math.min(attempts.length, kept);
    return attempt;
  }

  return {
    open(purpose, rules) {
      const sender = createSender();
      let closed = false;

      /** Lets a request out if the pass covers it, and keeps that it was tried. */
      async function passing<T>(url: URL, send: (reach: Reach) => Promise<T>): Promise<T> {
        const attempt = record(purpose, url);
        const web = url.protocol === 'https:' || url.protocol === 'http:';
        const reach = reachOf(rules, url);
        if (closed || !web || !reach || !rules.admits(url)) {
          throw new LorekeepError('NETWORK_CLOSED', { host: url.host });
        }
        attempt.allowed = true;
        try {
          return await send(reach);
        } catch (error) {
          // Nothing was sent: where the name leads was seen before.
          if (error instanceof LorekeepError && unsent.has(error.code)) attempt.allowed = false;
          throw error;
        }
      }

      return {
        async get(url, request) {
          request.signal.throwIfAborted();
          return passing(url, (reach) => httpGet(sender, url, request, reach));
        },
        async stream(url, request) {
          request.signal.throwIfAborted();
          return passing(url, (reach) => httpStream(sender, url, request, reach));
        },
        async post(url, request) {
          request.signal.throwIfAborted();
          return passing(url, (reach) => httpStream(sender, url, request, reach));
        },
        close() {
          closed = true;
          sender.close();
        },
      };
    },
    requests: () => attempts.map((attempt) => ({ ...attempt })),
  };
}

const unsent: ReadonlySet<string> = new Set(['PAGE_PRIVATE', 'NETWORK_UNENCRYPTED']);

function reachOf(rules: PassRules, url: URL): Reach | null {
  const isPublic = rules.mayBePublic?.(url) ?? true;
  if (rules.mayBePrivate(url)) return isPublic ? 'any' : 'private';
  return isPublic ? 'public' : null;
}
