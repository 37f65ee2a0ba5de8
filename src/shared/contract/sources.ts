import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { call } from './procedure.ts';

/** What a source is: one page, a list of pages, the entries of a feed, or what a program says. */
export const sourceKinds = ['page', 'sitemap', 'feed', 'program'] as const;
export const sourceKind = z.enum(sourceKinds);
export type SourceKind = z.infer<typeof sourceKind>;

/** Hours between two fetches; 0: only when it is asked for. */
const everyHours = z.number().int().min(0).max(8760);
/** Most pages that are fetched of one source. */
const maxPages = z.number().int().min(1).max(50_000);
const name = z.string().trim().min(1).max(200);

export const defaultEveryHours = 24;
export const defaultMaxPages = 500;

const failure = z.object({ code: z.enum(errorCodes), message: z.string() });

/** What came of a run, in documents. */
export const sourceRun = z.object({
  /** New or changed. */
  fetched: z.number().int(),
  same: z.number().int(),
  /** No longer there, and so removed here too. */
  gone: z.number().int(),
  failed: z.number().int(),
  /** Known of but not fetched: beyond the limit of pages. */
  leftOut: z.number().int(),
});
export type SourceRun = z.infer<typeof sourceRun>;

export const source = z.object({
  id: z.string(),
  /** The folder of the library that holds what was fetched. */
  folderId: z.string(),
  name: z.string(),
  /** Null until the address was fetched once and it showed. */
  kind: sourceKind.nullable(),
  /** Null for a program. */
  address: z.string().nullable(),
  /** The program's command line; null for an address, or if the file that names it is gone. */
  command: z.string().nullable(),
  everyHours,
  maxPages,
  /** Whether pages of other sites that it names are fetched too. */
  otherHosts: z.boolean(),
  addedAt: z.number(),
  /** When it was last fetched to the end, and when that was last tried; null if never. */
  fetchedAt: z.number().nullable(),
  triedAt: z.number().nullable(),
  /** Documents that are kept, and pages that could not be fetched the last time. */
  pages: z.number().int(),
  failed: z.number().int(),
  lastRun: sourceRun.nullable(),
  problem: failure.nullable(),
});
export type Source = z.infer<typeof source>;

/** A page that could not be fetched the last time. What was there before stays. */
export const failedPage = z.object({
  address: z.string(),
  /** When it was last fetched; null if it never was. */
  fetchedAt: z.number().nullable(),
  code: z.enum(errorCodes),
  message: z.string(),
});
export type FailedPage = z.infer<typeof failedPage>;

/** The file with which a person names a program: `connectors/<name>.json` in the data folder. */
export const connectorFile = z.object({
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  /** Where it runs; the folder of the file if none is named. */
  directory: z.string().optional(),
  /** Its PATH: a program that is started from a desktop gets a shorter one than in a terminal. */
  path: z.string().optional(),
  /** Seconds that a run may take. */
  seconds: z.number().int().min(1).max(86_400).default(3600),
});
export type ConnectorFile = z.infer<typeof connectorFile>;

/** Names of such files, without `.json`. */
export const connectorName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

/** Answers at once; what it started goes on as a task. */
const added = z.object({
  sourceId: z.string(),
  folderId: z.string(),
  taskId: z.string(),
  /** False if it was there already; then it is updated. */
  added: z.boolean(),
});

export const sourcesContract = {
  list: call(z.void(), z.array(source)),
  /** Adds a page, sitemap or feed by its address and fetches it. */
  add: call(
    z.object({
      address: z.string().max(8192),
      name: name.optional(),
      /** Recognised by its content if it is not named. */
      kind: z.enum(['page', 'sitemap', 'feed']).optional(),
      everyHours: everyHours.optional(),
      maxPages: maxPages.optional(),
      otherHosts: z.boolean().optional(),
    }),
    added,
  ),
  /**
   * Adds a program that the person has named in a file of the data folder. The command itself never
   * comes this way: who can call this cannot choose what is run.
   */
  addProgram: call(
    z.object({
      connector: connectorName,
      name: name.optional(),
      everyHours: everyHours.optional(),
    }),
    added,
  ),
  change: call(
    z.object({
      sourceId: z.string(),
      name: name.optional(),
      everyHours: everyHours.optional(),
      maxPages: maxPages.optional(),
      otherHosts: z.boolean().optional(),
    }),
    z.void(),
  ),
  /** Fetches sources (all, if none is named) again, each as a task of its own. */
  update: call(
    z.object({ sourceIds: z.array(z.string()).optional() }),
    z.object({ taskIds: z.array(z.string()) }),
  ),
  /** Takes a source and all that was fetched from it out of the library. */
  remove: call(z.object({ sourceId: z.string() }), z.object({ taskId: z.string() })),
  /** The pages that could not be fetched the last time, at most 1,000. */
  failures: call(z.object({ sourceId: z.string() }), z.array(failedPage)),
};
