// Adding a model or adapter: what was written or chosen, what it is taken for, and what was wrong.
import { computed, onBeforeUnmount, ref, watch, type ComputedRef, type Ref } from 'vue';
import { useServices } from '../../app/services.ts';
import { t } from '../../app/text.ts';
import { useAttempt } from '../../app/use-attempt.ts';

export interface AddingModel {
  /** A path, or a name on Hugging Face. */
  readonly typed: Ref<string>;
  readonly copy: Ref<boolean>;
  /** The chat model that an adapter belongs to; '' for what it says of itself. */
  readonly base: Ref<string>;
  readonly fromHub: ComputedRef<boolean>;
  readonly busy: Ref<boolean>;
  readonly error: Ref<string>;
  /** Adds or downloads it; true if that has begun. */
  add(): Promise<boolean>;
}

/** @param isWrong says what is wrong with a path before it is sent; '' for nothing */
export function useAddingModel(initial: string, isWrong: (path: string) => string): AddingModel {
  const { engine, models } = useServices();
  const { busy, refused: error, attempt } = useAttempt();
  const typed = ref(initial);
  const copy = ref(false);
  const base = ref('');
  const stop = new AbortController();
  const path = computed(() => typed.value.trim());
  const fromHub = computed(() => /^(?:hf:|https?:)/i.test(path.value));

  watch([typed, base], () => {
    error.value = '';
  });
  onBeforeUnmount(() => stop.abort());

  async function send(): Promise<void> {
    if (fromHub.value) {
      await models.download(path.value);
      return;
    }
    const named = base.value === '' ? {} : { base: base.value };
    const request = { path: path.value, copy: copy.value, ...named };
    await engine.models.add(request, { signal: stop.signal });
  }

  return {
    typed,
    copy,
    base,
    fromHub,
    busy,
    error,
    async add() {
      if (path.value === '') error.value = t('adder.missing');
      else if (!fromHub.value && !isAbsolute(path.value)) error.value = t('adder.notAbsolute');
      else if (!fromHub.value) error.value = isWrong(path.value);
      return error.value === '' && attempt(send);
    },
  };
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[a-z]:[/\\])/i.test(path);
}
