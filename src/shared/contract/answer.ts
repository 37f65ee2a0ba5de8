import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { stream } from './procedure.ts';
import { hit, passagePlace, range, scope } from './search.ts';

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
});
export type Writing = z.infer<typeof writing>;

/**
 * What an answer may rest on. `documents`: passages alone, else it refuses; `documentsFirst`: what
 * they do not hold is answered from the model's general knowledge and marked as such; `free`: the
 * documents are not looked at.
 */
export const answerModes = ['documents', 'documentsFirst', 'free'] as const;
export const answerMode = z.enum(answerModes);
export type AnswerMode = z.infer<typeof answerMode>;

/** How a model is to write. Empty: as it likes. */
export const answerRules = z.object({
  /** Such as “German”; '' for the language of the question. */
  language: z.string().max(60).default(''),
  length: z.enum(['short', 'usual', 'long']).default('usual'),
  /** Such as “formal, for customers”. */
  tone: z.string().max(200).default(''),
  format: z.enum(['text', 'list', 'steps', 'table']).default('text'),
  /** Further instructions, in the person's own words. */
  prompt: z.string().max(8000).default(''),
  /** Questions with answers as they should be. */
  examples: z
    .array(z.object({ question: z.string().max(2000), answer: z.string().max(4000) }))
    .max(8)
    .default([]),
  /** What is said where the documents do not hold the answer; '' for the usual sentence. */
  refusal: z.string().max(600).default(''),
  /** Shown below each answer. */
  disclaimer: z.string().max(600).default(''),
});
export type AnswerRules = z.infer<typeof answerRules>;

/** Everything but the question: what a conversation keeps and an assistant brings along. */
export const answerSettings = z.object({
  scope: scope.default({}),
  mode: answerMode.default('documents'),
  writing: writing.default({}),
  rules: answerRules.default(answerRules.parse({})),
});
export type AnswerSettings = z.infer<typeof answerSettings>;

/**
 * Settings of which some are given; the others come from an assistant or stay as they are.
 * (`partial()` would fill in the defaults.)
 */
export const givenSettings = z.object({
  scope: scope.optional(),
  mode: answerMode.optional(),
  writing: writing.optional(),
  rules: answerRules.optional(),
});
export type GivenSettings = z.infer<typeof givenSettings>;

/** What is given of a part is the whole of it; the other parts stay. */
export function withGiven(base: AnswerSettings, given: GivenSettings): AnswerSettings {
  const { scope = base.scope, mode = base.mode } = given;
  const { writing = base.writing, rules = base.rules } = given;
  return { scope, mode, writing, rules };
}

/** A JSON schema; the part of it that grammars know is checked by the engine. */
export const jsonSchema = z.record(z.string(), z.unknown());

/** A statement that names a passage whose words do not bear it out. */
export const doubt = range.extend({
  /** Numbers of citations. */
  citations: z.array(z.number().int()),
  /** Quoted words, numbers and names that none of them holds. */
  missing: z.array(z.string()),
});
export type Doubt = z.infer<typeof doubt>;

/** A question about all documents in scope, and how far it came. */
export const walk = z.object({
  kind: z.enum(['list', 'which', 'summarise', 'compare']),
  /** Documents that match, and those of them that were read. */
  matching: z.number().int(),
  read: z.number().int(),
});
export type Walk = z.infer<typeof walk>;

export const answer = z.object({
  question: z.string(),
  /** The question as it was searched: a follow-up stands here by itself. */
  searched: z.string().nullable().default(null),
  /** The answer's text; `[n]` in it stands for citation n. */
  answer: z.string(),
  /**
   * False: no passage backs it. Then there are no citations but the nearest passages, and a text
   * only if a model wrote one of its own knowledge (`general`) or it was cut.
   */
  grounded: z.boolean(),
  /** What a model wrote from the documents without naming a passage that holds it: no answer. */
  unbacked: z.string().default(''),
  /** Written from the model's general knowledge, not from the documents. */
  general: z.boolean().default(false),
  /** `extractive`: sentences of the documents, quoted. */
  answeredBy: z.enum(['extractive', 'model']),
  mode: answerMode.default('documents'),
  model: z.string().nullable().default(null),
  adapters: z.array(adapterScale).default([]),
  /** Tokens of the prompt, those of them that were still known, and those written. */
  tokens: z
    .object({ prompt: z.number(), reused: z.number(), written: z.number() })
    .nullable()
    .default(null),
  /** How the text ended: by itself, at the limit of tokens, as it only repeated itself, stopped, or cut by a failure. */
  ended: z.enum(['end', 'limit', 'repeated', 'stopped', 'failed']).default('end'),
  /** What cut it. */
  error: z
    .object({ code: z.enum(errorCodes), message: z.string() })
    .nullable()
    .default(null),
  citations: z.array(citation),
  doubts: z.array(doubt).default([]),
  /** Sentences with numbers or names in them that name no passage. */
  uncited: z.array(range).default([]),
  /** References to passages that do not exist, taken out. */
  droppedReferences: z.number().int().default(0),
  /** Passages that were found but did not fit into the prompt. */
  leftOut: z.number().int().default(0),
  walk: walk.nullable().default(null),
  /** What keeps to the schema that was asked for. */
  data: z.unknown().optional(),
  /** The sentence of a refusal, and what is to stand below the answer, if the rules have one. */
  refusal: z.string().default(''),
  disclaimer: z.string().default(''),
  nearest: z.array(hit),
  tookMs: z.number(),
});
export type Answer = z.infer<typeof answer>;

/**
 * In this order: what is searched, what was found, for a walk how far it is, the text as it is
 * written, and the whole, checked answer. References in the text are those of the passages; they
 * are numbered anew in the checked answer.
 */
export const answerProgress = z.discriminatedUnion('type', [
  z.object({ type: z.literal('searching'), searched: z.string() }),
  z.object({ type: z.literal('passages'), count: z.number().int() }),
  z.object({ type: z.literal('walk'), walk }),
  z.object({ type: z.literal('text'), text: z.string() }),
]);
export type AnswerProgress = z.infer<typeof answerProgress>;

export const answerEvent = z.union([answerProgress, z.object({ type: z.literal('done'), answer })]);
export type AnswerEvent = z.infer<typeof answerEvent>;

export const stepNames = ['rewrite', 'search', 'read', 'pack', 'write', 'check'] as const;

/** Why an answer is as it is: each step with what went in and came out. */
export const answerTrace = z.object({
  question: z.string(),
  searched: z.string(),
  /** Who made the question stand by itself. */
  searchedBy: z.enum(['same', 'rules', 'model']),
  steps: z.array(z.object({ name: z.enum(stepNames), ms: z.number() })),
  /** Best first; `n` is the number in the prompt, null if it was left out. */
  passages: z.array(z.object({ hit, n: z.number().int().nullable() })),
  /** How likely it is that the passages hold the answer, 0 to 1; null: not asked. */
  answerability: z.number().nullable(),
  /** The exact prompt; none without a model. */
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), text: z.string() })),
  /** What the model wrote, before references were checked. */
  written: z.string(),
  model: z.string().nullable(),
  settings: answerSettings,
});
export type AnswerTrace = z.infer<typeof answerTrace>;

export const answerContract = {
  /** One answer from the documents in scope. Nothing is kept. */
  ask: stream(
    givenSettings.extend({
      question: z.string(),
      /** An assistant whose settings fill in what is left out. */
      assistantId: z.string().optional(),
      /** The answer is JSON that keeps to it. Needs a model. */
      schema: jsonSchema.optional(),
    }),
    answerEvent,
  ),
};
