import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { call, stream } from './procedure.ts';

export const taskKinds = ['index', 'remove', 'embed', 'ocr', 'fetch', 'download', 'add'] as const;
export const taskStates = ['running', 'done', 'failed', 'cancelled'] as const;

/** How far a task is. Totals are null until they are known. */
export const taskProgress = z.object({
  /** What it is doing now, as a key the screens have words for. */
  phase: z.enum([
    'fetching',
    'scanning',
    'reading',
    'recognising',
    'embedding',
    'removing',
    'finishing',
    'downloading',
    'copying',
    'converting',
  ]),
  done: z.number().int(),
  total: z.number().int().nullable(),
  /** Pages (slides, sheets, chapters) of the files that are done, where a format has them. */
  pagesDone: z.number().int(),
  bytesDone: z.number(),
  bytesTotal: z.number().nullable(),
  /**
   * The file that is being read, relative to its folder, or the address that is fetched. Of a model
   * that is downloaded or added its name, which is certain once the task is done.
   */
  current: z.string().nullable(),
  /** At the pace of late, without pauses; null while too little was done to tell. */
  remainingSeconds: z.number().nullable(),
});
export type TaskProgress = z.infer<typeof taskProgress>;

/** What an index task did, for the summary. */
export const indexSummary = z.object({
  scanned: z.number().int(),
  /** Files given to a parser. */
  extracted: z.number().int(),
  unchanged: z.number().int(),
  renamed: z.number().int(),
  removed: z.number().int(),
  problems: z.number().int(),
  chunks: z.number().int(),
  /** Strings given to the embedder, so without those taken from the cache. */
  embedded: z.number().int(),
  tookMs: z.number(),
});
export type IndexSummary = z.infer<typeof indexSummary>;

export const task = z.object({
  id: z.string(),
  kind: z.enum(taskKinds),
  folderIds: z.array(z.string()),
  state: z.enum(taskStates),
  progress: taskProgress,
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  error: z
    .object({
      code: z.enum(errorCodes),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
      message: z.string(),
    })
    .nullable(),
  summary: indexSummary.nullable(),
});
export type Task = z.infer<typeof task>;

export const tasksContract = {
  /** Running tasks and those that ended lately. */
  list: call(z.void(), z.array(task)),
  /** All tasks now, then again after each change (at most ten times a second). */
  watch: stream(z.void(), z.array(task)),
  /** One task until it ends; the last event holds the end state. */
  follow: stream(z.object({ taskId: z.string() }), task),
  cancel: call(z.object({ taskId: z.string() }), z.void()),
};
