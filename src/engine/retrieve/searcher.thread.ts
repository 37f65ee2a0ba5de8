// Entry of the searcher thread: searching never holds up the engine's event loop.
import { serveThread } from '../calls/thread.ts';
import { openSearcher, type Searcher, type SearchRequest } from './searcher.ts';
import { openSuggester, type Suggester, type SuggestRequest } from './suggest/suggester.ts';

let searcher: Searcher | null = null;
let suggester: Suggester | null = null;

const functions = {
  /** @param kernels the shipped folder of kernels */
  open(file: string, kernels: string): void {
    searcher = openSearcher(file, kernels);
    suggester = openSuggester(file);
  },
  search(request: SearchRequest) {
    if (!searcher) throw new Error('the searcher is not open');
    return searcher.search(request);
  },
  suggest(request: SuggestRequest) {
    if (!suggester) throw new Error('the suggester is not open');
    return suggester.suggest(request);
  },
  /** Makes ready what the first search and the first suggestion would wait for. */
  async prepare(embedder: string, dimensions: number): Promise<void> {
    searcher?.prepare(embedder, dimensions);
    await suggester?.load();
  },
  close(): void {
    suggester?.close();
    suggester = null;
    searcher?.close();
    searcher = null;
  },
};

export type SearcherThread = typeof functions;

serveThread(functions);
