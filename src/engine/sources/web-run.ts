// One run of a web source: what pages it has by now, each of them fetched if it may have changed,
// and what is gone removed. What cannot be fetched leaves what was there as it is.
import type { SourceRun } from '../../shared/contract/sources.ts';
import { type ErrorCode, LorekeepError } from '../../shared/errors.ts';
import type { NetworkGate } from '../network/gate.ts';
import type { SourceRow, SourceState } from '../store/library/sources.ts';
import type { TaskContext } from '../tasks/task-registry.ts';
import type { HostTurns } from './host-turns.ts';
import type { KeptPages } from './kept-pages.ts';
import { bytesOf, endingOf, fileNameOf, htmlPage, isReadable, lastName } from './page-content.ts';
import { addressName, ownName } from './source-name.ts';
import { createVisitor, type Visited, type VisitedPage, type Visitor } from './visitor.ts';
import { kindOf, type ListedPage, type PageList, readFeed, readSitemaps } from './web-list.ts';

export interface WebRunParts {
  gate: NetworkGate;
  turns: HostTurns;
  version: string;
  maxBytes: number;
  pages: KeptPages;
  /** Stores what is known of the source by now. */
  change(changes: Partial<SourceState>): void;
  /** Called when a file was written or removed. */
  onWritten(): void;
}

/** Ending of what a feed says of a page that could not be fetched: it gives way to the page. */
const entryEnding = '.entry.html';

/** What stands for the failure of one page; all else ends the run. */
const pageFailures: ReadonlySet<ErrorCode> = new Set([
  'PAGE_GONE',
  'PAGE_REFUSED',
  'PAGE_BUSY',
  'PAGE_UNREACHABLE',
  'PAGE_ROBOTS',
  'PAGE_REDIRECTS',
  'PAGE_OTHER_HOST',
  'PAGE_PRIVATE',
  'PAGE_TOO_LARGE',
  'PAGE_NO_DOCUMENT',
]);

/**
 * @throws LorekeepError why the address itself, or none of its pages, could be fetched; DISK_FULL,
 *   DATA_FOLDER_UNUSABLE; the signal's reason
 */
export async function runWebSource(
  source: SourceRow,
  address: URL,
  parts: WebRunParts,
  task: TaskContext,
): Promise<SourceRun> {
  const admits = (url: URL) => source.otherHosts || sameSite(url, address);
  // What was on the internet when it was added must not lead into the person's network later.
  let isPrivate = source.isPrivate;
  const pass = parts.gate.open(source.name, {
    admits,
    mayBePrivate: (url) => url.host === address.host && isPrivate !== false,
  });
  const { signal } = task;
  const visitor = createVisitor({ ...parts, pass, signal });
  try {
    task.report({ phase: 'fetching', done: 0, total: null, current: address.href });
    const first = await visitRoot(source, address, visitor, parts);
    const root = first.kind === 'page' ? first : null;
    if (root) {
      isPrivate ??= root.private;
      const kind = source.kind ?? kindOf(root);
      const unnamed = source.fetchedAt === null && source.name === addressName(address);
      const name = (unnamed && ownName(root)) || source.name;
      source = { ...source, kind, name };
      parts.change({ kind, isPrivate, name });
    }
    const list = await listPages(source, address, root, visitor, { admits }, parts.pages);
    if (list.pages.length === 0 && root) {
      throw new LorekeepError('SOURCE_EMPTY', { host: address.host });
    }
    const run = new WebRun(parts, visitor, source.kind === 'page' ? first : null);
    const result = await run.fetchAll(list, task);
    if (root && list.whole) result.gone += run.removeUnlisted(source, list);
    parts.pages.sweep();
    if (root && source.kind !== 'page' && !list.nested) {
      parts.change({ etag: root.etag, lastModified: root.lastModified });
    }
    return result;
  } finally {
    pass.close();
  }
}

async function visitRoot(
  source: SourceRow,
  address: URL,
  visitor: Visitor,
  { pages, onWritten }: WebRunParts,
): Promise<Visited> {
  const page = pages.find(address.href);
  const ofList = source.kind === 'sitemap' || source.kind === 'feed';
  const known = ofList ? source : page?.file ? page : undefined;
  try {
    return await visitor.visit(address, known);
  } catch (error) {
    if (ofList || !(error instanceof LorekeepError) || !pageFailures.has(error.code)) throw error;
    if (error.code === 'PAGE_GONE' && pages.drop(address.href)) onWritten();
    pages.fail(address.href, address.href, error);
    throw error;
  }
}

async function listPages(
  source: SourceRow,
  address: URL,
  root: VisitedPage | null,
  visitor: Visitor,
  { admits }: { admits(url: URL): boolean },
  pages: KeptPages,
): Promise<PageList> {
  const itself = { key: address.href, address, changedAt: null, own: null };
  if (source.kind === 'page' || source.kind === null) {
    return { pages: [itself], leftOut: 0, whole: true, nested: false };
  }
  const rules = { maxPages: source.maxPages, admits };
  if (root)
    return source.kind === 'feed' ? readFeed(root, rules) : readSitemaps(root, visitor, rules);
  // The list is as it was. Old entries of a feed do not change; pages of a site may.
  const wanted = (key: string, failed: boolean) =>
    source.kind === 'sitemap' || failed || !pages.find(key)?.file;
  const known = pages.list().filter(({ key, failure }) => wanted(key, failure !== null));
  const listed = known.flatMap(({ key }) => {
    const url = URL.parse(key);
    return url && !url.hash ? [{ key, address: url, changedAt: null, own: null }] : [];
  });
  const leftOut = source.lastRun?.leftOut ?? 0;
  return { pages: listed, leftOut, whole: false, nested: false };
}

