// One run of a web source: what pages it has by now, each of them fetched if it may have changed,
// and what is gone removed. What cannot be fetched leaves what was there as it is.
import type { SourceRun } from '../../../shared/contract/sources.ts';
import { LorekeepError } from '../../../shared/errors.ts';
import type { NetworkGate } from '../../network/gate.ts';
import type { SourceFailure, SourceRow, SourceState } from '../../store/library/sources.ts';
import type { TaskContext } from '../../tasks/task-registry.ts';
import type { HostTurns } from './host-turns.ts';
import type { KeptPages } from '../kept-pages.ts';
import { isPageFailure, PageFetching } from './page-fetching.ts';
import { addressName, ownName } from './source-name.ts';
import { createVisitor, type Visited, type VisitedPage, type Visitor } from './visitor.ts';
import { sameSite } from './web-address.ts';
import { kindOf, type PageList, readFeed, readSitemaps } from './web-list.ts';

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

/** What a run came to, and what of it was not as it should be. */
export interface WebRunResult {
  run: SourceRun;
  failure: SourceFailure | null;
}

/**
 * @throws LorekeepError why the address itself, or none of its pages, could be fetched; DISK_FULL,
 *   DATA_FOLDER_UNUSABLE; the signal's reason
 */
export async function runWebSource(
  source: SourceRow,
  address: URL,
  parts: WebRunParts,
  task: TaskContext,
): Promise<WebRunResult> {
  const admits = (url: URL) => source.otherHosts || sameSite(url, address);
  const way = privateWay(source, address, parts);
  const pass = parts.gate.open(source.name, { admits, mayBePrivate: way.isOpen });
  const { signal } = task;
  const nearHost = source.isPrivate ? address.host : null;
  const visitor = createVisitor({ ...parts, pass, signal, nearHost, onAnswer: way.onAnswer });
  try {
    task.report({ phase: 'fetching', done: 0, total: null, current: address.href });
    const first = await visitRoot(source, address, visitor, parts);
    const root = first.kind === 'page' ? first : null;
    if (root) {
      const kind = source.kind ?? kindOf(root);
      const unnamed = source.fetchedAt === null && source.name === addressName(address);
      const name = (unnamed && ownName(root)) || source.name;
      source = { ...source, kind, name };
      parts.change({ kind, name });
    }
    const list = await listPages(source, address, root, visitor, { admits }, parts.pages);
    if (list.pages.length === 0 && root) {
      throw new LorekeepError('SOURCE_EMPTY', { host: address.host });
    }
    const before = parts.pages.list().filter(({ file }) => file !== null);
    const fetching = new PageFetching(parts, visitor, source.kind === 'page' ? first : null);
    const run = await fetching.fetchAll(list, task);
    const lost = before.filter(({ key }) => !list.named.has(key)).length;
    const shrank = source.kind !== 'feed' && lost * 2 > before.length;
    const doubted = root && list.whole && shrank && !source.shrank;
    if (root && list.whole && !doubted) run.gone += removeUnlisted(source, list, parts);
    parts.pages.sweep();
    if (root && list.whole) parts.change({ shrank });
    if (root && source.kind !== 'page') noteVersion(root, list, doubted === true, parts);
    const params = { host: address.host, count: lost };
    const problem = doubted ? new LorekeepError('SOURCE_SHRUNK', params) : list.problem;
    return { run, failure: problem && { code: problem.code, params: problem.params } };
  } finally {
    pass.close();
  }
}

/**
 * Whether the source's own host may be in the person's network. Its first answer decides, whatever
 * came of that: what was on the internet then must not lead into the network later. Nor may it
 * within a run once it answered from the internet.
 */
function privateWay({ isPrivate }: SourceRow, { host }: URL, { change }: WebRunParts) {
  let open = isPrivate !== false;
  let known = isPrivate !== null;
  return {
    isOpen: (url: URL) => open && url.host === host,
    onAnswer(url: URL, fromPrivate: boolean): void {
      if (url.host !== host) return;
      if (!fromPrivate) open = false;
      if (!known) change({ isPrivate: fromPrivate });
      known = true;
    },
  };
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
    if (ofList || !isPageFailure(error)) throw error;
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
  const plain = { named: new Set([address.href]), problem: null, nested: false };
  if (source.kind === 'page' || source.kind === null) {
    return { ...plain, pages: [itself], leftOut: 0, whole: true };
  }
  const rules = { maxPages: source.maxPages, admits };
  if (root)
    return source.kind === 'feed' ? readFeed(root, rules) : readSitemaps(root, visitor, rules);
  // The list is as it was. Old entries of a feed do not change; pages of a site may.
  const wanted = (key: string, failed: boolean) =>
    source.kind === 'sitemap' || failed || !pages.find(key)?.file;
  const known = pages.list().filter(({ key, failure }) => wanted(key, failure !== null));
  const listed = known.flatMap(({ key, listedAt: changedAt }) => {
    const url = URL.parse(key);
    return url && !url.hash ? [{ key, address: url, changedAt, own: null }] : [];
  });
  const leftOut = source.lastRun?.leftOut ?? 0;
  return { ...plain, pages: listed, leftOut, whole: false };
}

/** Removes pages that a whole list names no more; a feed forgets what is old, and we do not. */
function removeUnlisted(source: SourceRow, list: PageList, parts: WebRunParts): number {
  if (source.kind === 'feed') return 0;
  const gone = parts.pages.forgetOthers(new Set(list.pages.map(({ key }) => key)));
  if (gone > 0) parts.onWritten();
  return gone;
}

/** What the next run asks by whether the list changed: nothing, if it must be read again anyway. */
function noteVersion(
  root: VisitedPage,
  { whole, nested }: PageList,
  again: boolean,
  { change }: WebRunParts,
): void {
  const read = whole && !nested && !again;
  change({ etag: read ? root.etag : null, lastModified: read ? root.lastModified : null });
}
