// Addresses of the web as lists, redirects and programs write them.

/** Longer than what sitemaps may name and servers take; each rule of a robots.txt meets all of it. */
const longest = 2048;

/** An address of the web without the place in the page, or null if it is none. */
export function webAddress(text: string, base?: URL): URL | null {
  const url = addressWithPlace(text, base);
  if (url) url.hash = '';
  return url;
}

/** The same with the place in the page: what runs in a browser names its documents by it. */
export function addressWithPlace(text: string, base?: URL): URL | null {
  const url = URL.parse(text.trim(), base?.href);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  if (url.href.length > longest) return null;
  url.username = '';
  url.password = '';
  return url;
}

/** One site: the same host, be it with or without its `www`. */
export function sameSite(a: URL, b: URL): boolean {
  return siteOf(a) === siteOf(b);
}

/** The same page, be it that a server prefers `https`, `www` or a `/` at the end. */
export function samePage(a: URL, b: URL): boolean {
  const path = (url: URL) => url.pathname.replace(/\/$/, '') + url.search;
  const name = (url: URL) => url.hostname.replace(/^www\./, '');
  return name(a) === name(b) && path(a) === path(b);
}

function siteOf(url: URL): string {
  return url.host.replace(/^www\./, '');
}

/**
 * Where a redirect leads, or null if that is no address. Servers write UTF-8 into this header, and
 * Node reads headers as Latin-1.
 */
export function redirectTarget(location: string, base: URL): URL | null {
  const url = URL.parse(asUtf8(location), base.href);
  if (!url) return null;
  url.username = '';
  url.password = '';
  return url;
}

function asUtf8(header: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(header, 'latin1'));
  } catch {
    // Some servers do write Latin-1.
    return header;
  }
}
