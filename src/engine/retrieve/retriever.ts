// Searching as the rest of the engine uses it: scope in, ranked passages out.
import type { SearchMode } from '../../shared/contract/search.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { startThread, type Thread } from '../calls/thread.ts';
import type { Embedder } from '../embedder.ts';
import type { SearcherThread } from './searcher.thread.ts';
import type { SearchResult } from './searcher.ts';
import { parseQuery } from './query.ts';

export interface RetrieveRequest {
  query: string;
  mode: SearchMode;
  /** Ids of the folders to search; null for all. */
  folderIds: string[] | null;
  limit: number;
  /** Leaves out what only the semantic side found and nothing else speaks for. */
  onlyEvident: boolean;
}

export interface Retriever {
  /**
   * @throws LorekeepError QUERY_EMPTY, QUERY_TOO_LONG, INDEX_DAMAGED, CANCELLED
   */
  retrieve(request: RetrieveRequest, signal: AbortSignal): Promise<SearchResult>;
  /** Starts the searching thread before the first search needs it. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

export function createRetriever(threadUrl: URL, indexFile: string, embedder: Embedder): Retriever {
  let opened: Promise<Thread<SearcherThread>> | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  async function open(): Promise<Thread<SearcherThread>> {
    const thread = startThread<SearcherThread>(threadUrl, null);
    await thread.remote.open(indexFile);
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
    async retrieve({ query, mode, folderIds, limit, onlyEvident }, signal) {
      const { terms, words, text } = parseQuery(query);
      const vector = mode === 'keyword' ? null : await embedder.embedQuery({ text, words });
      opened ??= open();
      const { remote } = await opened;
      const request = {
        terms,
        words,
        vector,
        embedder: embedder.id,
        semanticWeight: embedder.weight,
        mode,
        folderIds,
        limit,
        onlyEvident,
      };
      return inTurn(() => remote.search(request), signal);
    },
    async warmUp() {
      opened ??= open();
      await opened;
    },
    async close() {
      const thread = await opened?.catch(() => null);
      await thread?.remote.close().catch(() => {});
      await thread?.stop();
    },
  };
}
