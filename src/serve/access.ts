// Who may talk to the loopback server. Every program and every web page on this machine can
// reach the port, so three things are asked of each request: that it names us as its host (a
// foreign name that resolves to us is DNS rebinding), that no foreign page sent it, and that it
// knows the token.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Access {
  readonly token: string;
  /** Sets the cookie that carries the token from here on. */
  readonly cookie: string;
  /** Why a request is refused, as a sentence; null if it may pass. */
  refusal(request: IncomingMessage): string | null;
  /** Why a WebSocket is refused: as above, and a browser must say which page opens it. */
  socketRefusal(request: IncomingMessage): string | null;
  /** Whether host and page are right and the token in the URL is ours. */
  mayLogIn(request: IncomingMessage, token: string): boolean;
}

/** The rules for a server on `port`, with a fresh token of 256 bits. */
export function createAccess(port: number): Access {
  const token = randomBytes(32).toString('base64url');
  // Cookies know no ports: the name keeps two servers on one machine apart.
  const cookieName = `lorekeep-${port}`;
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);

  const foreign = (request: IncomingMessage): string | null => {
    const { host = '', origin } = request.headers;
    if (!hosts.has(host)) return 'This address is not one that Lorekeep answers to.';
    if (origin !== undefined && origin !== `http://${host}`) return foreignPage;
    return isForeignFetch(request) ? foreignPage : null;
  };
  const knowsToken = (request: IncomingMessage): boolean =>
    equals(bearer(request), token) || equals(cookie(request, cookieName), token);

  return {
    token,
    cookie: `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Strict`,
    refusal: (request) => foreign(request) ?? (knowsToken(request) ? null : noToken),
    socketRefusal: (request) => {
      const reason = foreign(request);
      if (reason) return reason;
      if (equals(bearer(request), token)) return null;
      if (request.headers.origin === undefined) return foreignPage;
      return equals(cookie(request, cookieName), token) ? null : noToken;
    },
    mayLogIn: (request, given) => foreign(request) === null && equals(given, token),
  };
}

const foreignPage = 'Another page tried to use Lorekeep. It was refused.';
const noToken =
  'Open the whole address that Lorekeep printed when it started: it holds the key to your library.';

/** A page of another port of this machine counts as the same site: cookies do not stop it. */
function isForeignFetch({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document';
}

function bearer({ headers }: IncomingMessage): string | undefined {
  return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
}

function cookie({ headers }: IncomingMessage, name: string): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Takes the same time wherever the two differ, in length too. */
function equals(given: string | undefined, token: string): boolean {
  if (given === undefined) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
