// Walks through directories for the folder picker. A later step overtakes an earlier one.
import { shallowRef, type ShallowRef } from 'vue';
import type { Client } from '../../../shared/contract/contract.ts';
import { isCancellation } from '../../../shared/errors.ts';
import { sentenceOf } from '../../../shared/texts/format.ts';

export interface Place {
  path: string;
  parent: string | null;
  directories: { name: string; path: string }[];
  files: { name: string; path: string }[];
}

export interface Browse {
  /** Where we are; null until the first answer. */
  readonly place: Readonly<ShallowRef<Place | null>>;
  readonly error: Readonly<ShallowRef<string>>;
  /** Goes to a directory, the home directory if none is named. */
  go(path?: string): Promise<void>;
}

/** @param endings files whose names end so are listed, too */
export function useBrowse(engine: Client, endings: string[] = []): Browse {
  const place = shallowRef<Place | null>(null);
  const error = shallowRef('');
  let step = new AbortController();

  async function go(path?: string): Promise<void> {
    step.abort();
    step = new AbortController();
    const { signal } = step;
    try {
      const next = await engine.library.browse({ path, endings }, { signal });
      if (signal.aborted) return;
      place.value = next;
      error.value = '';
    } catch (caught) {
      if (!signal.aborted && !isCancellation(caught)) error.value = sentenceOf(caught);
    }
  }
  return { place, error, go };
}
