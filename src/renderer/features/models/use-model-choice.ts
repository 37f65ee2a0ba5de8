// Choosing which installed model does its work, and loading it: what was refused is kept as a
// sentence for its row.
import { computed, ref, type ComputedRef, type Ref } from 'vue';
import type { LoadedModel, Model } from '../../../shared/contract/models.ts';
import { roleSettings } from '../../app/models-state.ts';
import { useServices } from '../../app/services.ts';
import { useAttempt } from '../../app/use-attempt.ts';

export interface ModelChoice {
  readonly chosen: ComputedRef<boolean>;
  readonly loaded: ComputedRef<LoadedModel | null>;
  /** True while something of these is under way. */
  readonly busy: Ref<boolean>;
  readonly refused: Ref<string>;
  /** The embedder whose change is to be confirmed; null: none. */
  readonly asking: Ref<'use' | 'stop' | null>;
  use(): Promise<void>;
  stop(): Promise<void>;
  /** Uses it, or stops to, without asking again. */
  change(on: boolean): Promise<void>;
  load(): Promise<void>;
  unload(): Promise<void>;
  /** Loads a model although it ended its process before. */
  tryAgain(): Promise<void>;
}

export function useModelChoice(model: () => Model): ModelChoice {
  const { engine, models, settings } = useServices();
  const { busy, refused, attempt } = useAttempt();
  const asking = ref<'use' | 'stop' | null>(null);
  const setting = computed(() => roleSettings[model().role]);

  async function change(on: boolean): Promise<void> {
    await settings.change({ [setting.value]: on ? model().name : '' });
  }
  async function load(): Promise<void> {
    await engine.models.load({ name: model().name });
  }

  return {
    chosen: computed(() => settings.settings.value?.[setting.value] === model().name),
    loaded: computed(
      () =>
        models.overview.value?.loaded.find(
          ({ role, name }) => role === model().role && name === model().name,
        ) ?? null,
    ),
    busy,
    refused,
    asking,
    async use() {
      // Another embedder reads the whole library again.
      if (model().role === 'embedder') asking.value = 'use';
      else await attempt(() => change(true));
    },
    async stop() {
      if (model().role === 'embedder') asking.value = 'stop';
      else await attempt(() => change(false));
    },
    change,
    async load() {
      await attempt(load);
    },
    async unload() {
      await attempt(() => engine.models.unload({ role: model().role }));
    },
    async tryAgain() {
      await attempt(async () => {
        await engine.models.tryAgain({ name: model().name });
        await load();
      });
    },
  };
}
