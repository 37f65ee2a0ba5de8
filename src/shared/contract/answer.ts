import { z } from 'zod';
import { call, stream } from './procedure.ts';
import { hit, passagePlace, scope } from './search.ts';

/** A checked reference: `quote` is the document's text from `start` to `end`, to the letter. */
export const citation = passagePlace.extend({
  n: z.number().int().min(1),
  quote: z.string(),
});
export type Citation = z.infer<typeof citation>;

export const answer = z.object({
  question: z.string(),
  /** The answer's text; `[n]` in it stands for citation n. */
  answer: z.string(),
  /** False: the documents do not hold it; then no citations, and the nearest passages. */
  grounded: z.boolean(),
  answeredBy: z.string(),
  citations: z.array(citation),
  nearest: z.array(hit),
  tookMs: z.number(),
});
export type Answer = z.infer<typeof answer>;

/** The passages come first, the text as it is written, then the whole, checked answer. */
export const answerEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('passages'), count: z.number().int() }),
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('done'), turnId: z.string().nullable(), answer }),
]);
export type AnswerEvent = z.infer<typeof answerEvent>;

/** A question and its answer as kept in the library. */
export const turn = z.object({
  id: z.string(),
  askedAt: z.number(),
  answer,
});
export type Turn = z.infer<typeof turn>;

export const answerContract = {
  /** Answers from the documents in scope. `keep` stores the turn in the library. */
  ask: stream(
    scope.extend({ question: z.string(), keep: z.boolean().default(false) }),
    answerEvent,
  ),
  /** Kept questions, the newest first. */
  history: call(z.object({ limit: z.number().int().min(1).max(500).default(50) }), z.array(turn)),
  forget: call(z.object({ turnId: z.string() }), z.void()),
};
