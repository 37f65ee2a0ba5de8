// Nothing was found: which of the query's filters is why? Each is dropped on its own and the
// search is run again; if none alone is to blame, they are dropped together.
import type { EmptiedBy, QueryFilter } from '../../../shared/contract/search.ts';
import { LorekeepError } from '../../../shared/errors.ts';
import { queryWithoutAll } from './read-request.ts';

/** Searches beyond it would take longer than the person waits; the last one drops all. */
const mostTries = 6;

/**
 * @param count how many passages a query finds; may throw LorekeepError for what is no query
 * @returns what to drop to find something; empty if the filters are not to blame
 */
export async function waysOut(
  text: string,
  filters: readonly QueryFilter[],
  count: (query: string) => Promise<number>,
): Promise<EmptiedBy[]> {
  const places = [...filters.keys()].filter((i) => filters[i]!.kind !== 'sort');
  const found: EmptiedBy[] = [];
  for (const place of places.slice(0, mostTries)) {
    const query = filters[place]!.without;
    const hits = await countOf(query, count);
    if (hits > 0) found.push({ filters: [place], query, hits });
  }
  if (found.length > 0 || places.length < 2) return found;
  const query = queryWithoutAll(
    text,
    places.map((place) => filters[place]!),
  );
  const hits = await countOf(query, count);
  return hits > 0 ? [{ filters: places, query, hits }] : [];
}

/** Without a filter there may be nothing left to search for: that is no way out. */
async function countOf(query: string, count: (query: string) => Promise<number>): Promise<number> {
  try {
    return await count(query);
  } catch (error) {
    if (error instanceof LorekeepError && error.code.startsWith('QUERY_')) return 0;
    throw error;
  }
}
