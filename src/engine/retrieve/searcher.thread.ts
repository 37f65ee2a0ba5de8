// Entry of the searcher thread: searching never holds up the engine's event loop.
import { serveThread } from '../calls/thread.ts';
import { openSearcher, type Searcher, type SearchRequest } from './searcher.ts';

let searcher: Searcher | null = null;

const functions = {
  open(file: string): void {
    searcher = openSearcher(file);
  },
  search(request: SearchRequest) {
    if (!searcher) throw new Error('the searcher is not open');
    return searcher.search(request);
  },
  close(): void {
    searcher?.close();
    searcher = null;
  },
};

export type SearcherThread = typeof functions;

serveThread(functions);
