// The search part of the contract.
import { join } from 'node:path';
import type { EngineHandlers } from '../../shared/contract/contract.ts';
import type { Hit, Scope } from '../../shared/contract/search.ts';
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
}

export function searchHandlers(parts: SearchParts): EngineHandlers['search'] {
  return {
    async query({ query, mode, limit, ...scope }, { signal }) {
      const started = performance.now();
      const folderIds = parts.foldersInScope(scope);
      const { found } = await parts
        .retriever()
        .retrieve({ query, mode, folderIds, limit, onlyEvident: mode === 'hybrid' }, signal);
      const hits = found.flatMap((one) => toHit(one, parts));
      return { query, tookMs: performance.now() - started, hits };
    },
  };
}

/** A found chunk as shown; none if its folder was removed in the meantime. */
export function toHit(found: Found, places: HitPlaces): Hit[] {
  const root = places.folderPath(found.folderId);
  if (root === null) return [];
  const { folderId, relativePath, format, headingPath, page, label } = found;
  const { startLine, endLine, start, end, text, score, snippet, marks, explain } = found;
  const path = join(root, relativePath);
  const origin = places.originOf(folderId, relativePath);
  const name = relativePath.slice(relativePath.lastIndexOf('/') + 1);
  const title = found.title ?? origin?.title ?? name;
  const address = origin?.address ?? undefined;
  const place = { folderId, relativePath, path, address, title, format, headingPath };
  const range = { page, label, startLine, endLine, start, end };
  return [{ ...place, ...range, text, score, snippet, marks, explain }];
}
