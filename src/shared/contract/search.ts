import { z } from 'zod';
import { documentFormat, documentRef } from './documents.ts';
import { call } from './procedure.ts';

export const searchModes = ['hybrid', 'keyword', 'semantic'] as const;
export const searchMode = z.enum(searchModes);
export type SearchMode = z.infer<typeof searchMode>;

/** Longest query in UTF-16 units; longer ones are refused with QUERY_TOO_LONG. */
export const maxQueryLength = 20_000;

/** What is searched: everything, one collection, some folders; both together narrow. */
export const scope = z.object({
  collectionId: z.string().optional(),
  folderIds: z.array(z.string()).optional(),
});
export type Scope = z.infer<typeof scope>;

/** A half-open range of UTF-16 offsets. */
export const range = z.object({ start: z.number().int(), end: z.number().int() });
export type Range = z.infer<typeof range>;

/** Why a hit stands where it stands. Ranks count from 1; null: that side did not find it. */
export const explanation = z.object({
  keywordRank: z.number().int().nullable(),
  keywordScore: z.number(),
  semanticRank: z.number().int().nullable(),
  semanticScore: z.number(),
});

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

const searchInput = scope.extend({
  query: z.string(),
  mode: searchMode.default('hybrid'),
  limit: z.number().int().min(1).max(200).default(10),
});

export const searchContract = {
  query: call(searchInput, z.object({ query: z.string(), tookMs: z.number(), hits: z.array(hit) })),
};
