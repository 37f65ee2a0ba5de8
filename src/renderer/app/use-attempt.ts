import { type Ref, ref } from 'vue';
import { sentenceOf } from '../../shared/texts/format.ts';

export interface Attempt {
  /** True while it is under way. */
  busy: Ref<boolean>;
  /** The sentence that says why it was refused, or ''. */
  refused: Ref<string>;
  /** Does what the person asked for; true if that went well. */
  attempt(work: () => Promise<unknown>): Promise<boolean>;
}

/** Something that a person asks for in a form, and that may be refused. */
export function useAttempt(): Attempt {
  const busy = ref(false);
  const refused = ref('');
  return {
    busy,
    refused,
    async attempt(work) {
      busy.value = true;
      refused.value = '';
      try {
        await work();
        return true;
      } catch (error) {
        refused.value = sentenceOf(error);
        return false;
      } finally {
        busy.value = false;
      }
    },
  };
}
