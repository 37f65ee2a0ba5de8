// What patterns would match, asked again a moment after the last key press.
import { onScopeDispose, shallowRef, ref, watch, type Ref } from 'vue';
import type { Client } from '../../../shared/contract/contract.ts';
import type { FolderPatterns, PatternPreview } from '../../../shared/contract/library.ts';
import { isCancellation } from '../../../shared/errors.ts';
import { sentenceOf } from '../../../shared/texts/format.ts';

const afterMs = 250;

export function usePreview(engine: Client, folderId: string, patterns: Ref<FolderPatterns>) {
  const preview = shallowRef<PatternPreview | null>(null);
  const error = ref('');
  let stop: AbortController | null = null;
  let timer = 0;

  async function ask(): Promise<void> {
    stop?.abort();
    stop = new AbortController();
    const { signal } = stop;
    try {
      const input = { folderId, ...patterns.value };
      preview.value = await engine.library.previewPatterns(input, { signal });
      error.value = '';
    } catch (caught) {
      if (!isCancellation(caught)) error.value = sentenceOf(caught);
    }
  }

  watch(
    patterns,
    () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void ask(), preview.value ? afterMs : 0);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    stop?.abort();
  });
  return { preview, error };
}
