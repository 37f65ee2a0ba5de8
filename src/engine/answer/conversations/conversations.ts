// Conversations: asked in, kept, branched, found again. Each question is answered by the same
// pipeline as a single one, with the branch it belongs to as its history.
import {
  type AnswerSettings,
  type GivenSettings,
  withGiven,
} from '../../../shared/contract/answer.ts';
import type { ConversationEvent, Turn, TurnPage } from '../../../shared/contract/conversations.ts';
import { LorekeepError } from '../../../shared/errors.ts';
import { withoutReferences } from '../../../shared/texts/references.ts';
import { createFeed } from '../../calls/feed.ts';
import type { Complete, PastTurn } from '../../answerer.ts';
import type { Log } from '../../log/log.ts';
import type { ConversationRow } from '../../store/library/conversations.ts';
import type { TurnRow } from '../../store/library/conversation-turns.ts';
import type { LibraryStore } from '../../store/library/library-store.ts';
import type { AnswerStream } from '../asked.ts';
import type { Attachments } from './attachments.ts';
import { answerOf, type AskedWith, conversationOf, turnOf } from './conversation-of.ts';
import { finishCut, keepAnswer, stopped } from './keep-answer.ts';
import { titleByModel, titleFromQuestion } from './titles.ts';

export interface ConversationParts {
  library: LibraryStore;
  attachments: Attachments;
  log: Log;
  /** Aborts when the engine ends. */
  closing: AbortSignal;
  answer: AnswerStream;
  /** Who writes with some settings: known before it writes. */
  writerOf(settings: AnswerSettings): Pick<AskedWith, 'model' | 'adapters'>;
  /** What writes short texts with the model of some settings; null where none does. */
  completeBy(settings: AnswerSettings): Complete | null;
  settingsOf(given: GivenSettings, assistantId: string | undefined): AnswerSettings;
}

export interface AskedInConversation {
  question: string;
  /** The turn it follows; null begins anew; left out: the one that is shown last. */
  parent?: string | null | undefined;
  /** Counts for this answer alone. */
  writing?: AnswerSettings['writing'] | undefined;
  schema?: object | undefined;
}

export type Conversations = ReturnType<typeof createConversations>;

/** Turns that an answer may look back on. */
const mostHistory = 24;
const changesEveryMs = 100;

export function createConversations(parts: ConversationParts) {
  const { library, log, answer } = parts;
  const { conversations, turns } = library;
  let revision = 0;
  const changes = createFeed(() => ({ revision }), changesEveryMs);
  let titling = new AbortController();

  function changed(): void {
    revision++;
    changes.notify();
  }

  function known(id: string): ConversationRow {
    const row = conversations.find(id);
    if (!row) throw new LorekeepError('CONVERSATION_UNKNOWN');
    return row;
  }

  function knownTurn(id: string): TurnRow {
    const row = turns.find(id);
    if (!row) throw new LorekeepError('CONVERSATION_UNKNOWN');
    return row;
  }

  function shown(row: TurnRow): Turn {
    return turnOf(row, turns.siblings(row));
  }

  function historyBefore(parent: string | null): PastTurn[] {
    if (parent === null) return [];
    return turns
      .branch(parent, mostHistory)
      .toReversed()
      .flatMap((row) => {
        const past = answerOf(row);
        if (!past || past.ended === 'failed') return [];
        const { question } = row;
        const answer = withoutReferences(past.answer);
        return [{ question, searched: past.searched ?? question, answer }];
      });
  }

  async function* ask(
    id: string,
    asked: AskedInConversation,
    signal: AbortSignal,
  ): AsyncGenerator<ConversationEvent, void> {
    titling.abort();
    const { settings, leaf } = conversationOf(known(id));
    const parent = asked.parent === undefined ? leaf : asked.parent;
    if (parent !== null && knownTurn(parent).conversation !== id) {
      throw new LorekeepError('CONVERSATION_UNKNOWN');
    }
    const { question, writing, schema } = asked;
    const used = { ...settings, writing: { ...settings.writing, ...writing } };
    const structured = schema !== undefined;
    const how: AskedWith = { ...parts.writerOf(used), mode: used.mode, structured };
    const turn = turns.begin(id, parent, question, how);
    conversations.change(id, { leaf: turn.id, updatedAt: turn.askedAt, ...untitled(id, question) });
    changed();
    try {
      yield { type: 'started', conversationId: id, turnId: turn.id };
      const attached = parts.attachments.folderOf(id);
      const request = { question, history: historyBefore(parent), settings: used, attached };
      const stop = new AbortController();
      const either = AbortSignal.any([signal, stop.signal]);
      const begin = () => answer({ ...request, ...(schema && { schema }) }, either);
      yield* keepAnswer({ turns, turn }, begin, stop);
    } finally {
      // Left before it began.
      if (turns.find(turn.id)?.answer === null) finishCut({ turns, turn }, '', stopped);
      changed();
    }
    const done = shown(knownTurn(turn.id));
    // Whoever asked may leave with the last event.
    if (parent === null) void title(id, done, used);
    yield { type: 'done', turn: done };
  }

  function untitled(id: string, question: string): { title?: string } {
    const { title: now, titledByPerson } = known(id);
    return now === '' && !titledByPerson ? { title: titleFromQuestion(question) } : {};
  }

  /** After the answer, and given up for the next question. */
  async function title(id: string, { answer: first }: Turn, settings: AnswerSettings) {
    if (!first || first.model === null || first.ended !== 'end' || first.answer === '') return;
    titling = new AbortController();
    const signal = AbortSignal.any([titling.signal, parts.closing]);
    try {
      const complete = parts.completeBy(settings);
      const written = complete && (await titleByModel(first, complete, signal));
      const row = conversations.find(id);
      if (!written || !row || row.titledByPerson) return;
      conversations.change(id, { title: written });
      changed();
    } catch (error) {
      if (!signal.aborted) log.info('conversation not titled', { reason: String(error) });
    }
  }

  /** What was being written when the engine ended last time is kept as far as it came. */
  function recover(): void {
    for (const turn of turns.unfinished()) finishCut({ turns, turn }, turn.written, stopped);
  }

  return {
    recover,
    changes,
    changed,
    known,
    knownTurn,
    shown,
    ask,
    create(given: GivenSettings, assistantId: string | undefined): ConversationRow {
      const settings = withGiven(parts.settingsOf({}, assistantId), given);
      const row = conversations.add(settings, assistantId ?? null);
      changed();
      return row;
    },
    /** The branch that is shown, or the part of it before a turn. */
    page(id: string, before: string | undefined, limit: number): TurnPage {
      const from = before === undefined ? known(id).leaf : knownTurn(before).parent;
      if (from === null) return { turns: [], earlier: false };
      const rows = turns.branch(from, limit + 1);
      const page = rows.slice(0, limit).toReversed();
      return { turns: page.map(shown), earlier: rows.length > limit };
    },
  };
}
