// The documents of a question's scope, as the walks of the answer feature read them.
import { basename } from 'node:path';
import { LorekeepError } from '../shared/errors.ts';
import type { WalkSource } from './answer/walk/walk-source.ts';
import type { IndexParts } from './index-parts.ts';
import type { QuestionScope } from './question-scope.ts';
import type { ParsedQuery } from './retrieve/query/parsed-query.ts';
import type { Walking } from './retrieve/retriever.ts';
import { type HitPlaces, toHit } from './retrieve/search-handlers.ts';
import { type DocumentFilter, everyDocument } from './store/index/document-filter.ts';

/** @param attached the folder of the conversation's own files; null if it has none */
export function wholeDocuments(
  { documents, folderIds, ...scope }: QuestionScope,
  attached: string | null,
  index: IndexParts,
  places: HitPlaces,
): WalkSource {
  const filter = (): DocumentFilter => ({ ...everyDocument, folderIds: folderIds(), documents });
  const walk = (): Walking => index.retriever().walk;
  const hits = (found: Parameters<typeof toHit>[0][]) => found.flatMap((one) => toHit(one, places));

  function queryOf(text: string): ParsedQuery | null {
    try {
      return scope.queryOf(text);
    } catch (error) {
      if (error instanceof LorekeepError && error.code === 'QUERY_EMPTY') return null;
      throw error;
    }
  }

  return {
    async chosen(most, signal) {
      if (!documents && attached === null) return null;
      const chosen = documents ? filter() : { ...filter(), folderIds: [attached!] };
      return { ...(await walk().inScope(chosen, null, most, signal)), terms: [] };
    },
    async holding(topic, most, signal) {
      const query = queryOf(topic);
      if (!query || query.terms.length === 0) return null;
      const found = await walk().holding(query, most, signal);
      return { ...found, terms: query.terms };
    },
    async named(name, most, signal) {
      return { ...(await walk().named(name, filter(), most, signal)), terms: [] };
    },
    async inScope(folder, most, signal) {
      const within = folder === null ? { filter: filter(), directory: null } : inFolder(folder);
      const found = await walk().inScope(within.filter, within.directory, most, signal);
      return { ...found, terms: [] };
    },
    passages: async (chunks, terms, signal) => hits(await walk().passages(chunks, terms, signal)),
    async parts(document, from, most, signal) {
      const { parts, next } = await walk().parts(document, from, most, signal);
      return { parts: hits(parts), next };
    },
  };

  /** A folder of the library by its name, else a directory in one. */
  function inFolder(name: string): { filter: DocumentFilter; directory: string | null } {
    const key = name.normalize('NFKC').toLowerCase();
    const named = folderIds().filter((id) => {
      const path = places.folderPath(id);
      return path !== null && basename(path).normalize('NFKC').toLowerCase() === key;
    });
    if (named.length === 0) return { filter: filter(), directory: name };
    return { filter: { ...filter(), folderIds: named }, directory: null };
  }
}
