// Searching as the rest of the engine uses it: scope in, ranked passages out.
import type { SearchMode } from '../../shared/contract/search.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { startThread, type Thread } from '../calls/thread.ts';
import { abortable } from '../calls/abortable.ts';
import type { LiveEmbedder } from '../embedder.ts';
import type { Reranking } from '../reranker.ts';
import type { SearcherThread } from './searcher.thread.ts';
import { mostReranked, rerank } from './rerank/rerank.ts';
import type { Found, SearchResult } from './searcher.ts';
import type { ParsedQuery } from './query/parsed-query.ts';
import type { Suggested, SuggestRequest } from './suggest/suggester.ts';
import type { DocumentFilter } from '../store/index/document-filter.ts';
import type { DocumentParts } from './walk/document-walk.ts';
import type { WalkedDocuments } from './walk/walked-documents.ts';

export interface RetrieveRequest {
  query: ParsedQuery;
  mode: SearchMode;
  limit: number;
  /** Leaves out what only the semantic side found and nothing else speaks for. */
  onlyEvident: boolean;
  /** Short passages come with what stands around them: for answers. */
  widen?: boolean;
  /** The query is being typed: nothing is waited for that takes longer than typing on. */
  typing?: boolean;
  /** The best passages are put in order by the reranker, if one is chosen. */
  rerank?: boolean;
}

export interface Retriever {
  /**
   * @throws LorekeepError INDEX_DAMAGED, CANCELLED
   */
  retrieve(request: RetrieveRequest, signal: AbortSignal): Promise<SearchResult>;
  /**
   * Documents by parts of their names, and headings.
   *
   * @throws LorekeepError INDEX_DAMAGED, CANCELLED
   */
  suggest(request: SuggestRequest, signal: AbortSignal): Promise<Suggested>;
  /** What a walk over whole documents reads; each throws INDEX_DAMAGED, CANCELLED. */
  readonly walk: Walking;
  /** Starts the searching thread before the first search needs it. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** Documents are found by all that match; `most` of them are named, the best first. */
export interface Walking {
  /** Those whose text holds all words and phrases of a query, and nothing that it excludes. */
  holding(query: ParsedQuery, most: number, signal: AbortSignal): Promise<WalkedDocuments>;
  /** Those whose title or file name is this. */
  named(
    name: string,
    filter: DocumentFilter,
    most: number,
    signal: AbortSignal,
  ): Promise<WalkedDocuments>;
  /** All that a filter lets through, in the order of their paths; below a directory if one is named. */
  inScope(
    filter: DocumentFilter,
    directory: string | null,
    most: number,
    signal: AbortSignal,
  ): Promise<WalkedDocuments>;
  /** Chunks with what stands around them; those that are gone are left out. */
  passages(
    chunks: readonly number[],
    terms: readonly string[],
    signal: AbortSignal,
  ): Promise<Found[]>;
  /** A document's text in order, a slice of its chunks at a time. */
  parts(document: number, from: number, most: number, signal: AbortSignal): Promise<DocumentParts>;
}

/** Where the searching thread finds the index, the kernels that are shipped, and its helper. */
interface Places {
  file: string;
  kernels: string;
  scanHelper: URL;
}

type Chosen = NonNullable<ReturnType<Reranking['current']>>;

export interface RetrieverParts {
  threadUrl: URL;
  places: Places;
  live: LiveEmbedder;
  reranking: Reranking;
  /** Told when the thread that helps the searching one died by itself. */
  onHelperLost(reason: string): void;
}

/** How long a query that is being typed waits for its vector: an embedder may have to be loaded. */
const typingPatienceMs = 250;

export function createRetriever(parts: RetrieverParts): Retriever {
  const { threadUrl, places, live, reranking, onHelperLost } = parts;
  let opened: Promise<Thread<SearcherThread>> | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function open(): Promise<Thread<SearcherThread>> {
    const thread = startThread<SearcherThread>(threadUrl, null);
    await thread.remote.open(places.file, places.kernels, places.scanHelper.href);
    // Rejected when the searching thread itself ends: that is told elsewhere.
    void thread.remote.helperLost().then(onHelperLost, () => {});
    return thread;
  }

  /** A search given up while it waited for its turn is never run: typing fast costs nothing. */
  function inTurn<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const mine = turn.then(() => {
      if (signal.aborted) throw new LorekeepError('CANCELLED');
      return work();
    });
    turn = mine.catch(() => {});
    return mine;
  }

