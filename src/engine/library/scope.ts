import type { Scope } from '../../shared/contract/search.ts';
import { LorekeepError } from '../../shared/errors.ts';
import type { WantedDocument } from '../store/index/document-filter.ts';
import type { LibraryStore } from '../store/library/library-store.ts';

/**
 * The ids of the folders that a scope names. Always a list, also for everything: what a removed
 * folder left in the index is never found.
 *
 * @throws LorekeepError COLLECTION_UNKNOWN
 */
export function foldersInScope(library: LibraryStore, scope: Scope): string[] {
  let ids = library.folders.list().map(({ id }) => id);
  if (scope.collectionId !== undefined) {
    const collection = library.collections.find(scope.collectionId);
    if (!collection) throw new LorekeepError('COLLECTION_UNKNOWN', { name: scope.collectionId });
    ids = ids.filter((id) => collection.folderIds.includes(id));
  }
  const { folderIds } = scope;
  return folderIds ? ids.filter((id) => folderIds.includes(id)) : ids;
}

/** The documents that a scope and a conversation's own files let in; null: all of the folders'. */
export function documentsInScope(
  { documents }: Scope,
  attached: string | null,
): WantedDocument[] | null {
  if (!documents) return null;
  return attached === null ? documents : [...documents, { folderId: attached }];
}
