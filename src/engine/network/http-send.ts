// Sends one request over HTTP(S) with Node's own client and not fetch(): where a name leads is
// checked at the moment of connecting, so that a name which changes its address between a check
// and the request gains nothing; and redirects are the caller's to judge.
import { lookup as resolve, type LookupAddress } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { LorekeepError, systemCode } from '../../shared/errors.ts';
import { addressInUrl, isPublicAddress } from './addresses.ts';

/** Where a request may lead: the open internet, the person's own network, or either. */
export type Reach = 'public' | 'private' | 'any';

export interface Answer {
  response: IncomingMessage;
  /** The address that it came from; '' if that is not known. */
  from: string;
}

export interface Sender {
  /**
   * A GET, or a POST if there is something to send with it.
   *
   * @throws LorekeepError PAGE_PRIVATE, NETWORK_UNENCRYPTED; what the system says
   */
  send(
    url: URL,
    headers: Record<string, string>,
    reach: Reach,
    signal: AbortSignal,
    body?: Uint8Array,
  ): Promise<Answer>;
  /** Ends the connections that are kept. */
  close(): void;
}

/** Connections are kept between requests to one host. */
export function createSender(): Sender {
  const agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 2 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 2 }),
  };
  return {
    send(url, headers, reach, signal, body) {
      return new Promise((resolve, reject) => {
        const address = addressInUrl(url);
        if (address && !within(reach, address)) throw outOfReach(url.host, reach);
        const secure = url.protocol === 'https:';
        const agent = secure ? agents['https:'] : agents['http:'];
        const lookup = checkedLookup(url.host, reach);
        let from = '';
        const method = body ? 'POST' : 'GET';
        const options = { method, headers, agent, lookup, signal };
        (secure ? https : http)
          .request(url, options, (response) => resolve({ response, from }))
          .on('socket', (socket) => {
            // Once the other end is gone, nobody can say any more who it was.
            const note = () => (from = socket.remoteAddress ?? '');
            if (socket.connecting) socket.once('connect', note);
            else note();
          })
          .on('error', reject)
          // An answer that is none, such as a change of protocols, ends without an error.
          .on('close', () => reject(new Error('closed without an answer')))
          .end(body);
      });
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/** Whether an answer came from inside the person's own network, this machine included. */
export function cameFromPrivate({ from }: Answer): boolean {
  // Unknown counts as outside: it must not open the way into the person's network.
  return from !== '' && !isPublicAddress(from);
}

export function headerOf(response: IncomingMessage, name: string): string | null {
  const value = response.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** Resolves names; addresses out of reach are left out. */
function checkedLookup(host: string, reach: Reach): LookupFunction {
  return (name, options, done) => {
    const all = { ...options, all: true } as const;
    resolve(name, all, (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => {
      if (error) return done(error, '', 0);
      const open = found.filter(({ address }) => within(reach, address));
      const first = open[0];
      if (!first) return done(outOfReach(host, reach), '', 0);
      if (options.all) done(null, open);
      else done(null, first.address, first.family);
    });
  };
}

function within(reach: Reach, address: string): boolean {
  return reach === 'any' || isPublicAddress(address) === (reach === 'public');
}

function outOfReach(host: string, reach: Reach): LorekeepError {
  return new LorekeepError(reach === 'public' ? 'PAGE_PRIVATE' : 'NETWORK_UNENCRYPTED', { host });
}

/**
 * What made a request fail, as it is told to people: the reason of the caller's signal if that
 * aborted, else a LorekeepError.
 *
 * @param limit the signal of the request's own limit on time, whose reason is a text
 */
export function sendFailure(
  error: unknown,
  host: string,
  caller: AbortSignal,
  limit: AbortSignal,
): unknown {
  if (caller.aborted) return caller.reason;
  if (error instanceof LorekeepError) return error;
  const reason = limit.aborted ? String(limit.reason) : reasonOf(error);
  return new LorekeepError('PAGE_UNREACHABLE', { host, reason }, error);
}

function reasonOf(error: unknown): string {
  const code = systemCode(error);
  return code || (error instanceof Error ? error.message : 'unknown');
}

export interface TimeLimit {
  /** Aborts, with what to say, when nothing flows for a while or all takes too long. */
  signal: AbortSignal;
  /** Something came. */
  flows(): void;
  end(): void;
}

/** @param totalSeconds null if all of it may take as long as it flows */
export function timeLimit(seconds: number, totalSeconds: number | null): TimeLimit {
  const controller = new AbortController();
  const stop = (reason: string) => () => controller.abort(reason);
  const idle = setTimeout(stop(`no answer within ${seconds} s`), seconds * 1000);
  const total =
    totalSeconds === null
      ? undefined
      : setTimeout(stop(`not all of it came within ${totalSeconds} s`), totalSeconds * 1000);
  return {
    signal: controller.signal,
    flows: () => void idle.refresh(),
    end() {
      clearTimeout(idle);
      clearTimeout(total);
    },
  };
}
