// One document's text and structure, read again when another one is opened.
import { ref, shallowRef, watch, type Ref } from 'vue';
import type { Client } from '../../../shared/contract/contract.ts';
import type { DocumentRef, DocumentText } from '../../../shared/contract/documents.ts';
import { isCancellation } from '../../../shared/errors.ts';
import { sentenceOf } from '../../../shared/texts/format.ts';

export function useDocument(engine: Client, wanted: Ref<DocumentRef | null>) {
  const document = shallowRef<DocumentText | null>(null);
  const error = ref('');
  let current = new AbortController();

  async function read(): Promise<void> {
    current.abort();
    current = new AbortController();
    const { signal } = current;
    document.value = null;
    error.value = '';
    if (!wanted.value) return;
    try {
      const { folderId, relativePath } = wanted.value;
      const answer = await engine.documents.read({ folderId, relativePath }, { signal });
      if (!signal.aborted) document.value = answer;
    } catch (caught) {
      if (!signal.aborted && !isCancellation(caught)) error.value = sentenceOf(caught);
    }
  }

  watch(
    () => (wanted.value ? `${wanted.value.folderId}\n${wanted.value.relativePath}` : ''),
    () => void read(),
    { immediate: true },
  );
  return { document, error, read };
}
