// What is marked in a document: the passage it was opened at, the words that were searched for,
// and which of them the reader stands at.
import {
  computed,
  onScopeDispose,
  ref,
  shallowRef,
  watch,
  type ComputedRef,
  type Ref,
  type ShallowRef,
} from 'vue';
import type { Range } from '../../../shared/contract/search.ts';
import type { DocumentPlace } from '../../app/document-link.ts';
import { findMatches } from './find-matches.ts';

const findPauseMs = 120;

export interface Marking {
  readonly passage: ComputedRef<Range | null>;
  readonly matches: Readonly<ShallowRef<Range[]>>;
  /** Index of the match the reader stands at; −1 for none. */
  readonly current: Readonly<Ref<number>>;
  /** What the reader looks for instead of the words searched for; empty: those. */
  readonly typed: Ref<string>;
  /** Goes `by` matches on, around the ends. */
  step(by: number): void;
  /** Counts the steps, also those that stay on the only match. */
  readonly steps: Readonly<Ref<number>>;
}

export function useMarking(place: Ref<DocumentPlace>, text: Ref<string>): Marking {
  const passage = computed(() => place.value.passage);
  const matches = shallowRef<Range[]>([]);
  const current = ref(-1);
  const typed = ref('');
  const steps = ref(0);
  let finding = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function find(): Promise<void> {
    finding.abort();
    finding = new AbortController();
    const { signal } = finding;
    const own = typed.value.trim();
    const words = own === '' ? place.value.words : [own];
    const found = await findMatches(text.value, words, { wholeWords: own === '', signal });
    if (signal.aborted) return;
    matches.value = found;
    current.value =
      found.length === 0
        ? -1
        : Math.max(
            0,
            found.findIndex(({ start }) => start >= place.value.at),
          );
    if (own !== '' && found.length > 0) steps.value += 1;
  }

  watch([place, text], () => void find(), { immediate: true });
  watch(typed, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void find(), findPauseMs);
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    finding.abort();
  });

  return {
    passage,
    matches,
    current,
    typed,
    steps,
    step(by) {
      const count = matches.value.length;
      if (count === 0) return;
      current.value = (((current.value + by) % count) + count) % count;
      steps.value += 1;
    },
  };
}
