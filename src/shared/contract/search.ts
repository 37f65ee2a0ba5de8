import { z } from 'zod';
import { documentFormat, documentRef } from './documents.ts';
import { call } from './procedure.ts';

export const searchModes = ['hybrid', 'keyword', 'semantic'] as const;
export const searchMode = z.enum(searchModes);
export type SearchMode = z.infer<typeof searchMode>;

/** Longest query in UTF-16 units; longer ones are refused with QUERY_TOO_LONG. */
export const maxQueryLength = 20_000;

/** What is searched: everything, one collection, some folders, some documents; together they narrow. */
export const scope = z.object({
  collectionId: z.string().optional(),
  folderIds: z.array(z.string()).optional(),
  documents: z.array(documentRef).max(2000).optional(),
});
export type Scope = z.infer<typeof scope>;

/** A half-open range of UTF-16 offsets. */
export const range = z.object({ start: z.number().int(), end: z.number().int() });
export type Range = z.infer<typeof range>;

/** A passage that says nearly the same as a hit and is shown with it, not beside it. */
export const duplicatePlace = documentRef.extend({
  path: z.string(),
  title: z.string(),
  start: z.number().int(),
  end: z.number().int(),
});

/**
 * Why a hit stands where it stands. Ranks count from 1; null: that side did not find it. The
 * parts of the score are on the score's own scale.
 */
export const explanation = z.object({
  keywordRank: z.number().int().nullable(),
  /** The part of the query's words that the passage holds, 0 to 1. */
  keywordScore: z.number(),
  semanticRank: z.number().int().nullable(),
  /** How near the meanings are: the cosine of the two vectors. */
  semanticScore: z.number(),
  /** The part of the query's letter sequences that the passage holds, 0 to 1. */
  trigramScore: z.number().optional(),
  /** What nearness in meaning added to the score. */
  meaning: z.number().optional(),
  /** What the rest of the document added to it. */
  support: z.number().optional(),
  /**
   * How well it fits, 0 to 1, to the reranker that has read it; that counts for its place and not for
   * its score. None if no reranker has read it.
   */
  rerankScore: z.number().optional(),
  /** Near-duplicates that were folded into the hit. */
  duplicates: z.array(duplicatePlace).optional(),
  /** Other reasons, as sentences. */
  notes: z.array(z.string()).optional(),
});
export type Explanation = z.infer<typeof explanation>;

/**
 * Where a passage stands in its document. `start` and `end` are offsets into the extracted text;
 * page and lines are null where the format has none.
 */
export const passagePlace = documentRef.extend({
  path: z.string(),
  /** Where it was fetched from; none for a file of the person's own. */
  address: z.string().optional(),
  title: z.string(),
  format: documentFormat,
  headingPath: z.array(z.string()),
  page: z.number().int().nullable(),
  /** The place in the format's own terms, such as “Prices!A2:F9” or “00:01:02”, where it has any. */
  label: z.string().nullable(),
  startLine: z.number().int().nullable(),
  endLine: z.number().int().nullable(),
  start: z.number().int(),
  end: z.number().int(),
});

/** A passage found. */
export const hit = passagePlace.extend({
  text: z.string(),
  score: z.number(),
  /** The part of `text` to show first: offsets into `text`. */
  snippet: range,
  /** Where the query's words stand: offsets into `text`, in order, not overlapping. */
  marks: z.array(range),
  explain: explanation,
});
export type Hit = z.infer<typeof hit>;

export const filterKinds = [
  'phrase',
  'exclude',
  'path',
  'notPath',
  'type',
  'notType',
  'after',
  'before',
  'collection',
  'sort',
] as const;
export type FilterKind = (typeof filterKinds)[number];

/** An operator of a query as it was understood; `start` and `end` are its place in the query. */
export const queryFilter = range.extend({
  kind: z.enum(filterKinds),
  /** For people. */
  label: z.string(),
  /** The query without it (a phrase: without its quotes). */
  without: z.string(),
});
export type QueryFilter = z.infer<typeof queryFilter>;

export const noticeCodes = ['QUOTE_OPEN', 'VALUE_MISSING', 'READ_AS_PLAIN'] as const;
export type NoticeCode = (typeof noticeCodes)[number];

/** How a part of the query was read, where that may not be what was meant. */
export const queryNotice = range.extend({ code: z.enum(noticeCodes), message: z.string() });
export type QueryNotice = z.infer<typeof queryNotice>;

/** A word that stands nowhere, and the indexed word that was searched in its place. */
export const correction = z.object({ word: z.string(), term: z.string() });
export type Correction = z.infer<typeof correction>;

/** A way out where nothing was found: filters to drop, and how much there is without them. */
export const emptiedBy = z.object({
  /** Places in `filters`. */
  filters: z.array(z.number().int()),
  /** The query without them. */
  query: z.string(),
  /** How many passages that finds, at most `limit` of the search. */
  hits: z.number().int(),
});
export type EmptiedBy = z.infer<typeof emptiedBy>;

const searchInput = scope.extend({
  query: z.string(),
  mode: searchMode.default('hybrid'),
  limit: z.number().int().min(1).max(200).default(10),
  /** The query is being typed: its last word may be unfinished, its last operator too. */
  typing: z.boolean().optional(),
});

export const searchResult = z.object({
  query: z.string(),
  tookMs: z.number(),
  hits: z.array(hit),
  filters: z.array(queryFilter),
  notices: z.array(queryNotice),
  corrections: z.array(correction),
  /** Where nothing was found and filters are why; the smallest change first. */
  emptiedBy: z.array(emptiedBy),
  /** There was no word to look for: what the filters let through is listed, the newest first. */
  onlyFilters: z.boolean(),
  /** The operator that was left out as it is still being typed. */
  unsettled: range.optional(),
});
export type SearchResult = z.infer<typeof searchResult>;

const suggestInput = scope.extend({
  text: z.string().max(maxQueryLength),
  limit: z.number().int().min(1).max(20).default(5),
});

const suggestedDocument = documentRef.extend({
  path: z.string(),
  title: z.string(),
  format: documentFormat.nullable(),
});

/** A document whose path holds all the words; marks are offsets into `relativePath`. */
export const suggestedFile = suggestedDocument.extend({ marks: z.array(range) });

/** A heading that holds all the words; marks are offsets into `text`. */
export const suggestedHeading = suggestedDocument.extend({
  text: z.string(),
  /** Where it stands in the document's text; 0 and 0 for its title. */
  start: z.number().int(),
  end: z.number().int(),
  marks: z.array(range),
});

export const suggestions = z.object({
  files: z.array(suggestedFile),
  headings: z.array(suggestedHeading),
});
export type Suggestions = z.infer<typeof suggestions>;

export const searchContract = {
  query: call(searchInput, searchResult),
  /** Documents by parts of their names, and headings, for the words typed so far. */
  suggest: call(suggestInput, suggestions),
};
