// What is searched, in words.
import type { Scope } from '../../../shared/contract/search.ts';
import type { LibraryState } from '../../app/library-state.ts';
import { baseName, folderName } from '../../app/paths.ts';
import { counted, t } from '../../app/text.ts';

/** `Everything`, the name of the one thing that is searched, or how many there are of it. */
export function scopeWords(scope: Scope, library: LibraryState): string {
  const { collectionId, folderIds = [], documents = [] } = scope;
  if (documents.length === 1) return baseName(documents[0]!.relativePath);
  if (documents.length > 1) return counted('documents', documents.length);
  if (folderIds.length > 1) return counted('folders', folderIds.length);
  if (folderIds.length === 1) {
    const folder = library.folders.value?.find(({ id }) => id === folderIds[0]);
    return folder ? folderName(folder) : t('scope.gone');
  }
  if (collectionId !== undefined) {
    const collection = library.collections.value.find(({ id }) => id === collectionId);
    return collection?.name ?? t('scope.gone');
  }
  return t('scope.everything');
}
