// The web sources of the library, read again whenever something of the library changed.
import { shallowRef, watch, type ShallowRef } from 'vue';
import type { Source } from '../../../shared/contract/sources.ts';
import { sentenceOf } from '../../../shared/texts/format.ts';
import { useServices } from '../../app/services.ts';

export interface SourcesState {
  /** Null until the first answer. */
  readonly sources: Readonly<ShallowRef<Source[] | null>>;
  /** Why they could not be read, or ''. */
  readonly error: Readonly<ShallowRef<string>>;
  refresh(): Promise<void>;
}

export function useSources(): SourcesState {
  const { engine, library } = useServices();
  const sources = shallowRef<Source[] | null>(null);
  const error = shallowRef('');

  async function refresh(): Promise<void> {
    try {
      sources.value = await engine.sources.list();
      error.value = '';
    } catch (caught) {
      error.value = sentenceOf(caught);
    }
  }

  watch(library.revision, refresh, { immediate: true });
  return { sources, error, refresh };
}
