import type { DocumentRef } from './contract/documents.ts';

const prefix = '/documents/';

/** The path under which every host serves a document's bytes, ranges included. */
export function documentUrl(ref: DocumentRef): string {
  const names = ref.relativePath.split('/').map(encodeURIComponent);
  return `${prefix}${encodeURIComponent(ref.folderId)}/${names.join('/')}`;
}

/** The document that a URL's path names, or null if it names none. */
export function parseDocumentUrl(pathname: string): DocumentRef | null {
  if (!pathname.startsWith(prefix)) return null;
  const [folder, ...names] = pathname.slice(prefix.length).split('/');
  if (!folder || names.length === 0) return null;
  try {
    return {
      folderId: decodeURIComponent(folder),
      relativePath: names.map(decodeURIComponent).join('/'),
    };
  } catch {
    return null;
  }
}