  async function embedded({ text, words }: ParsedQuery) {
    const { embedder } = await live.get();
    const vector = await embedder.embedQuery({ text, words });
    live.worked();
    const { id, weight, unrelated } = embedder;
    return { vector, embedder: id, semanticWeight: weight, unrelated };
  }

  /** The query as the semantic side needs it. Without an embedder, words are all there is. */
  async function semanticSide(request: RetrieveRequest, signal: AbortSignal) {
    const none = { vector: null, embedder: '', semanticWeight: 0, unrelated: 0 };
    const { query, mode, typing = false } = request;
    if (mode === 'keyword') return none;
    const late = AbortSignal.timeout(typingPatienceMs);
    try {
      const patience = typing ? AbortSignal.any([signal, late]) : signal;
      return await abortable(embedded(query), patience);
    } catch (error) {
      if (signal.aborted) throw new LorekeepError('CANCELLED');
      if (typing && late.aborted) return none;
      // Who asks for meanings alone is told why there are none.
      if (!live.failed(error) || mode === 'semantic') throw error;
      return none;
    }
  }

  async function inNewOrder(
    query: ParsedQuery,
    found: Found[],
    chosen: Chosen,
    signal: AbortSignal,
  ): Promise<Found[]> {
    try {
      const ordered = await rerank(query.text, found, chosen, signal);
      reranking.worked();
      return ordered;
    } catch (error) {
      if (signal.aborted) throw new LorekeepError('CANCELLED');
      reranking.failed(error);
      return found;
    }
  }

  /** What reads the passages of a search; null if nothing does. */
  function rerankerFor({ query, rerank: wanted = false }: RetrieveRequest): Chosen | null {
    if (!wanted || query.newestFirst || query.terms.length === 0) return null;
    try {
      return reranking.current();
    } catch (error) {
      reranking.failed(error);
      return null;
    }
  }

  /** Between searches, not in turn with them: a walk asks for little at a time. */
  async function read<T>(
    ask: (remote: Thread<SearcherThread>['remote']) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    opened ??= open();
    const { remote } = await opened;
    if (signal.aborted) throw new LorekeepError('CANCELLED');
    return abortable(ask(remote), signal);
  }

  return {
    walk: {
      holding: (query, most, signal) =>
        read((remote) => remote.documentsHolding(query, most), signal),
      named: (name, filter, most, signal) =>
        read((remote) => remote.documentsNamed(name, filter, most), signal),
      inScope: (filter, directory, most, signal) =>
        read((remote) => remote.documentsIn(filter, directory, most), signal),
      passages: (chunks, terms, signal) =>
        read((remote) => remote.passagesOf(chunks, terms), signal),
      parts: (document, from, most, signal) =>
        read((remote) => remote.partsOf(document, from, most), signal),
    },
    async retrieve(request, signal) {
      const { query, mode, limit, onlyEvident, widen = false } = request;
      const semantic = await semanticSide(request, signal);
      const chosen = rerankerFor(request);
      opened ??= open();
      const { remote } = await opened;
      const enough = chosen ? Math.max(limit, mostReranked) : limit;
      const asked = { query, ...semantic, mode, limit: enough, onlyEvident, widen };
      const result = await inTurn(() => remote.search(asked), signal);
      if (!chosen) return result;
      const found = await inNewOrder(query, result.found, chosen, signal);
      return { ...result, found: found.slice(0, limit) };
    },
    async suggest(request, signal) {
      opened ??= open();
      const { remote } = await opened;
      // Not in turn: the first one waits for the names, between which searches run.
      if (signal.aborted) throw new LorekeepError('CANCELLED');
      return remote.suggest(request);
    },
    async warmUp() {
      opened ??= open();
      const { remote } = await opened;
      const { embedder, dimensions } = live.generation();
      await remote.prepare(embedder, dimensions);
    },
    async close() {
      const thread = await opened?.catch(() => null);
      await thread?.remote.close().catch(() => {});
      await thread?.stop();
    },
  };
}
