// What an answer cited, held against the document as it is now: it may be gone, or have changed
// since. The stored words are shown then, and words that only moved are found again.
import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import type { Citation } from '../../../shared/contract/answer.ts';
import type { Client } from '../../../shared/contract/contract.ts';
import type { DocumentText } from '../../../shared/contract/documents.ts';
import type { Range } from '../../../shared/contract/search.ts';
import type { DocumentPlace } from '../../app/document-link.ts';

export type Cited =
  | { kind: 'same' }
  /** The words stand elsewhere now. */
  | { kind: 'moved'; passage: Range }
  /** They stand nowhere. */
  | { kind: 'changed'; quote: string }
  /** The document cannot be read. */
  | { kind: 'gone'; quote: string };

export function useCited(
  engine: Client,
  place: Ref<DocumentPlace | null>,
  file: Ref<DocumentText | null>,
  error: Ref<string>,
): ComputedRef<Cited> {
  const citation = shallowRef<Citation | null>(null);

  watch(
    () => place.value?.cited,
    async (cited) => {
      citation.value = null;
      if (!cited) return;
      const found = await readCitation(engine, cited).catch(() => null);
      if (place.value?.cited === cited) citation.value = found;
    },
    { immediate: true },
  );

  return computed(() => {
    if (!citation.value) return { kind: 'same' };
    const { quote } = citation.value;
    if (error.value !== '') return { kind: 'gone', quote };
    return file.value ? compare(citation.value, file.value.text) : { kind: 'same' };
  });
}

/** Null if the answer does not cite it; rejects if the conversation was deleted. */
async function readCitation(
  engine: Client,
  { turnId, n }: { turnId: string; n: number },
): Promise<Citation | null> {
  const { answer } = await engine.conversations.turn({ turnId });
  return answer?.citations.find((one) => one.n === n) ?? null;
}

/** The nearest place with the same words counts. */
export function compare({ start, end, quote }: Range & { quote: string }, text: string): Cited {
  if (quote === '' || text.slice(start, end) === quote) return { kind: 'same' };
  const before = text.lastIndexOf(quote, start);
  const after = text.indexOf(quote, start);
  if (before < 0 && after < 0) return { kind: 'changed', quote };
  const isBefore = after < 0 || (before >= 0 && start - before < after - start);
  const at = isBefore ? before : after;
  return { kind: 'moved', passage: { start: at, end: at + quote.length } };
}
