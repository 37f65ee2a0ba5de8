// Versions of a question, asked anew, gone back to, and two of them side by side.
import { ref, watch, type Ref } from 'vue';
import type { Writing } from '../../../shared/contract/answer.ts';
import type { Turn } from '../../../shared/contract/conversations.ts';
import type { Chat } from './use-chat.ts';
import type { Scrolling } from './use-scrolling.ts';

/** A turn and the version that is shown beside it; '' for none. */
export interface Comparing {
  turnId: string;
  besideId: string;
}

export interface Versions {
  readonly comparing: Readonly<Ref<Comparing>>;
  /** Shows nothing side by side any more. */
  leave(): void;
  /** Asks a question in the place of one that is there (`before`). */
  askInstead(
    question: string,
    parent: string | null | undefined,
    writing: Writing | null,
    before: Turn | null,
  ): void;
  /** Turns to another version, coming from one of them. */
  show(turnId: string, from: Turn | null): Promise<void>;
  /** Shows a version beside a turn; '' for none. */
  compare(turn: Turn | null, besideId: string): void;
}

export function useComparing(chat: Chat, scrolling: Scrolling): Versions {
  const comparing = ref<Comparing>({ turnId: '', besideId: '' });
  /** What the next turn is compared with, once it is known; '' for nothing. */
  let compareNext = '';

  function leave(): void {
    comparing.value = { turnId: '', besideId: '' };
  }

  watch(
    () => chat.asking.value?.now.value.turnId,
    (turnId) => {
      if (!turnId || compareNext === '') return;
      comparing.value = { turnId, besideId: compareNext };
      compareNext = '';
    },
  );

  return {
    comparing,
    leave,
    askInstead(question, parent, writing, before) {
      const isLast = chat.shown.value.at(-1)?.turn?.id === before?.id;
      chat.ask(question, { ...(parent !== undefined && { parent }), ...(writing && { writing }) });
      // Another writer's answer is compared with the one before it.
      compareNext = writing && before ? before.id : '';
      leave();
      if (!isLast) scrolling.stay();
    },
    async show(turnId, from) {
      scrolling.stay();
      const { besideId } = comparing.value;
      leave();
      await chat.show(turnId);
      // Who goes on with the other one of two still sees both.
      if (besideId === turnId && from) comparing.value = { turnId, besideId: from.id };
    },
    compare(turn, besideId) {
      scrolling.stay();
      comparing.value = { turnId: besideId === '' ? '' : (turn?.id ?? ''), besideId };
    },
  };
}
