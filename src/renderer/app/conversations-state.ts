// The list of conversations, and the questions that are on their way to an answer. Other windows
// change conversations too: the engine tells, and what is shown is read again.
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import type { AnswerSettings, Writing } from '../../shared/contract/answer.ts';
import type { Client } from '../../shared/contract/contract.ts';
import type { Conversation, ConversationSummary } from '../../shared/contract/conversations.ts';
import { sentenceOf } from '../../shared/texts/format.ts';
import { ask, type Asking, type AskRequest } from './asking.ts';
import { keepWatching } from './watching.ts';

export interface ConversationsState {
  /** Pinned ones first, then the latest; null until the first answer. */
  readonly list: Readonly<ShallowRef<ConversationSummary[] | null>>;
  /** Why the list could not be read, or ''. */
  readonly error: Readonly<ShallowRef<string>>;
  /** Words that the listed ones hold; '' lists all. */
  readonly words: ShallowRef<string>;
  readonly hasMore: ComputedRef<boolean>;
  showMore(): void;
  refresh(): Promise<void>;
  /** Counts up with each change of any conversation; what shows one reads it again. */
  readonly revision: Readonly<ShallowRef<number>>;
  /** The last question of this page in each conversation, under way or over. */
  readonly askings: Readonly<ShallowRef<ReadonlyMap<string, Asking>>>;
  /** Asks; in a new conversation if the request names none. */
  ask(request: AskRequest, writing: Writing): Asking;
  /** What is typed and not sent, by the conversation's id; '' stands for a new one. */
  readonly drafts: Map<string, string>;
  /** The settings that a conversation begins with that has asked nothing yet. */
  readonly fresh: ShallowRef<FreshConversation | null>;
  /** Takes the files that are dropped on the window while a conversation is open. */
  readonly dropTarget: ShallowRef<((paths: readonly string[]) => Promise<void>) | null>;
  change(input: Parameters<Client['conversations']['change']>[0]): Promise<Conversation>;
  remove(id: string): Promise<void>;
}

export interface FreshConversation {
  settings: AnswerSettings;
  assistantId: string | null;
}

const firstPage = 60;
const nextPage = 200;
const mostAtOnce = 500;
const typingMs = 150;

export function createConversationsState(engine: Client): ConversationsState {
  const list = shallowRef<ConversationSummary[] | null>(null);
  const error = shallowRef('');
  const words = shallowRef('');
  const wanted = shallowRef(firstPage);
  const revision = shallowRef(0);
  const askings = shallowRef<ReadonlyMap<string, Asking>>(new Map());
  let reading: Promise<void> | null = null;
  let again = false;

  async function read(): Promise<void> {
    const rows: ConversationSummary[] = [];
    while (rows.length < wanted.value) {
      const limit = Math.min(mostAtOnce, wanted.value - rows.length);
      const page = await engine.conversations.list({
        words: words.value.trim(),
        limit,
        offset: rows.length,
      });
      rows.push(...page);
      if (page.length < limit) break;
    }
    list.value = rows;
  }

  async function readUntilCurrent(): Promise<void> {
    try {
      do {
        again = false;
        await read();
      } while (again);
      error.value = '';
    } catch (caught) {
      error.value = sentenceOf(caught);
    } finally {
      reading = null;
    }
  }

  function refresh(): Promise<void> {
    again = true;
    reading ??= readUntilCurrent();
    return reading;
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(words, () => {
    clearTimeout(timer);
    wanted.value = firstPage;
    timer = setTimeout(() => void refresh(), typingMs);
  });
  keepWatching(engine.conversations.watch, () => {
    revision.value += 1;
    void refresh();
  });

  function keep(id: string, asking: Asking): void {
    askings.value = new Map(askings.value).set(id, asking);
  }

  return {
    list,
    error,
    words,
    hasMore: computed(() => (list.value?.length ?? 0) >= wanted.value),
    showMore() {
      wanted.value += nextPage;
      void refresh();
    },
    refresh,
    revision,
    askings,
    ask(request, writing) {
      const asking = ask(engine, request, writing, () => {
        const { conversationId } = asking.now.value;
        if (conversationId !== null) keep(conversationId, asking);
      });
      if (request.conversationId !== undefined) keep(request.conversationId, asking);
      return asking;
    },
    drafts: new Map(),
    fresh: shallowRef<FreshConversation | null>(null),
    dropTarget: shallowRef<((paths: readonly string[]) => Promise<void>) | null>(null),
    async change(input) {
      const changed = await engine.conversations.change(input);
      await refresh();
      return changed;
    },
    async remove(id) {
      await engine.conversations.remove({ id });
      askings.value.get(id)?.stop();
      list.value = list.value?.filter((one) => one.id !== id) ?? null;
    },
  };
}
