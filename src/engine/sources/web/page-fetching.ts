// Fetches the pages of a list, one after the other, and keeps them. What a feed says itself of a
// page stands in for it as long as it cannot be had.
import type { SourceRun } from '../../../shared/contract/sources.ts';
import { type ErrorCode, LorekeepError } from '../../../shared/errors.ts';
import type { SourcePage } from '../../store/library/source-pages.ts';
import type { TaskContext } from '../../tasks/task-registry.ts';
import type { KeptPages } from '../kept-pages.ts';
import { bytesOf, endingOf, fileNameOf, htmlPage, isReadable, lastName } from './page-content.ts';
import type { Visited, VisitedPage, Visitor } from './visitor.ts';
import type { ListedPage, PageList } from './web-list.ts';

/** Ending of what a feed says of a page that could not be fetched: it gives way to the page. */
const entryEnding = '.entry.html';

/** What stands for the failure of one page, and whether it will be the same the next time. */
const pageFailures: ReadonlyMap<ErrorCode, 'passing' | 'lasting'> = new Map([
  ['PAGE_REFUSED', 'passing'],
  ['PAGE_BUSY', 'passing'],
  ['PAGE_UNREACHABLE', 'passing'],
  ['PAGE_GONE', 'lasting'],
  ['PAGE_ROBOTS', 'lasting'],
  ['PAGE_REDIRECTS', 'lasting'],
  ['PAGE_OTHER_HOST', 'lasting'],
  ['PAGE_PRIVATE', 'lasting'],
  ['PAGE_TOO_LARGE', 'lasting'],
  ['PAGE_NO_DOCUMENT', 'lasting'],
]);

/** True for what concerns one page; all else ends the run. */
export function isPageFailure(error: unknown): error is LorekeepError {
  return error instanceof LorekeepError && pageFailures.has(error.code);
}

type Outcome = 'fetched' | 'same' | 'gone' | 'failed';

export interface PageFetchingParts {
  pages: KeptPages;
  /** Called when a file was written or removed. */
  onWritten(): void;
}

export class PageFetching {
  private readonly parts: PageFetchingParts;
  private readonly visitor: Visitor;
  /** What came of the source's only page; null for a list of pages. */
  private readonly itself: Visited | null;
  private firstFailure: LorekeepError | null = null;

  constructor(parts: PageFetchingParts, visitor: Visitor, itself: Visited | null) {
    this.parts = parts;
    this.visitor = visitor;
    this.itself = itself;
  }

  /** @throws LorekeepError why none of them could be fetched, DISK_FULL; the signal's reason */
  async fetchAll(list: PageList, task: TaskContext): Promise<SourceRun> {
    const run: SourceRun = { fetched: 0, same: 0, gone: 0, failed: 0, leftOut: list.leftOut };
    const total = list.pages.length;
    for (const [done, page] of this.inOrder(list.pages).entries()) {
      task.signal.throwIfAborted();
      task.report({ done, total, current: page.address.href });
      const outcome = await this.fetchPage(page, task.signal);
      run[outcome]++;
    }
    task.report({ done: total, total, current: null });
    const nothing = this.itself !== null || !this.parts.pages.list().some(({ file }) => file);
    if (this.firstFailure && run.fetched + run.same === 0 && nothing) throw this.firstFailure;
    return run;
  }

  /**
   * What failed the last time comes last: a host is let alone after a few failures, and the others
   * would wait behind the same pages for ever. Among themselves by lot, for the same reason.
   */
  private inOrder(listed: readonly ListedPage[]): ListedPage[] {
    const failed = listed.filter(({ key }) => this.parts.pages.find(key)?.failure);
    if (failed.length === 0) return [...listed];
    const last = new Set(failed);
    const drawn = failed.map((page) => ({ page, lot: Math.random() }));
    const byLot = drawn.toSorted((a, b) => a.lot - b.lot).map(({ page }) => page);
    return [...listed.filter((page) => !last.has(page)), ...byLot];
  }

  private async fetchPage(listed: ListedPage, signal: AbortSignal): Promise<Outcome> {
    const { pages } = this.parts;
    const known = pages.find(listed.key);
    if (known && isCurrent(known, listed)) return 'same';
    // Nothing but the feed itself has this entry.
    if (listed.key.includes('#')) return this.keepEntry(listed, null) ?? 'same';
    const validators = known?.file && !known.file.endsWith(entryEnding) ? known : undefined;
    try {
      const visited = this.itself ?? (await this.visitor.visit(listed.address, validators));
      // Whoever cancelled may have taken the folder away.
      signal.throwIfAborted();
      if (visited.kind === 'page') return this.keepPage(listed, visited);
      if (known) pages.confirm(known, listed.changedAt);
      return 'same';
    } catch (error) {
      if (!isPageFailure(error)) throw error;
      return this.pageFailed(listed, error);
    }
  }

  private keepPage(listed: ListedPage, page: VisitedPage): Outcome {
    if (!isReadable(page.mediaType)) {
      throw new LorekeepError('PAGE_NO_DOCUMENT', { type: page.mediaType });
    }
    const { key } = listed;
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
      listedAt: listed.changedAt,
      failure: null,
    });
    if (written) this.parts.onWritten();
    return written ? 'fetched' : 'same';
  }

  private pageFailed(listed: ListedPage, error: LorekeepError): Outcome {
    const { pages } = this.parts;
    const { key } = listed;
    const before = pages.find(key)?.file ?? null;
    const hadEntry = before?.endsWith(entryEnding) ?? false;
    const gone = error.code === 'PAGE_GONE';
    // The whole page that was fetched before says more than its entry.
    const keepsPage = before !== null && !hadEntry && !gone;
    const passing = pageFailures.get(error.code) === 'passing';
    const entry = keepsPage ? null : this.keepEntry(listed, passing ? error : null);
    if (entry) return passing ? 'failed' : entry;
    // The feed is as it was, and so is what it said of the page.
    if (hadEntry && !passing) return 'same';
    this.firstFailure ??= error;
    const dropped = gone && pages.drop(key);
    if (dropped) this.parts.onWritten();
    pages.fail(key, key, error);
    return dropped ? 'gone' : 'failed';
  }

  /** @param failure why it is kept, if the page itself is to be tried again */
  private keepEntry(listed: ListedPage, failure: LorekeepError | null): Outcome | null {
    const { key, address, own, changedAt } = listed;
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
      listedAt: listed.changedAt,
      failure: failure && { code: failure.code, params: failure.params },
    });
    if (written) this.parts.onWritten();
    return written ? 'fetched' : 'same';
  }
}

/**
 * Whether a page need not even be asked for: its list says that it was last changed when it was
 * already said so, and it was fetched after that. A list may lag behind its site, and the clocks
 * of both differ from ours: an earlier time than that of fetching says nothing alone.
 */
function isCurrent(known: SourcePage, { changedAt }: ListedPage): boolean {
  if (!known.file || known.failure || changedAt === null || known.fetchedAt === null) return false;
  return known.listedAt === changedAt && known.fetchedAt > changedAt;
}
