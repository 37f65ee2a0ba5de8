// The search part of the contract.
import { join } from 'node:path';
import type { EngineHandlers } from '../../shared/contract/contract.ts';
import type { Hit, Scope } from '../../shared/contract/search.ts';
import type { FoundChunk } from '../store/index/search-reader.ts';
import { type KnownCollection, readRequest, type UnderstoodQuery } from './query/read-request.ts';
import { waysOut } from './query/ways-out.ts';
import { suggestWords } from './suggest/suggest-words.ts';
import type { SuggestedDocument } from './suggest/suggester.ts';
import type { Retriever } from './retriever.ts';
import type { Found } from './searcher.ts';

/** Where found documents are. */
export interface HitPlaces {
  /** Absolute path of a folder, or null if it is gone. */
  folderPath(folderId: string): string | null;
  /** Where a document was fetched from; null for a file of the person's own. */
  originOf(
    folderId: string,
    relativePath: string,
  ): { address: string | null; title: string | null } | null;
}

export interface SearchParts extends HitPlaces {
  retriever: () => Retriever;
  foldersInScope(scope: Scope): string[];
  collections(): readonly KnownCollection[];
}

export function searchHandlers(parts: SearchParts): EngineHandlers['search'] {
  return {
    async query({ query: text, mode, limit, typing = false, ...scope }, { signal }) {
      const started = performance.now();
      const folderIds = parts.foldersInScope(scope);
      const { documents = null } = scope;
      const collections = parts.collections();
      const now = new Date();
      const read = (part: string) =>
        readRequest({ text: part, folderIds, documents, collections, typing, now });
      const find = async ({ query }: UnderstoodQuery) => {
        const hybrid = mode === 'hybrid';
        const how = { typing, onlyEvident: hybrid, rerank: hybrid && !typing };
        const request = { query, mode, limit, ...how };
        const { found, corrections } = await parts.retriever().retrieve(request, signal);
        return { hits: found.flatMap((one) => toHit(one, parts)), corrections };
      };
      const understood = read(text);
      const { filters, notices, onlyFilters, unsettled } = understood;
      const { hits, corrections } = await find(understood);
      const emptiedBy =
        hits.length > 0
          ? []
          : await waysOut(text, filters, async (part) => (await find(read(part))).hits.length);
      const how = { filters, notices, corrections, emptiedBy, onlyFilters };
      return {
        query: text,
        tookMs: performance.now() - started,
        hits,
        ...how,
        ...(unsettled && { unsettled }),
      };
    },
    async suggest({ text, limit, ...scope }, { signal }) {
      const words = suggestWords(text);
      if (words.length === 0) return { files: [], headings: [] };
      const request = { words, folderIds: parts.foldersInScope(scope), limit };
      const { files, headings } = await parts.retriever().suggest(request, signal);
      return {
        files: files.flatMap((one) => toSuggestion(one, parts)),
        headings: headings.flatMap((one) => toSuggestion(one, parts)),
      };
    },
  };
}

/** A suggestion as shown; none if its folder was removed in the meantime. */
function toSuggestion<T extends SuggestedDocument>(one: T, places: HitPlaces) {
  const root = places.folderPath(one.folderId);
  if (root === null) return [];
  const { relativePath, folderId } = one;
  const title = one.title ?? places.originOf(folderId, relativePath)?.title;
  return [{ ...one, path: join(root, relativePath), title: title ?? nameOf(relativePath) }];
}

function nameOf(relativePath: string): string {
  return relativePath.slice(relativePath.lastIndexOf('/') + 1);
}

/** A found chunk as shown; none if its folder was removed in the meantime. */
export function toHit(found: Found, places: HitPlaces): Hit[] {
  const root = places.folderPath(found.folderId);
  if (root === null) return [];
  const { folderId, relativePath, format, headingPath, page, label } = found;
  const { startLine, endLine, start, end, text, score, snippet, marks, explain } = found;
  const path = join(root, relativePath);
  const origin = places.originOf(folderId, relativePath);
  const title = found.title ?? origin?.title ?? nameOf(relativePath);
  const address = origin?.address ?? undefined;
  const place = { folderId, relativePath, path, address, title, format, headingPath };
  const range = { page, label, startLine, endLine, start, end };
  const duplicates = explain.duplicates.flatMap((one) => duplicateOf(one, places));
  return [{ ...place, ...range, text, score, snippet, marks, explain: { ...explain, duplicates } }];
}

function duplicateOf(
  { folderId, relativePath, start, text, title }: FoundChunk,
  places: HitPlaces,
) {
  const root = places.folderPath(folderId);
  if (root === null) return [];
  const name = title ?? places.originOf(folderId, relativePath)?.title ?? nameOf(relativePath);
  const path = join(root, relativePath);
  return [{ folderId, relativePath, path, title: name, start, end: start + text.length }];
}
