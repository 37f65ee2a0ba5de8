// Entry of the searcher thread: searching never holds up the engine's event loop.
import { serveThread } from '../calls/thread.ts';
import { openSearcher, type Searcher, type SearchRequest } from './searcher.ts';
import { helperStarter } from './semantic/scan-helper.ts';
import { openSuggester, type Suggester, type SuggestRequest } from './suggest/suggester.ts';

let searcher: Searcher | null = null;
let suggester: Suggester | null = null;
const helperLost = Promise.withResolvers<string>();

const functions = {
  /**
   * @param kernels the shipped folder of kernels
   * @param scanHelper URL of the entry of the thread that helps
   */
  open(file: string, kernels: string, scanHelper: string): void {
    const startHelper = helperStarter(new URL(scanHelper), ({ message }) =>
      helperLost.resolve(message),
    );
    searcher = openSearcher(file, kernels, startHelper);
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
  /** Answers why when the thread that helps died by itself; searching goes on without it. */
  helperLost: () => helperLost.promise,
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
