// A folder's documents, page by page as rows come into view, however many there are. When the
// library changes, the pages in view are read again in place: the list never empties.
import { computed, onScopeDispose, ref, shallowRef, triggerRef, watch, type Ref } from 'vue';
import type { Client } from '../../../shared/contract/contract.ts';
import type { DocumentState, DocumentSummary } from '../../../shared/contract/documents.ts';
import { isCancellation } from '../../../shared/errors.ts';
import { sentenceOf } from '../../../shared/texts/format.ts';

const pageSize = 200;
const filterPauseMs = 120;
const changePauseMs = 400;

export interface DocumentFilter {
  folderId: string;
  /** Null: whatever the state. */
  state: DocumentState | null;
  pathContains: string;
}

export function useDocuments(engine: Client, filter: Ref<DocumentFilter>, revision: Ref<number>) {
  const pages = shallowRef(new Map<number, DocumentSummary[]>());
  const total = ref<number | null>(null);
  const error = ref('');
  const inFlight = new Set<number>();
  let current = new AbortController();
  let lastShown = { from: 0, to: 0 };
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load(page: number): Promise<void> {
    if (inFlight.has(page)) return;
    inFlight.add(page);
    const { signal } = current;
    const { folderId, state, pathContains } = filter.value;
    try {
      const answer = await engine.documents.list(
        {
          folderId,
          ...(state ? { states: [state] } : {}),
          ...(pathContains ? { pathContains } : {}),
          offset: page * pageSize,
          limit: pageSize,
        },
        { signal },
      );
      if (signal.aborted) return;
      pages.value.set(page, answer.documents);
      triggerRef(pages);
      total.value = answer.total;
      error.value = '';
    } catch (caught) {
      if (!signal.aborted && !isCancellation(caught)) error.value = sentenceOf(caught);
    } finally {
      if (!signal.aborted) inFlight.delete(page);
    }
  }

  /** Reads what is in view anew; with `forget`, as for another filter, the rest is dropped. */
  function reload(forget: boolean): void {
    current.abort();
    current = new AbortController();
    inFlight.clear();
    const first = forget ? 0 : Math.floor(lastShown.from / pageSize);
    const last = forget ? 0 : Math.floor(lastShown.to / pageSize);
    for (const page of pages.value.keys()) {
      if (page < first || page > last) pages.value.delete(page);
    }
    for (let page = first; page <= last; page += 1) void load(page);
  }

  function later(ms: number, forget: boolean): void {
    clearTimeout(timer);
    timer = setTimeout(() => reload(forget), ms);
  }

  watch(filter, () => later(filterPauseMs, true));
  watch(revision, () => later(changePauseMs, false));
  onScopeDispose(() => {
    clearTimeout(timer);
    current.abort();
  });
  reload(true);

  return {
    total,
    error,
    /** One entry a row, so that the list knows how long it is. */
    rows: computed(() => Array.from({ length: total.value ?? 0 }, (_, row) => row)),
    /** The document of a row, or null while its page is on the way. */
    at: (row: number): DocumentSummary | null =>
      pages.value.get(Math.floor(row / pageSize))?.[row % pageSize] ?? null,
    /** Says which rows are in view. */
    show(from: number, to: number): void {
      lastShown = { from, to };
      for (let page = Math.floor(from / pageSize); page <= Math.floor(to / pageSize); page += 1) {
        if (!pages.value.has(page)) void load(page);
      }
    },
    reload: () => reload(false),
  };
}
