// A search as it was asked for, made into what retrieval takes: words and operators understood,
// collections found by their names, the scope's folders narrowed to them.
import type { QueryFilter, QueryNotice, Range } from '../../../shared/contract/search.ts';
import { LorekeepError } from '../../../shared/errors.ts';
import { filterLabels, noticeSentences } from '../../../shared/texts/en.ts';
import { fillText } from '../../../shared/texts/format.ts';
import type { WantedDocument } from '../../store/index/document-filter.ts';
import { parseQuery } from './parse-query.ts';
import type { FilterDraft, NamedCollection, NoticeDraft } from './read-query.ts';
import type { ParsedQuery } from './parsed-query.ts';

/** A collection of the library. */
export interface KnownCollection {
  name: string;
  folderIds: readonly string[];
}

export interface ReadRequest {
  text: string;
  /** Ids of the folders in scope. */
  folderIds: string[];
  /** The documents of these that count; null or left out: all. */
  documents?: WantedDocument[] | null;
  collections: readonly KnownCollection[];
  typing: boolean;
  now: Date;
}

export interface UnderstoodQuery {
  query: ParsedQuery;
  filters: QueryFilter[];
  notices: QueryNotice[];
  onlyFilters: boolean;
  unsettled: Range | null;
}

/**
 * @throws LorekeepError as `parseQuery`, and QUERY_COLLECTION_UNKNOWN, QUERY_COLLECTION_UNCLEAR
 */
export function readRequest({
  text,
  folderIds,
  documents = null,
  collections,
  typing,
  now,
}: ReadRequest): UnderstoodQuery {
  const read = parseQuery(text, { now, typing });
  const named = read.collections.map((one) => ({ ...one, found: find(one, collections) }));
  const left = named.find(({ found }) => found === null);
  const chosen = named.flatMap(({ found }) => found ?? []);
  const names = new Map(named.map(({ filter, found }) => [filter, found?.name]));
  const inChosen = new Set(chosen.flatMap((one) => one.folderIds));
  const folders = chosen.length > 0 ? folderIds.filter((id) => inChosen.has(id)) : folderIds;
  const open = left ? read.filters[left.filter]! : null;
  const kept = read.filters.flatMap((draft, i) =>
    draft === open ? [] : [{ ...draft, value: names.get(i) ?? draft.value }],
  );
  if (kept.length === 0 && read.query.terms.length === 0) throw new LorekeepError('QUERY_EMPTY');
  return {
    query: { ...read.query, filter: { ...read.query.filter, folderIds: folders, documents } },
    filters: kept.map((draft) => shownFilter(text, draft)),
    notices: read.notices.map(shownNotice),
    onlyFilters: read.onlyFilters,
    unsettled: open ? { start: open.start, end: open.end } : read.unsettled,
  };
}

/**
 * The collection of that name, else the only one whose name begins with it.
 *
 * @returns null if a name that is still being typed fits none, or several
 */
function find(
  { name, open }: NamedCollection,
  collections: readonly KnownCollection[],
): KnownCollection | null {
  const key = alike(name);
  const same = collections.filter((one) => alike(one.name) === key);
  const found =
    same.length > 0 ? same : collections.filter((one) => alike(one.name).startsWith(key));
  if (found.length === 1) return found[0]!;
  if (open) return null;
  const names = (found.length > 0 ? found : collections).map((one) => `“${one.name}”`).join(', ');
  throw new LorekeepError(
    found.length > 0 ? 'QUERY_COLLECTION_UNCLEAR' : 'QUERY_COLLECTION_UNKNOWN',
    { value: name, names },
  );
}

function alike(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase();
}

function shownFilter(text: string, draft: FilterDraft): QueryFilter {
  const { kind, value, start, end } = draft;
  const label = fillText(filterLabels[kind], { value });
  return { kind, label, start, end, without: queryWithout(text, draft) };
}

function shownNotice({ code, params, start, end }: NoticeDraft): QueryNotice {
  return { code, message: fillText(noticeSentences[code], params), start, end };
}

/** The query without one of its operators; a phrase stays as words. */
function queryWithout(text: string, { kind, value, start, end }: FilterDraft): string {
  const middle = kind === 'phrase' ? value : '';
  const parts = [text.slice(0, start).trimEnd(), middle, text.slice(end).trimStart()];
  return parts.filter((part) => part !== '').join(' ');
}

/** The query without several of its operators, which do not overlap. */
export function queryWithoutAll(text: string, filters: readonly QueryFilter[]): string {
  let rest = text;
  for (const { kind, start, end } of filters.toSorted((a, b) => b.start - a.start)) {
    const value = kind === 'phrase' ? unquoted(rest.slice(start, end)) : '';
    rest = queryWithout(rest, { kind, value, start, end });
  }
  return rest;
}

function unquoted(phrase: string): string {
  return phrase.replace(/^[^\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]+$/gu, '');
}
