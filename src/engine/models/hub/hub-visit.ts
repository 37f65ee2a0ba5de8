// One visit to the hub, for one thing that the person started: the only place from which this
// feature sends requests. The access token goes to the hub that it is for and to nobody else.
import { LorekeepError } from '../../../shared/errors.ts';
import type { NetworkGate } from '../../network/gate.ts';
import type { StreamResponse } from '../../network/http-stream.ts';
import { atHub, type HubBase, visitRules } from './hub-base.ts';
import { hubFailure, refusal } from './hub-errors.ts';

export interface HubToken {
  /** The host that it was made at, and is sent to. */
  host: string;
  token: string;
}

export interface HubVisit {
  host: string;
  hasToken: boolean;
  /**
   * Asks the hub's interface.
   *
   * @param path such as `/api/models/user/name`, escaped
   * @param name what is asked for, as people know it
   * @throws LorekeepError HUB_*, NETWORK_UNENCRYPTED; the signal's reason
   */
  ask(path: string, name: string, signal: AbortSignal): Promise<HubPage>;
  /**
   * A file as it flows, from wherever the hub keeps it. The status is 200, 206 or 416.
   *
   * @throws LorekeepError HUB_*, NETWORK_UNENCRYPTED; the signal's reason
   */
  file(
    path: string,
    name: string,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<StreamResponse>;
  close(): void;
}

export interface HubPage {
  value: unknown;
  /** What the hub wants to be given to tell the rest of a long list, or null. */
  cursor: string | null;
}

export interface HubVisitParts {
  gate: NetworkGate;
  base: HubBase;
  token: HubToken | null;
  version: string;
  /** What the person started, as it is shown in the list of requests. */
  purpose: string;
}

const mostRedirects = 5;
const mostBytes = 32 * 1024 * 1024;
/** Until an answer begins, and between two parts of it. */
const seconds = 60;
const totalSeconds = 300;

interface Reply {
  status: number;
  header(name: string): string | null;
  private: boolean;
  close?(): void;
}

/** Nothing is sent until something is asked for. */
export function openHubVisit({ gate, base, token, version, purpose }: HubVisitParts): HubVisit {
  const { host } = base.url;
  const rules = visitRules(base);
  const pass = gate.open(purpose, rules);
  const ours = token?.host === host ? token.token : null;

  function headersFor(url: URL): Record<string, string> {
    const toHub = url.origin === base.url.origin;
    return {
      'user-agent': `Lorekeep/${version}`,
      ...(ours !== null && toHub && { authorization: `Bearer ${ours}` }),
    };
  }

  /** Follows redirects, to where the rules of the visit allow. */
  async function follow<T extends Reply>(path: string, send: (url: URL) => Promise<T>): Promise<T> {
    let url = atHub(base, path);
    for (let redirects = 0; ; redirects++) {
      const reply = await send(url).catch((error: unknown) => {
        throw hubFailure(error, host);
      });
      const location = isRedirect(reply.status) ? reply.header('location') : null;
      if (location === null) return reply;
      reply.close?.();
      const next = URL.parse(location, url.href);
      if (redirects === mostRedirects || !next || !rules.follow(next, reply.private)) {
        throw new LorekeepError('HUB_OTHER_HOST', { host, other: next?.host ?? '?' });
      }
      url = next;
    }
  }

  return {
    host,
    hasToken: ours !== null,
    async ask(path, name, signal) {
      const reply = await follow(path, (url) =>
        pass.get(url, {
          headers: { ...headersFor(url), accept: 'application/json' },
          maxBytes: mostBytes,
          seconds,
          totalSeconds,
          signal,
        }),
      );
      if (reply.status !== 200) {
        throw refusal(reply, { host, name, withToken: ours !== null });
      }
      return { value: jsonOf(reply.body, host), cursor: cursorOf(reply.header('link')) };
    },
    async file(path, name, extra, signal) {
      const reply = await follow(path, (url) =>
        pass.stream(url, { headers: { ...headersFor(url), ...extra }, seconds, signal }),
      );
      if ([200, 206, 416].includes(reply.status)) return reply;
      reply.close();
      throw refusal(reply, { host, name, withToken: ours !== null });
    },
    close: () => pass.close(),
  };
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function jsonOf(body: Uint8Array, host: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (error) {
    throw new LorekeepError('HUB_ANSWER_UNCLEAR', { host }, error);
  }
}

/** Of `Link: <…?cursor=…>; rel="next"` the cursor alone: a mirror may name the hub's own host. */
function cursorOf(link: string | null): string | null {
  const address = /<([^>]+)>\s*;\s*rel="?next"?/i.exec(link ?? '')?.[1];
  if (address === undefined) return null;
  return URL.parse(address, 'https://huggingface.co')?.searchParams.get('cursor') ?? null;
}
