// What the library holds, in numbers: folders, documents by state, problems, sizes.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type DocumentState, documentStates } from '../../shared/contract/documents.ts';
import type {
  DocumentProblem,
  EmbedderInfo,
  Folder,
  LibraryStatus,
} from '../../shared/contract/library.ts';
import { errorSentence } from '../../shared/texts/format.ts';
import type { IndexStore } from '../store/index/index-store.ts';
import type { LibraryStore } from '../store/library/library-store.ts';

type Counts = Record<DocumentState, number>;

/** States that are final and need a word to the person. */
const problemStates = documentStates.filter((state) => state !== 'queued' && state !== 'indexed');

export function readFolders(library: LibraryStore, index: IndexStore): Folder[] {
  const scannedAt = index.counts.scannedAt();
  const counts = index.counts.byState();
  return library.folders.list().map(({ id, path, addedAt, include, exclude }) => ({
    id,
    path,
    source: sourceOf(id, library),
    addedAt,
    include,
    exclude,
    online: isOnline(path),
    scannedAt: scannedAt.get(id) ?? null,
    documents: countsOf(counts.filter(({ folderId }) => folderId === id)),
  }));
}

export function readStatus(
  library: LibraryStore,
  index: IndexStore,
  embedder: EmbedderInfo,
): LibraryStatus {
  const { chunks, pending, sources, text } = index.counts.sums();
  return {
    folders: readFolders(library, index),
    documents: countsOf(index.counts.byState()),
    problems: readProblems(library, index),
    chunks,
    semanticPending: pending,
    bytes: { sources, text, index: index.bytes(), library: library.bytes() },
    embedder,
  };
}

function readProblems(library: LibraryStore, index: IndexStore): DocumentProblem[] {
  const paths = new Map(library.folders.list().map(({ id, path }) => [id, path]));
  const { rows } = index.documents.list({ states: problemStates, offset: 0, limit: -1 });
  return rows.map((row) => {
    const code = row.code ?? 'INTERNAL';
    return {
      path: join(paths.get(row.folderId) ?? '', row.relativePath),
      folderId: row.folderId,
      relativePath: row.relativePath,
      state: row.state,
      code,
      message: errorSentence(code, row.params ?? {}),
    };
  });
}

function countsOf(rows: readonly { state: DocumentState; count: number }[]): Counts {
  const counts = Object.fromEntries(documentStates.map((state) => [state, 0])) as Counts;
  for (const { state, count } of rows) counts[state] += count;
  return counts;
}

function sourceOf(folderId: string, library: LibraryStore): Folder['source'] {
  const source = library.sources.ofFolder(folderId);
  return source ? { id: source.id, name: source.name, address: source.address } : undefined;
}

function isOnline(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Whatever keeps us from reaching it: it cannot be reached.
    return false;
  }
}
