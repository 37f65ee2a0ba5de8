// What parsing a query gives, before collections and scope are resolved and labels are written.
import type { FilterKind, NoticeCode, Range } from '../../../shared/contract/search.ts';
import type { ErrorParams } from '../../../shared/errors.ts';
import type { ParsedQuery } from './parsed-query.ts';

/** An operator as understood, with its place in the query. */
export interface FilterDraft extends Range {
  kind: FilterKind;
  /** What it says, for its label. */
  value: string;
}

export interface NoticeDraft extends Range {
  code: NoticeCode;
  params: ErrorParams;
}

/** A collection as it was named: whoever knows the library finds it. */
export interface NamedCollection {
  name: string;
  /** Its place in `filters`. */
  filter: number;
  /** Still being typed: a name that fits none is left out, not told. */
  open: boolean;
}

export interface ReadQuery {
  /** Its `filter.folderIds` are null: collections and scope are resolved later. */
  query: ParsedQuery;
  filters: FilterDraft[];
  notices: NoticeDraft[];
  collections: NamedCollection[];
  /** No word and no phrase to look for: all documents that the filters let through are meant. */
  onlyFilters: boolean;
  /** The operator that was left out as it is still being typed. */
  unsettled: Range | null;
}
