// A question on its way to an answer. It lives apart from the screens: an answer goes on while the
// person looks into a document, and is there when they come back.
import { shallowRef, type ShallowRef } from 'vue';
import type { Walk, Writing } from '../../shared/contract/answer.ts';
import type { Client } from '../../shared/contract/contract.ts';
import type { ConversationEvent, Turn } from '../../shared/contract/conversations.ts';
import { isCancellation, LorekeepError } from '../../shared/errors.ts';
import { sentenceOf } from '../../shared/texts/format.ts';

export type AskRequest = Parameters<Client['conversations']['ask']>[0];

/** `stopping`: it was told to stop, and what was written is being kept. */
export type AskingStep =
  'asked' | 'searching' | 'reading' | 'walking' | 'writing' | 'stopping' | 'done' | 'failed';

export interface AskingNow {
  step: AskingStep;
  question: string;
  /** The turn it follows; null at the beginning; undefined: the one that was last. */
  parent: string | null | undefined;
  /** Whether data by a schema was asked for. */
  structured: boolean;
  /** The model that was asked for, and its adapters. */
  writing: Writing;
  /** Known once the question is kept. */
  conversationId: string | null;
  turnId: string | null;
  /** The question as it is searched; '' until that is known. */
  searched: string;
  /** Passages that were found; null until then. */
  passages: number | null;
  walk: Walk | null;
  /** What is written so far. */
  text: string;
  /** The whole turn, once it is done. */
  turn: Turn | null;
  /** Why it failed. */
  sentence: string;
}

export interface Asking {
  readonly now: Readonly<ShallowRef<AskingNow>>;
  /** True while the engine works on it. */
  isUnderWay(): boolean;
  /** Stops it; what was written until then is kept. */
  stop(): void;
}

/** The engine keeps what was written of a stopped answer a moment after it was stopped. */
const keptTries = 40;
const keptPauseMs = 100;

/**
 * Asks a question. Failures stand in the result; nothing is thrown.
 *
 * @param onStep called after each step, when the state is that of the step
 */
export function ask(
  engine: Client,
  request: AskRequest,
  writing: Writing,
  onStep: (step: AskingStep) => void,
): Asking {
  const stopped = new AbortController();
  const now = shallowRef<AskingNow>({
    step: 'asked',
    question: request.question,
    parent: request.parent,
    structured: request.schema !== undefined,
    writing,
    conversationId: request.conversationId ?? null,
    turnId: null,
    searched: '',
    passages: null,
    walk: null,
    text: '',
    turn: null,
    sentence: '',
  });

  function set(part: Partial<AskingNow>): void {
    const before = now.value.step;
    now.value = { ...now.value, ...part };
    if (now.value.step !== before || part.turnId) onStep(now.value.step);
  }

  async function follow(): Promise<void> {
    try {
      for await (const event of await engine.conversations.ask(request, {
        signal: stopped.signal,
      })) {
        if (stopped.signal.aborted) break;
        set(partOf(event, now.value));
      }
      if (!stopped.signal.aborted && now.value.step !== 'done') {
        throw new LorekeepError('ENGINE_STOPPED');
      }
    } catch (error) {
      if (!stopped.signal.aborted && !isCancellation(error)) await fail(error);
    }
    if (stopped.signal.aborted && now.value.step !== 'done') await keep();
  }

  /** A failure in the midst of an answer is kept with it; that is shown rather than our own words. */
  async function fail(error: unknown): Promise<void> {
    const turn = await keptTurn(1);
    if (turn?.answer) set({ step: 'done', turn });
    else set({ step: 'failed', sentence: sentenceOf(error) });
  }

  async function keep(): Promise<void> {
    const turn = await keptTurn(keptTries);
    if (turn) set({ step: 'done', turn });
    else set({ step: 'failed', sentence: '' });
  }

  async function keptTurn(tries: number): Promise<Turn | null> {
    const { turnId } = now.value;
    if (turnId === null) return null;
    for (let i = 0; i < tries; i += 1) {
      try {
        const turn = await engine.conversations.turn({ turnId });
        if (turn.answer) return turn;
      } catch {
        // The conversation was deleted meanwhile, or the line is down: there is nothing to show.
        return null;
      }
      await new Promise((resolve) => setTimeout(resolve, keptPauseMs));
    }
    return null;
  }

  void follow();
  return {
    now,
    isUnderWay: () => now.value.step !== 'done' && now.value.step !== 'failed',
    stop() {
      if (now.value.step === 'done' || now.value.step === 'failed') return;
      stopped.abort();
      set({ step: 'stopping' });
    },
  };
}

function partOf(event: ConversationEvent, now: AskingNow): Partial<AskingNow> {
  if (event.type === 'started') {
    return { conversationId: event.conversationId, turnId: event.turnId };
  }
  if (event.type === 'searching') return { step: 'searching', searched: event.searched };
  if (event.type === 'passages') return { step: 'reading', passages: event.count };
  if (event.type === 'walk') {
    return { step: now.text === '' ? 'walking' : 'writing', walk: event.walk };
  }
  if (event.type === 'text') return { step: 'writing', text: now.text + event.text };
  return { step: 'done', turn: event.turn };
}
