// One question and its answer. A new question stops the one before.
import { shallowRef, type Ref, type ShallowRef } from 'vue';
import type { AdapterScale, Answer, Turn, Writing } from '../../../shared/contract/answer.ts';
import type { Client } from '../../../shared/contract/contract.ts';
import type { Scope } from '../../../shared/contract/search.ts';
import { isCancellation, LorekeepError } from '../../../shared/errors.ts';
import { sentenceOf } from '../../../shared/texts/format.ts';

/** Who writes: known before a word is written. */
export interface Writer {
  /** '' while sentences are quoted. */
  model: string;
  adapters: AdapterScale[];
}

export type Asked =
  | { kind: 'nothing' }
  | { kind: 'writing'; question: string; text: string; writer: Writer }
  | { kind: 'answered'; answer: Answer; turnId: string | null; writer: Writer }
  | { kind: 'stopped'; question: string; text: string; writer: Writer }
  | { kind: 'failed'; question: string; sentence: string };

export interface Ask {
  readonly asked: Readonly<ShallowRef<Asked>>;
  ask(question: string): Promise<void>;
  /** Shows a kept question again, without asking it again. */
  show(turn: Turn): void;
  stop(): void;
  clear(): void;
}

export interface AskParts {
  engine: Client;
  scope: Ref<Scope>;
  writing: Ref<Writing>;
  onKept(): Promise<void>;
}

/** The engine keeps what was written of a stopped answer a moment after it was stopped. */
const keptMs = 400;

export function useAsk({ engine, scope, writing, onKept }: AskParts): Ask {
  const asked = shallowRef<Asked>({ kind: 'nothing' });
  let current = new AbortController();

  async function ask(question: string): Promise<void> {
    current.abort();
    current = new AbortController();
    const { signal } = current;
    const { model = '', adapters = [] } = writing.value;
    asked.value = { kind: 'writing', question, text: '', writer: { model, adapters } };
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
    const request = { ...scope.value, question, keep: true, writing: writing.value };
    const events = await engine.answer.ask(request, { signal });
    let text = '';
    for await (const event of events) {
      if (signal.aborted) return;
      if (event.type === 'text') {
        text += event.text;
        if (asked.value.kind === 'writing') asked.value = { ...asked.value, text };
      } else if (event.type === 'done') {
        asked.value = answered(event.answer, event.turnId);
      }
    }
  }

  return {
    asked,
    ask,
    show(turn) {
      current.abort();
      asked.value = answered(turn.answer, turn.id);
    },
    stop() {
      current.abort();
      if (asked.value.kind !== 'writing') return;
      asked.value = { ...asked.value, kind: 'stopped' };
      if (asked.value.text !== '') setTimeout(() => void onKept(), keptMs);
    },
    clear() {
      current.abort();
      asked.value = { kind: 'nothing' };
    },
  };
}

function answered(answer: Answer, turnId: string | null): Asked {
  const writer = { model: answer.model ?? '', adapters: answer.adapters };
  return { kind: 'answered', answer, turnId, writer };
}
