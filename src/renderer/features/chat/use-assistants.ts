// The assistants that can be chosen.
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { Assistant } from '../../../shared/contract/assistants.ts';
import type { Client } from '../../../shared/contract/contract.ts';
import { sentenceOf } from '../../../shared/texts/format.ts';

export interface Assistants {
  readonly list: Readonly<ShallowRef<Assistant[]>>;
  readonly error: Readonly<Ref<string>>;
  read(): Promise<void>;
}

export function useAssistants(engine: Client): Assistants {
  const list = shallowRef<Assistant[]>([]);
  const error = ref('');
  async function read(): Promise<void> {
    error.value = '';
    try {
      list.value = await engine.assistants.list();
    } catch (caught) {
      error.value = sentenceOf(caught);
    }
  }
  void read();
  return { list, error, read };
}
