// Searching as the rest of the engine uses it: scope in, ranked passages out.
import type { SearchMode } from '../../shared/contract/search.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { startThread, type Thread } from '../calls/thread.ts';
import type { Embedder } from '../embedder.ts';
import type { SearcherThread } from './searcher.thread.ts';
import type { SearchResult } from './searcher.ts';
import type { ParsedQuery } from './query/parsed-query.ts';
import type { Suggested, SuggestRequest } from './suggest/suggester.ts';

export interface RetrieveRequest {
  query: ParsedQuery;
  mode: SearchMode;
  limit: number;
  /** Leaves out what only the semantic side found and nothing else speaks for. */
  onlyEvident: boolean;
  /** Short passages come with what stands around them: for answers. */
  widen?: boolean;
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
  /** Starts the searching thread before the first search needs it. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** Where the searching thread finds the index, and the kernels that are shipped. */
interface Places {
  file: string;
  kernels: string;
}

export function createRetriever(threadUrl: URL, places: Places, embedder: Embedder): Retriever {
  let opened: Promise<Thread<SearcherThread>> | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function open(): Promise<Thread<SearcherThread>> {
    const thread = startThread<SearcherThread>(threadUrl, null);
    await thread.remote.open(places.file, places.kernels);
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

  return {
    async retrieve({ query, mode, limit, onlyEvident, widen = false }, signal) {
      const { words, text } = query;
      const vector = mode === 'keyword' ? null : await embedder.embedQuery({ text, words });
      opened ??= open();
      const { remote } = await opened;
      const request = {
        query,
        vector,
        embedder: embedder.id,
        semanticWeight: embedder.weight,
        unrelated: embedder.unrelated,
        mode,
        limit,
        onlyEvident,
        widen,
      };
      return inTurn(() => remote.search(request), signal);
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
      await remote.prepare(embedder.id, embedder.dimensions);
    },
    async close() {
      const thread = await opened?.catch(() => null);
      await thread?.remote.close().catch(() => {});
      await thread?.stop();
    },
  };
}
