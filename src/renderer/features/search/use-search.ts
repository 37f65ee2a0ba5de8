// Search while typing: a short pause, then one search; a newer one stops the older. What was
// found stays on the screen until the next answer is there, so nothing flickers.
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { Client } from '../../../shared/contract/contract.ts';
import type { Hit, Scope } from '../../../shared/contract/search.ts';
import { isCancellation } from '../../../shared/errors.ts';
import { sentenceOf } from '../../../shared/texts/format.ts';

const pauseMs = 80;
const firstPage = 20;
const mostHits = 200;

export type Found =
  | { kind: 'nothing-asked' }
  | { kind: 'hits'; query: string; hits: Hit[]; tookMs: number; limit: number }
  | { kind: 'failed'; sentence: string };

export interface Search {
  readonly query: Ref<string>;
  readonly found: Readonly<ShallowRef<Found>>;
  readonly searching: Readonly<Ref<boolean>>;
  readonly canShowMore: ComputedRef<boolean>;
  showMore(): void;
  /** Searches again now, as after an error. */
  again(): void;
}

export function useSearch(engine: Client, scope: Ref<Scope>, revision: Ref<number>): Search {
  const query = ref('');
  const found = shallowRef<Found>({ kind: 'nothing-asked' });
  const searching = ref(false);
  let limit = firstPage;
  let current = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function run(): Promise<void> {
    current.abort();
    current = new AbortController();
    const { signal } = current;
    const asked = query.value.trim();
    if (asked === '') {
      searching.value = false;
      found.value = { kind: 'nothing-asked' };
      return;
    }
    searching.value = true;
    try {
      const wanted = limit;
      const answer = await engine.search.query(
        { ...scope.value, query: asked, limit: wanted },
        { signal },
      );
      if (signal.aborted) return;
      found.value = {
        kind: 'hits',
        query: asked,
        hits: answer.hits,
        tookMs: answer.tookMs,
        limit: wanted,
      };
    } catch (error) {
      if (signal.aborted || isCancellation(error)) return;
      found.value = { kind: 'failed', sentence: sentenceOf(error) };
    }
    searching.value = false;
  }

  function schedule(delay: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), delay);
  }

  watch([query, scope], () => {
    limit = firstPage;
    schedule(query.value.trim() === '' ? 0 : pauseMs);
  });
  // While nothing was found, a library that grows may soon hold it.
  watch(revision, () => {
    if (found.value.kind === 'hits' && found.value.hits.length === 0) schedule(pauseMs);
  });

  return {
    query,
    found,
    searching,
    canShowMore: computed(
      () =>
        found.value.kind === 'hits' &&
        found.value.hits.length >= found.value.limit &&
        found.value.limit < mostHits,
    ),
    showMore() {
      limit = Math.min(mostHits, limit * 2 + 10);
      schedule(0);
    },
    again: () => schedule(0),
  };
}
