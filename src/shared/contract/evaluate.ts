import { z } from 'zod';
import { stream } from './procedure.ts';

/** A question and the file, relative to the folder, in which its answer stands. */
export const labelledQuestion = z.object({ question: z.string().min(1), relativePath: z.string() });
export type LabelledQuestion = z.infer<typeof labelledQuestion>;

/** A figure with its 95 % interval. */
export const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof estimate>;

/** How well one way of searching finds the right file. */
export const retrievalScore = z.object({
  /** `hybrid`, `keyword`, `semantic`, or `plain <tokenizer>` for bare FTS5 over the same chunks. */
  method: z.string(),
  recallAt1: estimate,
  recallAt5: estimate,
  recallAt10: estimate,
  /** Mean reciprocal rank of the right file among the first ten. */
  mrr: estimate,
  /** Median and 95th percentile of a search, in milliseconds. */
  p50Ms: z.number(),
  p95Ms: z.number(),
});
export type RetrievalScore = z.infer<typeof retrievalScore>;

export const evaluationEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), done: z.number().int(), total: z.number().int() }),
  z.object({ type: z.literal('done'), questions: z.number(), scores: z.array(retrievalScore) }),
]);

export const evaluateContract = {
  /** Searches a folder for labelled questions with every method and scores them. */
  retrieval: stream(
    z.object({ folderId: z.string(), questions: z.array(labelledQuestion).min(1).max(100_000) }),
    evaluationEvent,
  ),
};
