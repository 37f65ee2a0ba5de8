import { z } from 'zod';
import { stream } from './procedure.ts';

/** A question and the file, relative to the folder, in which its answer stands. */
export const labelledQuestion = z.object({
  question: z.string().min(1),
  relativePath: z.string(),
  /** Words of the file that answer it: a passage that holds them is the right one. */
  answer: z.string().optional(),
  /** What kind of question it is, such as “paraphrase”: kinds are scored apart as well. */
  kind: z.string().optional(),
});
export type LabelledQuestion = z.infer<typeof labelledQuestion>;

/** A figure with its 95 % interval. */
export const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof estimate>;

/** How high the right thing stands among what was found. */
export const rankScore = z.object({
  /** Part of the questions that have it among the first 1, 5, 10. */
  recallAt1: estimate,
  recallAt5: estimate,
  recallAt10: estimate,
  /** Mean reciprocal rank among the first ten. */
  mrr: estimate,
  /** Normalised discounted cumulative gain of the first ten; one thing is right. */
  ndcg: estimate,
});
export type RankScore = z.infer<typeof rankScore>;

/** How well one way of searching finds the right file: places count files, each once. */
export const retrievalScore = rankScore.extend({
  /** `hybrid`, `keyword`, `semantic`, `reranked` (hybrid, then the reranker), or `plain <tokenizer>` for bare FTS5 over the same chunks. */
  method: z.string(),
  /** The right passage, of the questions with an answer; null if there are none. */
  passage: rankScore.extend({ questions: z.number().int() }).nullable(),
  /** The right file again for each kind of question; empty if none is named. */
  kinds: z.array(rankScore.extend({ kind: z.string(), questions: z.number().int() })),
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
