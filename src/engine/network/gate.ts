// The one way out of this machine. It is closed: nothing in Lorekeep needs the network yet.
// Every attempt is kept, so that the person can see that nothing left.
import { LorekeepError } from '../../shared/errors.ts';

export interface NetworkRequest {
  at: number;
  host: string;
  purpose: string;
  allowed: boolean;
}

export interface NetworkGate {
  /**
   * Asks to send a request.
   *
   * @param purpose what the person started that needs it
   * @throws LorekeepError NETWORK_CLOSED
   */
  request(purpose: string, url: URL): Promise<never>;
  /** Attempts since the start, the newest first, at most 1,000. */
  requests(): NetworkRequest[];
}

const kept = 1000;

export function createNetworkGate(): NetworkGate {
  const attempts: NetworkRequest[] = [];
  return {
    request(purpose, url) {
      attempts.unshift({ at: Date.now(), host: url.host, purpose, allowed: false });
      attempts.length = Math.min(attempts.length, kept);
      return Promise.reject(new LorekeepError('NETWORK_CLOSED', { host: url.host }));
    },
    requests: () => [...attempts],
  };
}
