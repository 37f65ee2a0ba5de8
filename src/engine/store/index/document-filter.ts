// Which documents a search is limited to. Filters hold before anything is ranked, never after it.
import type { DocumentFormat } from '../../../shared/contract/documents.ts';
import type { Db } from '../sqlite.ts';

/** One document, or all of a folder's. */
export interface WantedDocument {
  folderId: string;
  relativePath?: string;
}

export interface DocumentFilter {
  /** Ids of folders, any of which may hold it; null for all. */
  folderIds: string[] | null;
  /** Those of them that count; null for all. */
  documents: WantedDocument[] | null;
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
  documents: null,
  types: null,
  paths: [],
  notPaths: [],
  modifiedFrom: null,
  modifiedBefore: null,
};

/** Ids of documents as a mask, indexed by id: 1 counts. */
export type WantedDocuments = Uint8Array;

export interface DocumentFilters {
  /**
   * The documents that a filter lets through, as of now; null if that is all of them. The same
   * array for the same filter until the index changes: who derives from it may keep what he has.
   */
  wanted(filter: DocumentFilter): WantedDocuments | null;
}

/** Filters kept at a time: more are not in use at once, and a person goes back to few. */
const mostKept = 8;

/** @param version changes whenever the index may have changed */
export function documentFilters(db: Db, version: () => number): DocumentFilters {
  db.function('folded_path', { deterministic: true }, (path) => foldPath(String(path)));
  const lastId = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM documents').pluck();
  const strangeFolders = db
    .prepare<[string], number>(
      'SELECT EXISTS (SELECT 1 FROM folders WHERE id NOT IN (SELECT value FROM json_each(?)))',
    )
    .pluck();
  const kept = new Map<string, WantedDocuments | null>();
  let keptVersion = version();

  /** Naming all folders, as a search without a collection does, is no filter. */
  function simplified(filter: DocumentFilter): DocumentFilter {
    const { folderIds } = filter;
    const all = folderIds && strangeFolders.get(JSON.stringify(folderIds)) === 0;
    return all ? { ...filter, folderIds: null } : filter;
  }

  function read(filter: DocumentFilter): WantedDocuments | null {
    const { conditions, values } = conditionsOf(filter);
    if (conditions.length === 0) return null;
    const wanted = new Uint8Array(lastId.get()! + 1);
    const ids = db
      .prepare<unknown[], number>(`SELECT id FROM documents WHERE ${conditions.join(' AND ')}`)
      .pluck()
      .all(...values);
    for (const id of ids) wanted[id] = 1;
    return wanted;
  }

  return {
    wanted(filter) {
      if (keptVersion !== version()) kept.clear();
      keptVersion = version();
      const key = JSON.stringify(filter);
      let wanted = kept.get(key);
      if (wanted === undefined) {
        if (kept.size >= mostKept) kept.clear();
        wanted = read(simplified(filter));
        kept.set(key, wanted);
      }
      return wanted;
    },
  };
}

interface Conditions {
  conditions: string[];
  values: unknown[];
}

/** Paths of ASCII alone, nearly all, are folded without leaving SQLite. */
const foldedPath = `CASE WHEN length(relative_path) = octet_length(relative_path)
  THEN lower(relative_path) ELSE folded_path(relative_path) END`;

function conditionsOf(filter: DocumentFilter): Conditions {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const add = (condition: string, ...more: unknown[]): void => {
    conditions.push(condition);
    values.push(...more);
  };
  const { folderIds, documents, types, modifiedFrom, modifiedBefore } = filter;
  if (folderIds) {
    const some = 'SELECT value FROM json_each(?)';
    add(`folder IN (SELECT key FROM folders WHERE id IN (${some}))`, JSON.stringify(folderIds));
  }
  if (documents) {
    const chosen = 'SELECT value FROM json_each(?)';
    add(
      `EXISTS (SELECT 1 FROM (${chosen}) chosen JOIN folders f ON f.id = chosen.value ->> 'folderId'
         WHERE f.key = documents.folder AND coalesce(
           documents.relative_path = chosen.value ->> 'relativePath', 1))`,
      JSON.stringify(documents),
    );
  }
  if (types) {
    const ends = types.extensions.map((extension) => `.${foldPath(extension)}`);
    const named = ends.map(() => `substr(${foldedPath}, -?) = ?`);
    const any = ['format IN (SELECT value FROM json_each(?))', ...named].join(' OR ');
    const endValues = ends.flatMap((end) => [BigInt(Array.from(end).length), end]);
    add(`(${any})`, JSON.stringify(types.formats), ...endValues);
  }
  for (const part of filter.paths) add(`instr(${foldedPath}, ?) > 0`, foldPath(part));
  for (const part of filter.notPaths) add(`instr(${foldedPath}, ?) = 0`, foldPath(part));
  if (modifiedFrom !== null) add('modified_at >= ?', modifiedFrom);
  if (modifiedBefore !== null) add('modified_at < ?', modifiedBefore);
  return { conditions, values };
}

/** Case and the several ways of writing the same letter made equal; signs stay. */
function foldPath(path: string): string {
  return path.normalize('NFKC').toLowerCase();
}
