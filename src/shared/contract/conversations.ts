import { z } from 'zod';
import {
  answer,
  answerProgress,
  answerSettings,
  answerTrace,
  jsonSchema,
  givenSettings,
  writing,
} from './answer.ts';
import { documentRef } from './documents.ts';
import { call, stream } from './procedure.ts';

/** One line of the list of conversations. */
export const conversationSummary = z.object({
  id: z.string(),
  title: z.string(),
  pinned: z.boolean(),
  updatedAt: z.number(),
  turns: z.number().int(),
  /** Where words that were looked for stand; empty without a search. */
  found: z.string(),
});
export type ConversationSummary = z.infer<typeof conversationSummary>;

export const conversation = z.object({
  id: z.string(),
  title: z.string(),
  /** False: the title is the first question and may change by itself. */
  titledByPerson: z.boolean(),
  pinned: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
  settings: answerSettings,
  assistantId: z.string().nullable(),
  /** The last turn of the branch that is shown; null: nothing was asked yet. */
  leaf: z.string().nullable(),
  turns: z.number().int(),
  /** Files that belong to it alone; they are looked into beside its scope. */
  attached: z.array(documentRef),
});
export type Conversation = z.infer<typeof conversation>;

export const ratings = [-1, 0, 1] as const;
export const rating = z.literal([...ratings]);

/** A question and its answer. Turns form a tree: an edited or repeated question is a sibling. */
export const turn = z.object({
  id: z.string(),
  parent: z.string().nullable(),
  askedAt: z.number(),
  question: z.string(),
  /** Null while it is being written. */
  answer: answer.nullable(),
  /** What is written so far of one that is being written. */
  written: z.string(),
  rating,
  /** It was asked for as data by a schema. */
  structured: z.boolean(),
  /** All turns after the same parent, itself among them, oldest first. */
  siblings: z.array(z.string()),
});
export type Turn = z.infer<typeof turn>;

/** The branch that is shown, from its newest turns backwards; oldest first. */
export const turnPage = z.object({ turns: z.array(turn), earlier: z.boolean() });
export type TurnPage = z.infer<typeof turnPage>;

export const conversationEvent = z.union([
  /** The question is kept: from now on it survives whatever happens. */
  z.object({ type: z.literal('started'), conversationId: z.string(), turnId: z.string() }),
  answerProgress,
  z.object({ type: z.literal('done'), turn }),
]);
export type ConversationEvent = z.infer<typeof conversationEvent>;

export const exportFormats = ['markdown', 'html', 'json'] as const;

export const conversationsContract = {
  /** Pinned ones first, then the latest; `words` looks into titles, questions and answers. */
  list: call(
    z.object({
      words: z.string().max(400).default(''),
      limit: z.number().int().min(1).max(500).default(100),
      offset: z.number().int().min(0).default(0),
    }),
    z.array(conversationSummary),
  ),
  get: call(z.object({ id: z.string() }), conversation),
  create: call(
    z.object({ settings: givenSettings.default({}), assistantId: z.string().optional() }),
    conversation,
  ),
  change: call(
    z.object({
      id: z.string(),
      /** '' lets it be titled by itself again. */
      title: z.string().max(300).optional(),
      pinned: z.boolean().optional(),
      settings: givenSettings.optional(),
      /** Takes over the assistant's settings; null leaves them and forgets the assistant. */
      assistantId: z.string().nullable().optional(),
      /** A turn whose branch is shown from now on, down to its latest end. */
      show: z.string().optional(),
    }),
    conversation,
  ),
  remove: call(z.object({ id: z.string() }), z.void()),
  turns: call(
    z.object({
      id: z.string(),
      /** Turns before this one; without it the last ones. */
      before: z.string().optional(),
      limit: z.number().int().min(1).max(200).default(30),
    }),
    turnPage,
  ),
  /** Single turns, such as the siblings of one that is shown. */
  turn: call(z.object({ turnId: z.string() }), turn),
  /**
   * Asks and keeps question and answer. Leaving the stream stops it; what was written is kept.
   */
  ask: stream(
    z.object({
      /** Left out: a new conversation, with these settings. */
      conversationId: z.string().optional(),
      settings: givenSettings.optional(),
      assistantId: z.string().optional(),
      question: z.string(),
      /** The turn it follows; null begins anew; left out: the one that is shown last. */
      parent: z.string().nullable().optional(),
      /** Counts for this answer alone: another model, other adapters. */
      writing: writing.optional(),
      schema: jsonSchema.optional(),
    }),
    conversationEvent,
  ),
  rate: call(z.object({ turnId: z.string(), rating }), z.void()),
  /** Why the answer is as it is; null if it was kept by an older version. */
  trace: call(z.object({ turnId: z.string() }), answerTrace.nullable()),
  /** The branch that is shown, or one turn of it, with its sources, as a text. */
  export: call(
    z.object({ id: z.string(), format: z.enum(exportFormats), turnId: z.string().optional() }),
    z.object({ name: z.string(), text: z.string() }),
  ),
  /** A file's copy that belongs to this conversation alone and goes with it. */
  attach: call(
    z.object({ id: z.string(), path: z.string() }),
    z.object({ taskId: z.string(), folderId: z.string(), relativePath: z.string() }),
  ),
  /** A number that grows whenever any conversation changed. */
  watch: stream(z.void(), z.object({ revision: z.number().int() })),
};
