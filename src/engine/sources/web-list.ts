// Which pages a web source has: the page itself, those that a sitemap names, or the entries of a
// feed. What the address is, its content says.
import type { SourceKind } from '../../shared/contract/sources.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { parseFeed } from './feed-document.ts';
import { parseSitemap, unpacked } from './sitemap.ts';
import { decodeXml, rootName } from './source-xml.ts';
import type { VisitedPage, Visitor } from './visitor.ts';

export interface ListedPage {
  /** Names it in its source: its address, if it has one of its own. */
  key: string;
  address: URL;
  changedAt: number | null;
  /** What the list says of it itself, to be kept if the page cannot be fetched. */
  own: { title: string; html: string } | null;
}

export interface PageList {
  pages: ListedPage[];
  /** Pages that it names but that are not fetched. */
  leftOut: number;
  /** False if pages may be missing in it that are to be fetched. */
  whole: boolean;
  /** True if part of it stands in further lists, which change by themselves. */
  nested: boolean;
}

export interface ListRules {
  maxPages: number;
  /** Whether the person's decision covers an address. */
  admits(url: URL): boolean;
}

/** Sitemaps that one sitemap may lead to, and how far. */
const mostSitemaps = 200;
const deepest = 3;

/** What a fetched page is. */
export function kindOf({ bytes, charset, url }: VisitedPage): SourceKind {
  const text = decodeXml(unpacked(bytes, url.host).subarray(0, 16_384), charset);
  const root = rootName(text);
  if (root === 'urlset' || root === 'sitemapindex') return 'sitemap';
  return root === 'rss' || root === 'feed' || root === 'rdf' ? 'feed' : 'page';
}

/** The entries of a feed, the newest ones that it has. */
export async function readFeed(root: VisitedPage, rules: ListRules): Promise<PageList> {
  const pages = new Map<string, ListedPage>();
  const entries = await parseFeed(root.bytes, root.charset);
  for (const { address, title, html, changedAt } of entries) {
    const own = html === '' ? null : { title, html };
    const url = address === '' ? null : webAddress(address, root.url);
    // An entry without an address of its own is found at the feed's.
    const key = url?.href ?? `${root.url.href}#${title}`;
    if ((url ?? own) && !pages.has(key)) {
      pages.set(key, { key, address: url ?? root.url, changedAt, own });
    }
  }
  const list = { leftOut: 0, whole: true, nested: false };
  return cut({ ...list, pages: [...pages.values()] }, rules.maxPages);
}

/**
 * The pages that a sitemap names, and those that the sitemaps name to which it leads.
 *
 * @throws LorekeepError what fetching one of them throws, if none of them can be had
 */
export async function readSitemaps(
  root: VisitedPage,
  visitor: Visitor,
  rules: ListRules,
): Promise<PageList> {
  const pages = new Map<string, ListedPage>();
  const seen = new Set<string>();
  let leftOut = 0;
  let whole = true;
  let nested = false;
  let problem: LorekeepError | null = null;

  async function read({ bytes, charset, url }: VisitedPage, depth: number): Promise<void> {
    const sitemap = await parseSitemap(bytes, charset, url.host);
    for (const { address, changedAt } of sitemap.pages) {
      const page = webAddress(address, url);
      if (!page || !rules.admits(page)) leftOut++;
      else if (!pages.has(page.href)) {
        pages.set(page.href, { key: page.href, address: page, changedAt, own: null });
      }
    }
    nested ||= sitemap.sitemaps.length > 0;
    for (const address of sitemap.sitemaps) {
      const next = webAddress(address, url);
      if (!next || seen.has(next.href)) continue;
      if (pages.size >= rules.maxPages) return;
      if (seen.size >= mostSitemaps || depth >= deepest) {
        whole = false;
        return;
      }
      seen.add(next.href);
      await readNext(next, depth + 1);
    }
  }

  async function readNext(address: URL, depth: number): Promise<void> {
    try {
      const visited = await visitor.visit(address);
      if (visited.kind === 'page') await read(visited, depth);
    } catch (error) {
      if (!(error instanceof LorekeepError) || error.code === 'CANCELLED') throw error;
      // The others are still good; what this one names is not taken for gone.
      whole = false;
      problem ??= error;
    }
  }

  seen.add(root.url.href);
  await read(root, 1);
  // Set in a function that the compiler does not look into.
  const failed = problem as LorekeepError | null;
  if (pages.size === 0 && failed) throw failed;
  return cut({ pages: [...pages.values()], leftOut, whole, nested }, rules.maxPages);
}

function cut(list: PageList, maxPages: number): PageList {
  const beyond = Math.max(0, list.pages.length - maxPages);
  if (beyond === 0) return list;
  const pages = list.pages.slice(0, maxPages);
  return { ...list, pages, leftOut: list.leftOut + beyond };
}

/** An address of the web without the place in the page, or null if it is none. */
export function webAddress(text: string, base?: URL): URL | null {
  const url = URL.parse(text.trim(), base?.href);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  url.hash = '';
  url.username = '';
  url.password = '';
  return url;
}
