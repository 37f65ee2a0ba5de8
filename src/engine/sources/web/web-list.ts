// Which pages a web source has: the page itself, those that a sitemap names, or the entries of a
// feed. What the address is, its content says.
import { createHash } from 'node:crypto';
import type { SourceKind } from '../../../shared/contract/sources.ts';
import { LorekeepError } from '../../../shared/errors.ts';
import { type FeedEntry, parseFeed } from './feed-document.ts';
import { headOf, parseSitemap } from './sitemap.ts';
import { decodeXml, rootName } from './source-xml.ts';
import type { VisitedPage, Visitor } from './visitor.ts';
import { webAddress } from './web-address.ts';

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
  /** All addresses that it names, those too that are not to be fetched. */
  named: ReadonlySet<string>;
  /** Pages that it names but that are not fetched. */
  leftOut: number;
  /** False if pages may be missing in it that are to be fetched. */
  whole: boolean;
  /** Why part of it could not be read; null if all of it could. */
  problem: LorekeepError | null;
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
const longestName = 500;

/** What a fetched page is. */
export function kindOf({ bytes, charset }: VisitedPage): SourceKind {
  const root = rootName(decodeXml(headOf(bytes).subarray(0, 16_384), charset));
  if (root === 'urlset' || root === 'sitemapindex') return 'sitemap';
  return root === 'rss' || root === 'feed' || root === 'rdf' ? 'feed' : 'page';
}

/** The entries of a feed, the newest ones that it has. */
export async function readFeed(root: VisitedPage, rules: ListRules): Promise<PageList> {
  const pages = new Map<string, ListedPage>();
  const { entries, whole } = await parseFeed(root.bytes, root.charset, root.url);
  for (const entry of entries) {
    const { address, title, html, changedAt } = entry;
    const own = html === '' ? null : { title, html };
    const url = address === '' ? null : webAddress(address);
    // An entry without an address of its own is found at the feed's.
    const key = url?.href ?? `${root.url.href}#${nameOf(entry)}`;
    if ((url ?? own) && !pages.has(key)) {
      pages.set(key, { key, address: url ?? root.url, changedAt, own });
    }
  }
  const list = { leftOut: 0, whole, problem: null, nested: false };
  return cut({ ...list, pages: [...pages.values()], named: new Set(pages.keys()) }, rules.maxPages);
}

/** What tells an entry from the others of its feed, in each run alike. */
function nameOf({ id, title, html }: FeedEntry): string {
  const name = id || title;
  if (name !== '' && name.length <= longestName) return name;
  return createHash('sha256')
    .update(name || html)
    .digest('hex');
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
  const reader = new SitemapReader(visitor, rules);
  const { pages, named } = reader;
  await reader.read(root, 1);
  const { leftOut, whole, problem, nested } = reader;
  if (pages.size === 0 && problem) {
    throw problem.cause instanceof LorekeepError ? problem.cause : problem;
  }
  return cut(
    { pages: [...pages.values()], named, leftOut, whole, problem, nested },
    rules.maxPages,
  );
}

class SitemapReader {
  readonly pages = new Map<string, ListedPage>();
  readonly named = new Set<string>();
  leftOut = 0;
  whole = true;
  nested = false;
  problem: LorekeepError | null = null;
  private readonly visitor: Visitor;
  private readonly rules: ListRules;
  private readonly seen = new Set<string>();

  constructor(visitor: Visitor, rules: ListRules) {
    this.visitor = visitor;
    this.rules = rules;
  }

  async read({ bytes, charset, url }: VisitedPage, depth: number): Promise<void> {
    this.seen.add(url.href);
    const { pages, sitemaps, whole } = await parseSitemap(bytes, charset, url.host);
    for (const { address, changedAt } of pages) this.add(webAddress(address, url), changedAt);
    this.nested ||= sitemaps.length > 0;
    if (!whole) this.miss(url);
    for (const address of sitemaps) {
      const next = webAddress(address, url);
      if (!next || this.seen.has(next.href)) continue;
      if (this.pages.size >= this.rules.maxPages) return;
      if (this.seen.size >= mostSitemaps || depth >= deepest) {
        this.whole = false;
        return;
      }
      this.seen.add(next.href);
      await this.readNext(next, depth + 1);
    }
  }

  private add(page: URL | null, changedAt: number | null): void {
    if (page) this.named.add(page.href);
    if (!page || !this.rules.admits(page)) this.leftOut++;
    else if (!this.pages.has(page.href)) {
      this.pages.set(page.href, { key: page.href, address: page, changedAt, own: null });
    }
  }

  private async readNext(address: URL, depth: number): Promise<void> {
    try {
      const visited = await this.visitor.visit(address);
      if (visited.kind === 'page') await this.read(visited, depth);
      else this.miss(address);
    } catch (error) {
      if (!(error instanceof LorekeepError) || error.code === 'CANCELLED') throw error;
      // The others are still good; what this one names is not taken for gone.
      this.miss(address, error);
    }
  }

  private miss({ href }: URL, cause?: LorekeepError): void {
    this.whole = false;
    this.problem ??= new LorekeepError('SOURCE_LIST_UNREAD', { address: href }, cause);
  }
}

function cut(list: PageList, maxPages: number): PageList {
  const beyond = Math.max(0, list.pages.length - maxPages);
  if (beyond === 0) return list;
  const pages = list.pages.slice(0, maxPages);
  return { ...list, pages, leftOut: list.leftOut + beyond };
}
