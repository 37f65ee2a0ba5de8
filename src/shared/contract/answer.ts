import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { call, stream } from './procedure.ts';
import { hit, passagePlace, scope } from './search.ts';

/** A checked reference: `quote` is the document's text from `start` to `end`, to the letter. */
export const citation = passagePlace.extend({
  n: z.number().int().min(1),
  quote: z.string(),
});
export type Citation = z.infer<typeof citation>;

/** An installed adapter and how strongly it counts: 0 not at all, 1 as it was trained. */
export const adapterScale = z.object({
  name: z.string().min(1).max(300),
  scale: z.number().min(-10).max(10),
});
export type AdapterScale = z.infer<typeof adapterScale>;

/** How an answer is to be written. What is left out is as the settings have it. */
export const writing = z.object({
  /** An installed chat model; '' for sentences quoted without one. */
  model: z.string().max(300).optional(),
  adapters: z.array(adapterScale).max(16).optional(),
  /** 0: always the likeliest word, the same each time. */
  temperature: z.number().min(0).max(2).optional(),
  seed: z.number().int().min(0).max(4_294_967_295).optional(),
  maxTokens: z.number().int().min(1).max(100_000).optional(),
  /** From what the model knows, without looking into the documents. */
  free: z.boolean().optional(),
});
export type Writing = z.infer<typeof writing>;

export const answer = z.object({
  question: z.string(),
  /** The answer's text; `[n]` in it stands for citation n. */
  answer: z.string(),
  /**
   * False: no passage backs it. Then there are no citations but the nearest passages, and a text
   * only if a model wrote one all the same.
   */
  grounded: z.boolean(),
  /** `extractive`: sentences of the documents, quoted. */
  answeredBy: z.enum(['extractive', 'model']),
  model: z.string().nullable().default(null),
  adapters: z.array(adapterScale).default([]),
  free: z.boolean().default(false),
  /** Tokens of the prompt, those of them that were still known, and those written. */
  tokens: z
    .object({ prompt: z.number(), reused: z.number(), written: z.number() })
    .nullable()
    .default(null),
  /** How the text ended: by itself, at the limit of tokens, stopped, or cut by a failure. */
  ended: z.enum(['end', 'limit', 'stopped', 'failed']).default('end'),
  /** What cut it. */
  error: z
    .object({ code: z.enum(errorCodes), message: z.string() })
    .nullable()
    .default(null),
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
    scope.extend({
      question: z.string(),
      keep: z.boolean().default(false),
      writing: writing.default({}),
    }),
    answerEvent,
  ),
  /** Kept questions, the newest first. */
  history: call(z.object({ limit: z.number().int().min(1).max(500).default(50) }), z.array(turn)),
  forget: call(z.object({ turnId: z.string() }), z.void()),
};
