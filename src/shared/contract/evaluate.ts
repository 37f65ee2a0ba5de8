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

/** A question and where its answer stands; null: in none of the documents. */
export const answerQuestion = labelledQuestion.extend({ relativePath: z.string().nullable() });
export type AnswerQuestion = z.infer<typeof answerQuestion>;

/** How often citations quote the labelled answer (evaluate/overlap.ts says what counts). */
export const quoteScore = z.object({
  /** Questions whose answer stands in the documents and is given. */
  questions: z.number().int(),
  /** Part of them that have a citation, of at most three, which quotes most of the answer's words. */
  hit: estimate,
  /** The same with all of the answer's words, one after the other. */
  whole: estimate,
  /** `hit` by a citation of the right file. */
  rightFile: estimate,
});
export type QuoteScore = z.infer<typeof quoteScore>;

export const refusalScore = z.object({ questions: z.number().int(), refused: estimate });
export type RefusalScore = z.infer<typeof refusalScore>;

/** What became of one question. */
export const answerOutcome = z.object({
  question: z.string(),
  kind: z.string().optional(),
  /** With its document in the index; without it; or in none of the documents. */
  asked: z.enum(['present', 'removed', 'absent']),
  refused: z.boolean(),
  /** Null where there is no answer to be quoted. */
  hit: z.boolean().nullable(),
  whole: z.boolean().nullable(),
  rightFile: z.boolean().nullable(),
  citations: z.number().int(),
  ms: z.number(),
});
export type AnswerOutcome = z.infer<typeof answerOutcome>;

/** How well questions are answered, and refused where they have to be. Null: no such questions. */
export const answersScore = z.object({
  quotes: quoteScore.nullable(),
  kinds: z.array(quoteScore.extend({ kind: z.string() })),
  refusals: z.object({
    /** The document that answers is there: these should not be refused. */
    answerable: refusalScore.nullable(),
    /** It is not there: these should be. `removed` and `absent` are the parts of it. */
    unanswerable: refusalScore.nullable(),
    removed: refusalScore.nullable(),
    absent: refusalScore.nullable(),
  }),
  /** Median and 95th percentile of an answer, in milliseconds. */
  p50Ms: z.number(),
  p95Ms: z.number(),
  /** Each question, in the order in which they were asked. */
  outcomes: z.array(answerOutcome),
});
export type AnswersScore = z.infer<typeof answersScore>;

export const answersEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), done: z.number().int(), total: z.number().int() }),
  z.object({ type: z.literal('done'), questions: z.number().int(), score: answersScore }),
]);

export const evaluateContract = {
  /**
   * Asks labelled questions as `answer.ask` does, and scores citations and refusals. Questions with a
   * document are asked a second time while it is out of the index; it is read again afterwards.
   * For a data folder that was made for it: what else is asked meanwhile misses that document.
   */
  answers: stream(
    z.object({
      folderId: z.string(),
      questions: z.array(answerQuestion).min(1).max(100_000),
      /** An installed chat model that writes; none: sentences are quoted. */
      model: z.string().max(300).default(''),
    }),
    answersEvent,
  ),
  /** Searches a folder for labelled questions with every method and scores them. */
  retrieval: stream(
    z.object({ folderId: z.string(), questions: z.array(labelledQuestion).min(1).max(100_000) }),
    evaluationEvent,
  ),
};
