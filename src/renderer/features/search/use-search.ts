// Search while typing. Each change is sent at once and takes the place of the search before it;
// what was found stays on the screen until the next answer is there, and passages and suggestions
// change together, so that nothing flickers.
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { Client } from '../../../shared/contract/contract.ts';
import type { Scope, SearchResult, Suggestions } from '../../../shared/contract/search.ts';
import { flattenError, isCancellation } from '../../../shared/errors.ts';
import { sentenceOf } from '../../../shared/texts/format.ts';

/** After so long without a key, what seemed unfinished is taken as it stands, and explained. */
const settledMs = 900;
/** A library that grows is searched again, but not at each of its changes. */
const growthMs = 80;
const firstPage = 20;
const mostHits = 200;
/** Of files and of headings, each. */
const mostSuggestions = 3;

export type Found =
  | { kind: 'nothing-asked' }
  | ({ kind: 'hits'; limit: number } & SearchResult)
  | { kind: 'failed'; sentence: string; ofQuery: boolean };

export interface Search {
  readonly query: Ref<string>;
  readonly found: Readonly<ShallowRef<Found>>;
  readonly suggestions: Readonly<ShallowRef<Suggestions>>;
  readonly searching: Readonly<Ref<boolean>>;
  readonly canShowMore: ComputedRef<boolean>;
  showMore(): void;
  /** Searches again now, as after an error. */
  again(): void;
}

const noSuggestions: Suggestions = { files: [], headings: [] };

export function useSearch(engine: Client, scope: Ref<Scope>, revision: Ref<number>): Search {
  const query = ref('');
  const found = shallowRef<Found>({ kind: 'nothing-asked' });
  const suggestions = shallowRef(noSuggestions);
  const searching = ref(false);
  let limit = firstPage;
  let current = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function begin(): AbortSignal {
    clearTimeout(timer);
    current.abort();
    current = new AbortController();
    return current.signal;
  }

  /** @param typing the last word or operator may be unfinished */
  async function run(typing: boolean): Promise<void> {
    const signal = begin();
    // The end counts: a blank behind it finishes the last word.
    const asked = query.value.trimStart();
    if (asked === '') {
      searching.value = false;
      found.value = { kind: 'nothing-asked' };
      suggestions.value = noSuggestions;
      return;
    }
    searching.value = true;
    const answering = ask(asked, typing, signal);
    const suggested = typing ? suggest(asked, signal) : null;
    const answer = await answering;
    if (signal.aborted || answer === null) return;
    found.value = answer.found;
    searching.value = false;
    if (answer.waits) timer = setTimeout(() => void run(false), settledMs);
    const next = await suggested;
    if (next && !signal.aborted) suggestions.value = next;
  }

  interface Answered {
    found: Found;
    /** It says more once what is being typed counts as finished. */
    waits: boolean;
  }

  /** Null if it was given up. */
  async function ask(
    asked: string,
    typing: boolean,
    signal: AbortSignal,
  ): Promise<Answered | null> {
    const wanted = limit;
    try {
      const result = await engine.search.query(
        { ...scope.value, query: asked, limit: wanted, typing },
        { signal },
      );
      return {
        found: { kind: 'hits', limit: wanted, ...result },
        waits: result.unsettled !== undefined,
      };
    } catch (error) {
      if (signal.aborted || isCancellation(error)) return null;
      const { code } = flattenError(error);
      // Whoever types an operator first has asked nothing yet.
      if (typing && code === 'QUERY_EMPTY')
        return { found: { kind: 'nothing-asked' }, waits: true };
      const sentence = sentenceOf(error);
      return {
        found: { kind: 'failed', sentence, ofQuery: code.startsWith('QUERY_') },
        waits: false,
      };
    }
  }

  /** What fails suggests nothing: the search itself says what is wrong. */
  function suggest(text: string, signal: AbortSignal): Promise<Suggestions> {
    const request = { ...scope.value, text, limit: mostSuggestions };
    return engine.search.suggest(request, { signal }).catch(() => noSuggestions);
  }

  watch([query, scope], () => {
    limit = firstPage;
    void run(true);
  });
  // While nothing was found, a library that grows may soon hold it.
  watch(revision, () => {
    if (found.value.kind !== 'hits' || found.value.hits.length > 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => void run(true), growthMs);
  });

  return {
    query,
    found,
    suggestions,
    searching,
    canShowMore: computed(
      () =>
        found.value.kind === 'hits' &&
        found.value.hits.length >= found.value.limit &&
        found.value.limit < mostHits,
    ),
    showMore() {
      limit = Math.min(mostHits, limit * 2 + 10);
      void run(true);
    },
    again: () => void run(false),
  };
}
