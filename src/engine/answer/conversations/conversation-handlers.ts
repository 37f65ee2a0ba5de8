// The conversations part of the contract.
import { withGiven } from '../../../shared/contract/answer.ts';
import type { EngineHandlers } from '../../../shared/contract/contract.ts';
import { LorekeepError } from '../../../shared/errors.ts';
import type { ConversationRow } from '../../store/library/conversations.ts';
import { exportConversation } from './export.ts';
import { conversationOf, summaryOf, traceOf } from './conversation-of.ts';
import type { ConversationParts, Conversations } from './conversations.ts';
import { titleFromQuestion } from './titles.ts';

export type ConversationHandlers = EngineHandlers['conversations'];

export function conversationHandlers(
  feature: Conversations,
  {
    library,
    settingsOf,
    attachments,
  }: Pick<ConversationParts, 'library' | 'settingsOf' | 'attachments'>,
): ConversationHandlers {
  const { conversations, turns } = library;
  const shown = (row: ConversationRow) => conversationOf(row, attachments.filesOf(row.id));
  return {
    list: ({ words, limit, offset }) =>
      conversations
        .list(
          words.split(/\s+/u).filter((word) => word !== ''),
          limit,
          offset,
        )
        .map(summaryOf),
    get: ({ id }) => shown(feature.known(id)),
    create: ({ settings, assistantId }) => shown(feature.create(settings, assistantId)),
    change({ id, title, pinned, settings, assistantId, show }) {
      const before = feature.known(id);
      const own = conversationOf(before).settings;
      const base = assistantId ? settingsOf({}, assistantId) : own;
      const row = conversations.change(id, {
        settings: withGiven(base, settings ?? {}),
        ...(title !== undefined && titled(title.trim())),
        ...(pinned !== undefined && { pinned }),
        ...(assistantId !== undefined && { assistant: assistantId }),
        ...(show !== undefined && { leaf: turns.endOf(feature.knownTurn(show).id) }),
      });
      feature.changed();
      return shown(row!);

      function titled(given: string) {
        if (given !== '') return { title: given, titledByPerson: true };
        const first = before.leaf && turns.branch(before.leaf, Number.MAX_SAFE_INTEGER).at(-1);
        return { title: first ? titleFromQuestion(first.question) : '', titledByPerson: false };
      }
    },
    async remove({ id }) {
      await attachments.discard(id);
      conversations.remove(id);
      feature.changed();
    },
    turns: ({ id, before, limit }) => feature.page(id, before, limit),
    turn: ({ turnId }) => feature.shown(feature.knownTurn(turnId)),
    async *ask({ conversationId, settings, assistantId, ...asked }, { signal }) {
      const id = conversationId ?? feature.create(settings ?? {}, assistantId).id;
      yield* feature.ask(id, asked, signal);
    },
    rate({ turnId, rating }) {
      turns.rate(feature.knownTurn(turnId).id, rating);
      feature.changed();
    },
    trace: ({ turnId }) => traceOf(turns.trace(feature.knownTurn(turnId).id)),
    export({ id, format, turnId }) {
      const conversation = shown(feature.known(id));
      const last = turnId ?? conversation.leaf;
      if (last === null) throw new LorekeepError('CONVERSATION_EMPTY');
      const depth = turnId === undefined ? Number.MAX_SAFE_INTEGER : 1;
      const branch = turns.branch(feature.knownTurn(last).id, depth).toReversed();
      return exportConversation(conversation, branch.map(feature.shown), format);
    },
    async attach({ id, path }) {
      const attached = await attachments.attach(feature.known(id).id, path);
      feature.changed();
      return attached;
    },
    watch: (_input, { signal }) => feature.changes.follow(signal),
  };
}
