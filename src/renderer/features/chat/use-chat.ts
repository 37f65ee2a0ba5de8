// One conversation as it is shown: what it keeps, the turns of its branch page by page, and what
// the person does with them. What other windows change is read again and put in its place.
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import {
  answerSettings,
  type AnswerSettings,
  type GivenSettings,
  withGiven,
  type Writing,
} from '../../../shared/contract/answer.ts';
import type { Conversation, Turn, TurnPage } from '../../../shared/contract/conversations.ts';
import { isCancellation } from '../../../shared/errors.ts';
import { sentenceOf } from '../../../shared/texts/format.ts';
import type { Asking } from '../../app/asking.ts';
import type { FreshConversation } from '../../app/conversations-state.ts';
import type { Services } from '../../app/services.ts';
import { addEarlier, mergeNewest, putTurn, shownTurns } from './turn-list.ts';

const pageSize = 30;
/** Turns of other windows that are being written are looked at this often. */
const elsewhereMs = 1000;
const noTurns: TurnPage = { turns: [], earlier: false };

export interface AskPlace {
  /** The turn it follows; null begins anew; left out: the one that is shown last. */
  parent?: string | null;
  writing?: Writing;
}

/** @param id the conversation's; '' for one that has asked nothing yet */
export function useChat(services: Services, id: Ref<string>) {
  const { engine, conversations, scope, writing } = services;
  const conversation = shallowRef<Conversation | null>(null);
  const page = shallowRef<TurnPage>(noTurns);
  const error = ref('');
  /** Why a change of it was refused. */
  const refused = ref('');
  const loadingEarlier = ref(false);
  /** A question asked before its conversation has an id. */
  const first = shallowRef<Asking | null>(null);
  let reading = new AbortController();

  const asking = computed(
    () =>
      first.value ?? (id.value === '' ? null : (conversations.askings.value.get(id.value) ?? null)),
  );
  const shown = computed(() => shownTurns(page.value.turns, asking.value?.now.value ?? null));
  const isBusy = computed(() => {
    const step = asking.value?.now.value.step;
    return step !== undefined && step !== 'done' && step !== 'failed';
  });

  const settings = computed<AnswerSettings>(() => conversation.value?.settings ?? fresh().settings);
  const assistantId = computed(() =>
    conversation.value ? conversation.value.assistantId : fresh().assistantId,
  );

  /** What a new conversation begins with: what is chosen on the search page. */
  function fresh(): FreshConversation {
    return (
      conversations.fresh.value ?? {
        settings: answerSettings.parse({
          scope: scope.scope.value,
          mode: writing.mode.value,
          writing: writing.writing.value,
        }),
        assistantId: null,
      }
    );
  }

  async function load(): Promise<void> {
    reading.abort();
    reading = new AbortController();
    const { signal } = reading;
    const wanted = id.value;
    error.value = '';
    if (wanted !== conversation.value?.id) {
      conversation.value = null;
      page.value = noTurns;
    }
    if (wanted === '') return;
    try {
      const [now, newest] = await Promise.all([
        engine.conversations.get({ id: wanted }, { signal }),
        engine.conversations.turns({ id: wanted, limit: pageSize }, { signal }),
      ]);
      if (signal.aborted) return;
      conversation.value = now;
      page.value = mergeNewest(page.value, newest);
    } catch (caught) {
      if (!signal.aborted && !isCancellation(caught)) error.value = sentenceOf(caught);
    }
  }

  async function loadEarlier(): Promise<void> {
    const before = page.value.turns[0];
    if (!page.value.earlier || !before || loadingEarlier.value) return;
    loadingEarlier.value = true;
    try {
      const input = { id: id.value, before: before.id, limit: pageSize };
      const more = await engine.conversations.turns(input);
      if (page.value.turns[0]?.id === before.id) page.value = addEarlier(page.value, more);
    } catch (caught) {
      refused.value = sentenceOf(caught);
    } finally {
      loadingEarlier.value = false;
    }
  }

  function ask(question: string, place: AskPlace = {}): void {
    refused.value = '';
    const used = place.writing ?? settings.value.writing;
    const common = {
      question,
      ...(place.parent !== undefined && { parent: place.parent }),
      ...(place.writing && { writing: place.writing }),
    };
    const preferred = services.settings.settings.value?.chatModel ?? '';
    const shownWriting = { ...used, model: used.model ?? preferred };
    if (id.value !== '') {
      conversations.ask({ ...common, conversationId: id.value }, shownWriting);
      return;
    }
    const begun = fresh();
    first.value = conversations.ask(
      {
        ...common,
        settings: begun.settings,
        ...(begun.assistantId !== null && { assistantId: begun.assistantId }),
      },
      shownWriting,
    );
  }

  /** Does something that may be refused, and says so. */
  async function attempt(work: () => Promise<unknown>): Promise<void> {
    refused.value = '';
    try {
      await work();
    } catch (caught) {
      refused.value = sentenceOf(caught);
      if (id.value !== '') await load();
    }
  }

  function changeSettings(part: GivenSettings): void {
    const before = conversation.value;
    if (!before) {
      const begun = fresh();
      conversations.fresh.value = { ...begun, settings: withGiven(begun.settings, part) };
      return;
    }
    // Shown at once; the engine's answer, or its refusal, has the last word.
    conversation.value = { ...before, settings: withGiven(before.settings, part) };
    void attempt(() => change({ settings: part }));
  }

  async function change(
    part: Omit<Parameters<typeof conversations.change>[0], 'id'>,
  ): Promise<void> {
    const changed = await conversations.change({ id: id.value, ...part });
    if (changed.id === id.value) conversation.value = changed;
  }

  function chooseAssistant(chosen: string | null): void {
    if (conversation.value) {
      void attempt(() => change({ assistantId: chosen }));
      return;
    }
    void attempt(async () => {
      const begun = fresh();
      if (chosen === null) {
        conversations.fresh.value = { ...begun, assistantId: null };
        return;
      }
      const { settings: own } = await engine.assistants.get({ id: chosen });
      const isWide = Object.values(own.scope).every((part) => part === undefined);
      const kept = isWide ? { ...own, scope: begun.settings.scope } : own;
      conversations.fresh.value = { settings: kept, assistantId: chosen };
    });
  }

  async function show(turnId: string): Promise<void> {
    await attempt(async () => {
      await change({ show: turnId });
      page.value = await engine.conversations.turns({ id: id.value, limit: pageSize });
    });
  }

  async function rate(turn: Turn, rating: Turn['rating']): Promise<void> {
    page.value = putTurn(page.value, { ...turn, rating });
    await attempt(() => engine.conversations.rate({ turnId: turn.id, rating }));
  }

  watch(id, () => void load(), { immediate: true });
  watch(conversations.revision, () => void load());
  watch(
    () => asking.value?.now.value.turn,
    (turn) => {
      if (turn) page.value = putTurn(page.value, turn);
    },
  );
  const timer = setInterval(() => {
    const last = page.value.turns.at(-1);
    if (last && !last.answer && !isBusy.value) void lookAt(last.id);
  }, elsewhereMs);
  onScopeDispose(() => {
    clearInterval(timer);
    reading.abort();
  });

  async function lookAt(turnId: string): Promise<void> {
    try {
      const turn = await engine.conversations.turn({ turnId });
      const isShown = page.value.turns.some((one) => one.id === turnId);
      if (isShown) page.value = putTurn(page.value, turn);
    } catch {
      // It is gone, or the line is down; the list is read again when either changes.
    }
  }

  return {
    conversation,
    settings,
    assistantId,
    turns: computed(() => page.value.turns),
    earlier: computed(() => page.value.earlier),
    shown,
    error,
    refused,
    loadingEarlier,
    asking,
    first,
    isBusy,
    load,
    loadEarlier,
    ask,
    stop: () => asking.value?.stop(),
    attempt,
    change,
    changeSettings,
    chooseAssistant,
    show,
    rate,
  };
}

export type Chat = ReturnType<typeof useChat>;