type Outcome = 'fetched' | 'same' | 'gone' | 'failed';

class WebRun {
  private readonly parts: WebRunParts;
  private readonly visitor: Visitor;
  /** What came of the source's only page; null for a list of pages. */
  private readonly itself: Visited | null;
  private firstFailure: LorekeepError | null = null;

  constructor(parts: WebRunParts, visitor: Visitor, itself: Visited | null) {
    this.parts = parts;
    this.visitor = visitor;
    this.itself = itself;
  }

  async fetchAll(list: PageList, task: TaskContext): Promise<SourceRun> {
    const run: SourceRun = { fetched: 0, same: 0, gone: 0, failed: 0, leftOut: list.leftOut };
    const total = list.pages.length;
    for (const [done, page] of list.pages.entries()) {
      task.signal.throwIfAborted();
      task.report({ done, total, current: page.address.href });
      const outcome = await this.fetchPage(page);
      run[outcome]++;
      if (outcome === 'fetched' || outcome === 'gone') this.parts.onWritten();
    }
    task.report({ done: total, total, current: null });
    const nothing = this.itself !== null || !this.parts.pages.list().some(({ file }) => file);
    if (this.firstFailure && run.fetched + run.same === 0 && nothing) throw this.firstFailure;
    return run;
  }

  /** Pages that a whole list names no more; a feed forgets what is old, and we do not. */
  removeUnlisted(source: SourceRow, list: PageList): number {
    if (source.kind === 'feed') return 0;
    const gone = this.parts.pages.forgetOthers(new Set(list.pages.map(({ key }) => key)));
    if (gone > 0) this.parts.onWritten();
    return gone;
  }

  private async fetchPage(listed: ListedPage): Promise<Outcome> {
    const { pages } = this.parts;
    const known = pages.find(listed.key);
    const { changedAt } = listed;
    const current = known?.fetchedAt && changedAt !== null && known.fetchedAt > changedAt;
    if (known?.file && !known.failure && current) {
      pages.confirm(known);
      return 'same';
    }
    // Nothing but the feed itself has this entry.
    if (listed.key.includes('#')) return this.keepEntry(listed) ?? 'same';
    const validators = known?.file && !known.file.endsWith(entryEnding) ? known : undefined;
    try {
      const visited = this.itself ?? (await this.visitor.visit(listed.address, validators));
      if (visited.kind === 'page') return this.keepPage(listed, visited);
      if (known) pages.confirm(known);
      return 'same';
    } catch (error) {
      if (!(error instanceof LorekeepError) || !pageFailures.has(error.code)) throw error;
      return this.pageFailed(listed, error);
    }
  }

  private keepPage({ key }: ListedPage, page: VisitedPage): Outcome {
    if (!isReadable(page.mediaType)) {
      throw new LorekeepError('PAGE_NO_DOCUMENT', { type: page.mediaType });
    }
    const modified = Date.parse(page.lastModified ?? '');
    const written = this.parts.pages.keep({
      key,
      address: key,
      title: lastName(page.url),
      file: fileNameOf(key, endingOf(page)),
      bytes: bytesOf(page),
      etag: page.etag,
      lastModified: page.lastModified,
      modifiedAt: Number.isNaN(modified) ? null : modified,
    });
    return written ? 'fetched' : 'same';
  }

  private pageFailed(listed: ListedPage, error: LorekeepError): Outcome {
    const { pages } = this.parts;
    const { key } = listed;
    const before = pages.find(key)?.file ?? null;
    // The whole page that was fetched before says more than its entry.
    const keepsPage =
      before !== null && !before.endsWith(entryEnding) && error.code !== 'PAGE_GONE';
    const entry = keepsPage ? null : this.keepEntry(listed);
    if (entry) return entry;
    this.firstFailure ??= error;
    const dropped = error.code === 'PAGE_GONE' && pages.drop(key);
    pages.fail(key, key, error);
    return dropped ? 'gone' : 'failed';
  }

  private keepEntry({ key, address, own, changedAt }: ListedPage): Outcome | null {
    if (!own) return null;
    const written = this.parts.pages.keep({
      key,
      address: address.href,
      title: own.title || null,
      file: fileNameOf(key, entryEnding),
      bytes: new TextEncoder().encode(htmlPage(own.title, own.html)),
      etag: null,
      lastModified: null,
      modifiedAt: changedAt,
    });
    return written ? 'fetched' : 'same';
  }
}

/** One site: the same host, be it with or without its `www`. */
export function sameSite(a: URL, b: URL): boolean {
  const site = (url: URL) => url.host.replace(/^www\./, '');
  return site(a) === site(b);
}
