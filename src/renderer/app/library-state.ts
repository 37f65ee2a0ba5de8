// The folders and collections as every screen sees them, kept up to date by the engine's
// change events. Reads do not pile up: one runs at a time, and one more follows if needed.
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import type { Client } from '../../shared/contract/contract.ts';
import type { Collection, Folder } from '../../shared/contract/library.ts';
import { keepWatching } from './watching.ts';

export interface LibraryState {
  /** Null until the first answer. */
  readonly folders: Readonly<ShallowRef<Folder[] | null>>;
  readonly collections: Readonly<ShallowRef<Collection[]>>;
  /** Counts up with each change; what shows documents reads them again. */
  readonly revision: Readonly<ShallowRef<number>>;
  /** True when it is certain that there is no folder yet. */
  readonly isEmpty: ComputedRef<boolean>;
  /** Reads again now, after the person changed something. */
  refresh(): Promise<void>;
}

export function createLibraryState(engine: Client): LibraryState {
  const folders = shallowRef<Folder[] | null>(null);
  const collections = shallowRef<Collection[]>([]);
  const revision = shallowRef(0);
  let reading: Promise<void> | null = null;
  let again = false;

  async function read(): Promise<void> {
    const [nextFolders, nextCollections] = await Promise.all([
      engine.library.folders(),
      engine.library.collections(),
    ]);
    folders.value = nextFolders;
    collections.value = nextCollections;
    revision.value += 1;
  }

  async function readUntilCurrent(): Promise<void> {
    try {
      do {
        again = false;
        await read();
      } while (again);
    } finally {
      reading = null;
    }
  }

  function refresh(): Promise<void> {
    again = true;
    reading ??= readUntilCurrent();
    return reading;
  }

  keepWatching(engine.library.changes, () => {
    refresh().catch((error: unknown) => console.warn('The library could not be read.', error));
  });

  return {
    folders,
    collections,
    revision,
    isEmpty: computed(() => folders.value?.length === 0),
    refresh,
  };
}
