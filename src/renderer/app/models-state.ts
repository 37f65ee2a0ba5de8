// Installed models and adapters as every screen sees them, and what is being downloaded.
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import type { Client } from '../../shared/contract/contract.ts';
import type { Adapter, Model, ModelsOverview } from '../../shared/contract/models.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { keepWatching } from './watching.ts';

/** The settings that name the model in use, by its role. */
export const roleSettings = {
  chat: 'chatModel',
  embedder: 'embedder',
  reranker: 'reranker',
} as const satisfies Record<Model['role'], keyof Settings>;

export interface ModelsState {
  /** Null until the first answer. */
  readonly overview: Readonly<ShallowRef<ModelsOverview | null>>;
  readonly chatModels: ComputedRef<Model[]>;
  /** Adapters that fit an installed chat model and can be used with it. */
  adaptersOf(model: string): Adapter[];
  /** What the person is adding: a path or reference to begin with, '' for none yet; null: nothing. */
  readonly adding: ShallowRef<string | null>;
  /** The last tasks of downloads that were started here, by what they bring. */
  readonly downloads: Readonly<ShallowRef<ReadonlyMap<string, string>>>;
  /** Tasks whose download was started once more since: how they ended is of no interest. */
  readonly superseded: Readonly<ShallowRef<ReadonlySet<string>>>;
  download(reference: string): Promise<void>;
  /** Looks again now, as for a file that was put back. */
  refresh(): Promise<void>;
}

export function createModelsState(engine: Client): ModelsState {
  const overview = shallowRef<ModelsOverview | null>(null);
  const downloads = shallowRef<ReadonlyMap<string, string>>(new Map());
  const superseded = shallowRef<ReadonlySet<string>>(new Set());
  keepWatching(engine.models.watch, (next) => {
    overview.value = next;
  });
  return {
    overview,
    chatModels: computed(() => overview.value?.models.filter(({ role }) => role === 'chat') ?? []),
    adaptersOf: (model) =>
      overview.value?.adapters.filter(
        ({ fits, state }) => state === 'ready' && fits.includes(model),
      ) ?? [],
    adding: shallowRef<string | null>(null),
    downloads,
    superseded,
    async download(reference) {
      const { taskId } = await engine.models.download({ reference });
      const before = downloads.value.get(reference);
      if (before !== undefined && before !== taskId) {
        superseded.value = new Set([...superseded.value, before]);
      }
      downloads.value = new Map(downloads.value).set(reference, taskId);
    },
    async refresh() {
      overview.value = await engine.models.list();
    },
  };
}
