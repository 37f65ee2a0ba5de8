// Conversations and turns of the library as the contract shows them.
import { z } from 'zod';
import {
  answer as answerSchema,
  answerSettings,
  answerTrace,
  type Answer,
  type AnswerTrace,
} from '../../../shared/contract/answer.ts';
import type {
  Conversation,
  ConversationSummary,
  Turn,
} from '../../../shared/contract/conversations.ts';
import type { DocumentRef } from '../../../shared/contract/documents.ts';
import type { ConversationRow, FoundConversation } from '../../store/library/conversations.ts';
import type { TurnRow } from '../../store/library/conversation-turns.ts';

export function conversationOf(
  { assistant, ...row }: ConversationRow,
  attached: DocumentRef[] = [],
): Conversation {
  const settings = answerSettings.safeParse(row.settings);
  return {
    ...row,
    assistantId: assistant,
    attached,
    // Of a version that knew other settings: the usual ones.
    settings: settings.success ? settings.data : answerSettings.parse({}),
  };
}

export function summaryOf(row: FoundConversation): ConversationSummary {
  const { id, title, pinned, updatedAt, turns, found } = row;
  return { id, title, pinned, updatedAt, turns, found };
}

/** How a question was asked; who writes is known before anything is written. */
const askedWith = answerSchema
  .pick({ model: true, adapters: true, mode: true })
  .extend({ structured: z.boolean() });
export type AskedWith = z.infer<typeof askedWith>;

/** Null for turns of a version that did not keep it. */
export function askedWithOf(row: Pick<TurnRow, 'askedWith'>): AskedWith | null {
  return askedWith.safeParse(JSON.parse(row.askedWith ?? 'null')).data ?? null;
}

export function turnOf(row: TurnRow, siblings: string[]): Turn {
  const { id, parent, askedAt, question, written, rating } = row;
  return {
    id,
    parent,
    askedAt,
    question,
    written,
    rating: rating < 0 ? -1 : rating > 0 ? 1 : 0,
    answer: answerOf(row),
    structured: askedWithOf(row)?.structured ?? false,
    siblings,
  };
}

/** Null while it is written. One that no longer fits the contract shows its text alone. */
export function answerOf({ answer, question }: TurnRow): Answer | null {
  if (answer === null) return null;
  const stored: unknown = JSON.parse(answer);
  const parsed = answerSchema.safeParse(stored);
  if (parsed.success) return parsed.data;
  const { answer: text } = stored as { answer?: unknown };
  return answerSchema.parse({
    question,
    answer: typeof text === 'string' ? text : '',
    grounded: false,
    answeredBy: 'extractive',
    citations: [],
    nearest: [],
    tookMs: 0,
  });
}

/** Null if there is none, or one of another version. */
export function traceOf(stored: unknown): AnswerTrace | null {
  const parsed = answerTrace.safeParse(stored);
  return parsed.success ? parsed.data : null;
}
