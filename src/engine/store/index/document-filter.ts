// Which documents a search is limited to. Filters hold before anything is ranked, never after it.
import type { DocumentFormat } from '../../../shared/contract/documents.ts';

export interface DocumentFilter {
  /** Ids of folders, any of which may hold it; null for all. */
  folderIds: string[] | null;
  /** Any of these formats or file name extensions (lower case, without the dot); null for all. */
  types: { formats: DocumentFormat[]; extensions: string[] } | null;
  /** Parts of the path (folder and file names), upper and lower case alike; all of them must stand in it. */
  paths: string[];
  /** Parts of the path of which none may stand in it. */
  notPaths: string[];
  /** Modified at or after this time, and before that one (ms since 1970); null for no bound. */
  modifiedFrom: number | null;
  modifiedBefore: number | null;
}

export const everyDocument: DocumentFilter = {
  folderIds: null,
  types: null,
  paths: [],
  notPaths: [],
  modifiedFrom: null,
  modifiedBefore: null,
};
