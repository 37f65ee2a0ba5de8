// Reads the operators of a query one by one and joins them into one filter.
import type { FilterKind, NoticeCode } from '../../../shared/contract/search.ts';
import { LorekeepError } from '../../../shared/errors.ts';
import type { DocumentFilter } from '../../store/index/document-filter.ts';
import { isoDay, startOfDate } from './dates.ts';
import type { FilterDraft, NamedCollection, NoticeDraft } from './read-query.ts';
import { type OperatorKey, type Token, toHalfWidth } from './tokens.ts';
import { type FileTypes, joinTypes, otherFormats, typesOf } from './types.ts';

type Place = Pick<Token, 'start' | 'end'>;

/** How each operator is written. */
const examples: Record<OperatorKey, string> = {
  path: 'path:reports',
  type: 'type:pdf',
  after: 'after:2024-03',
  before: 'before:2024-03',
  in: 'in:Work',
  sort: 'sort:newest',
};

/** @param now what relative dates count from */
export function createFilterReader(now: Date) {
  const filters: FilterDraft[] = [];
  const notices: NoticeDraft[] = [];
  const collections: NamedCollection[] = [];
  const paths: string[] = [];
  const notPaths: string[] = [];
  const types: FileTypes[] = [];
  const notTypes: FileTypes[] = [];
  let from: number | null = null;
  let before: number | null = null;
  let newestFirst = false;

  function note(kind: FilterKind, { start, end }: Place, value: string): void {
    filters.push({ kind, value: value.trim(), start, end });
  }

  function readPath(token: Token, value: string): void {
    const parts = pathParts(value);
    (token.negated ? notPaths : paths).push(...parts);
    note(token.negated ? 'notPath' : 'path', token, value);
  }

  function readType(token: Token, value: string): void {
    const names = value.split(/[,|]/).filter((name) => name.trim() !== '');
    const named = names.map((name) => {
      const found = typesOf(name);
      if (!found) throw new LorekeepError('QUERY_TYPE_UNKNOWN', { value: name.trim() });
      return found;
    });
    const all = joinTypes(named);
    // Ends of names cannot be left out: what is not of a format is, as a set of formats.
    if (token.negated && all.formats.length === 0) notNegated('type');
    (token.negated ? notTypes : types).push(all);
    note(token.negated ? 'notType' : 'type', token, names.map((name) => name.trim()).join(', '));
  }

  function readDate(key: 'after' | 'before', token: Token, value: string): void {
    const time = startOfDate(value, now);
    if (time === null) throw new LorekeepError('QUERY_DATE_UNCLEAR', { key, value: value.trim() });
    if (key === 'after') from = Math.max(from ?? time, time);
    else before = Math.min(before ?? time, time);
    note(key, token, isoDay(time));
    if (from !== null && before !== null && from >= before) {
      throw new LorekeepError('QUERY_DATES_CONTRADICT', {
        from: isoDay(from),
        before: isoDay(before),
      });
    }
  }

  function readSort(token: Token, value: string): void {
    const name = value.trim().toLowerCase();
    if (!['newest', 'new', 'date', 'recent'].includes(name)) {
      throw new LorekeepError('QUERY_SORT_UNKNOWN', { value: value.trim() });
    }
    newestFirst = true;
    note('sort', token, name);
  }

  return {
    note,
    tell(code: NoticeCode, { start, end }: Place, params: NoticeDraft['params'] = {}): void {
      notices.push({ code, params, start, end });
    },
    /**
     * @param isTyped it may still go on
     * @returns false if it has no value, so that it is words
     * @throws LorekeepError QUERY_DATE_UNCLEAR, QUERY_DATES_CONTRADICT, QUERY_TYPE_UNKNOWN,
     *   QUERY_SORT_UNKNOWN, QUERY_NOT_NEGATED
     */
    read(key: OperatorKey, token: Token, value: string, isTyped: boolean): boolean {
      if (!saysSomething(key, value)) {
        this.tell('VALUE_MISSING', token, { key, example: examples[key] });
        return false;
      }
      if (token.negated && key !== 'path' && key !== 'type') notNegated(key);
      const narrow = toHalfWidth(value);
      if (key === 'path') readPath(token, value);
      else if (key === 'type') readType(token, narrow);
      else if (key === 'after' || key === 'before') readDate(key, token, narrow);
      else if (key === 'sort') readSort(token, narrow);
      else {
        collections.push({ name: value.trim(), filter: filters.length, open: isTyped });
        note('collection', token, value);
      }
      return true;
    },
    result: () => {
      const filter: DocumentFilter = {
        folderIds: null,
        documents: null,
        types: typesWanted(types, notTypes),
        paths,
        notPaths,
        modifiedFrom: from,
        modifiedBefore: before,
      };
      return { filter, newestFirst, filters, notices, collections };
    },
  };
}

function notNegated(key: OperatorKey): never {
  throw new LorekeepError('QUERY_NOT_NEGATED', { key });
}

function saysSomething(key: OperatorKey, value: string): boolean {
  if (key === 'path') return pathParts(value).length > 0;
  return /[^\s,|]/.test(value);
}

/** Parts of a path that all must stand in it: `docs\*.md` is `docs/` and `.md`. */
function pathParts(value: string): string[] {
  return value
    .trim()
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .split('*')
    .filter((part) => part !== '');
}

/** Any of the wanted types that is not among the unwanted; null for all. */
function typesWanted(
  wanted: readonly FileTypes[],
  unwanted: readonly FileTypes[],
): FileTypes | null {
  if (wanted.length === 0 && unwanted.length === 0) return null;
  const without = unwanted.flatMap(({ formats }) => formats);
  if (wanted.length === 0) return { formats: otherFormats(without), extensions: [] };
  const { formats, extensions } = joinTypes(wanted);
  const left = joinTypes(unwanted).extensions;
  return {
    formats: formats.filter((format) => !without.includes(format)),
    extensions: extensions.filter((extension) => !left.includes(extension)),
  };
}
