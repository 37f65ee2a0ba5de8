// The questions that the library keeps, the newest first.
import { shallowRef, type ShallowRef } from 'vue';
import type { Turn } from '../../shared/contract/answer.ts';
import type { Client } from '../../shared/contract/contract.ts';

export interface QuestionsState {
  readonly turns: Readonly<ShallowRef<Turn[]>>;
  refresh(): Promise<void>;
  forget(turnId: string): Promise<void>;
}

const kept = 100;

export function createQuestionsState(engine: Client): QuestionsState {
  const turns = shallowRef<Turn[]>([]);
  async function refresh(): Promise<void> {
    turns.value = await engine.answer.history({ limit: kept });
  }
  refresh().catch((error: unknown) => console.warn('The questions could not be read.', error));
  return {
    turns,
    refresh,
    async forget(turnId) {
      await engine.answer.forget({ turnId });
      turns.value = turns.value.filter((turn) => turn.id !== turnId);
    },
  };
}
