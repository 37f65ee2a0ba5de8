// What a question may look at: the folders and documents that its settings name, and the files of
// its own conversation.
import type { Asked } from './answer/asked.ts';
import { documentsInScope, foldersInScope } from './library/scope.ts';
import type { ParsedQuery } from './retrieve/query/parsed-query.ts';
import { readRequest } from './retrieve/query/read-request.ts';
import type { DocumentFilter } from './store/index/document-filter.ts';
import type { LibraryStore } from './store/library/library-store.ts';

export interface QuestionScope {
  documents: DocumentFilter['documents'];
  /**
   * The ids of the folders as they are now: they may change while a long answer is written.
   *
   * @throws LorekeepError COLLECTION_UNKNOWN
   */
  folderIds(): string[];
  /** @throws LorekeepError COLLECTION_UNKNOWN, QUERY_EMPTY, and what keeps a query from being read */
  queryOf(text: string): ParsedQuery;
}

export function questionScope(
  { settings: { scope }, attached = null }: Asked,
  library: LibraryStore,
): QuestionScope {
  const documents = documentsInScope(scope, attached);

  function folderIds(): string[] {
    const inScope = foldersInScope(library, scope);
    return attached === null ? inScope : [...inScope, attached];
  }

  return {
    documents,
    folderIds,
    queryOf(text) {
      const collections = library.collections.list();
      const asked = { text, folderIds: folderIds(), documents, collections };
      return readRequest({ ...asked, typing: false, now: new Date() }).query;
    },
  };
}
