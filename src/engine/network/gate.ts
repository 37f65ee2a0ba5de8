// The one way out of this machine. It is closed; for what the person started it is opened by a
// pass, which reaches what that decision covers and nothing else. Every attempt is kept, so that
// the person can see what left.
import { LorekeepError } from '../../shared/errors.ts';
import { createHttpClient, type GetRequest, type GetResponse } from './http-get.ts';

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
}

export interface NetworkPass {
  /**
   * Sends one GET. Redirects are answered as they are, not followed.
   *
   * @throws LorekeepError NETWORK_CLOSED if the pass does not cover it, PAGE_UNREACHABLE,
   *   PAGE_PRIVATE, PAGE_TOO_LARGE; the signal's reason
   */
  get(url: URL, request: GetRequest): Promise<GetResponse>;
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
      const client = createHttpClient();
      let closed = false;
      return {
        async get(url, request) {
          request.signal.throwIfAborted();
          const attempt = record(purpose, url);
          const web = url.protocol === 'https:' || url.protocol === 'http:';
          if (closed || !web || !rules.admits(url)) {
            throw new LorekeepError('NETWORK_CLOSED', { host: url.host });
          }
          attempt.allowed = true;
          try {
            return await client.get(url, request, rules.mayBePrivate(url));
          } catch (error) {
            // Nothing was sent: where the name leads was seen before.
            if (error instanceof LorekeepError && error.code === 'PAGE_PRIVATE') {
              attempt.allowed = false;
            }
            throw error;
          }
        },
        close() {
          closed = true;
          client.close();
        },
      };
    },
    requests: () => attempts.map((attempt) => ({ ...attempt })),
  };
}
