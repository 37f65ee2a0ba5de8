// Entry of the searcher thread: searching never holds up the engine's event loop.
import { serveThread } from '../calls/thread.ts';
import { openSearcher, type Searcher, type SearchRequest } from './searcher.ts';
import { helperStarter } from './semantic/scan-helper.ts';
import type { DocumentFilter } from '../store/index/document-filter.ts';
import type { ParsedQuery } from './query/parsed-query.ts';
import { openDocumentWalk, type DocumentWalk } from './walk/document-walk.ts';
import { openSuggester, type Suggester, type SuggestRequest } from './suggest/suggester.ts';

let searcher: Searcher | null = null;
let suggester: Suggester | null = null;
let indexFile = '';
let walk: DocumentWalk | null = null;
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
    indexFile = file;
  },
  search(request: SearchRequest) {
    if (!searcher) throw new Error('the searcher is not open');
    return searcher.search(request);
  },
  suggest(request: SuggestRequest) {
    if (!suggester) throw new Error('the suggester is not open');
    return suggester.suggest(request);
  },
  documentsHolding: (query: ParsedQuery, most: number) => walking().holding(query, most),
  documentsNamed: (name: string, filter: DocumentFilter, most: number) =>
    walking().named(name, filter, most),
  documentsIn: (filter: DocumentFilter, directory: string | null, most: number) =>
    walking().inScope(filter, directory, most),
  passagesOf: (chunks: readonly number[], terms: readonly string[]) =>
    walking().passages(chunks, terms),
  partsOf: (document: number, from: number, most: number) => walking().parts(document, from, most),
  /** Answers why when the thread that helps died by itself; searching goes on without it. */
  helperLost: () => helperLost.promise,
  /** Makes ready what the first search and the first suggestion would wait for. */
  async prepare(embedder: string, dimensions: number): Promise<void> {
    searcher?.prepare(embedder, dimensions);
    await suggester?.load();
  },
  close(): void {
    walk?.close();
    walk = null;
    indexFile = '';
    suggester?.close();
    suggester = null;
    searcher?.close();
    searcher = null;
  },
};

/** Opened by the first walk: few sessions have one. */
function walking(): DocumentWalk {
  if (indexFile === '') throw new Error('the searcher is not open');
  return (walk ??= openDocumentWalk(indexFile));
}

export type SearcherThread = typeof functions;

serveThread(functions);
