// One question and its answer. A new question stops the one before.
import { shallowRef, type Ref, type ShallowRef } from 'vue';
import type { Answer, Turn } from '../../../shared/contract/answer.ts';
import type { Client } from '../../../shared/contract/contract.ts';
import type { Scope } from '../../../shared/contract/search.ts';
import { isCancellation, LorekeepError } from '../../../shared/errors.ts';
import { sentenceOf } from '../../../shared/texts/format.ts';

export type Asked =
  | { kind: 'nothing' }
  | { kind: 'writing'; question: string; text: string }
  | { kind: 'answered'; answer: Answer; turnId: string | null }
  | { kind: 'stopped'; question: string; text: string }
  | { kind: 'failed'; question: string; sentence: string };

export interface Ask {
  readonly asked: Readonly<ShallowRef<Asked>>;
  ask(question: string): Promise<void>;
  /** Shows a kept question again, without asking it again. */
  show(turn: Turn): void;
  stop(): void;
  clear(): void;
}

export function useAsk(engine: Client, scope: Ref<Scope>, onKept: () => Promise<void>): Ask {
  const asked = shallowRef<Asked>({ kind: 'nothing' });
  let current = new AbortController();

  async function ask(question: string): Promise<void> {
    current.abort();
    current = new AbortController();
    const { signal } = current;
    asked.value = { kind: 'writing', question, text: '' };
    try {
      await write(question, signal);
      if (asked.value.kind === 'writing') throw new LorekeepError('ENGINE_STOPPED');
    } catch (error) {
      if (signal.aborted || isCancellation(error)) return;
      asked.value = { kind: 'failed', question, sentence: sentenceOf(error) };
      return;
    }
    await onKept();
  }

  async function write(question: string, signal: AbortSignal): Promise<void> {
    const events = await engine.answer.ask({ ...scope.value, question, keep: true }, { signal });
    let text = '';
    for await (const event of events) {
      if (signal.aborted) return;
      if (event.type === 'text') {
        text += event.text;
        asked.value = { kind: 'writing', question, text };
      } else if (event.type === 'done') {
        asked.value = { kind: 'answered', answer: event.answer, turnId: event.turnId };
      }
    }
  }

  return {
    asked,
    ask,
    show(turn) {
      current.abort();
      asked.value = { kind: 'answered', answer: turn.answer, turnId: turn.id };
    },
    stop() {
      current.abort();
      if (asked.value.kind === 'writing') asked.value = { ...asked.value, kind: 'stopped' };
    },
    clear() {
      current.abort();
      asked.value = { kind: 'nothing' };
    },
  };
}
