// Who writes answers: the model of the settings unless the person chose another one here, with the
// adapters that were switched on for it. It lasts as long as the page: conversations differ.
import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import type { AdapterScale, Writing } from '../../shared/contract/answer.ts';
import type { Adapter, Model } from '../../shared/contract/models.ts';
import type { ModelsState } from './models-state.ts';
import type { SettingsState } from './settings-state.ts';

export const mostScale = 2;

/** An adapter that fits the writer, and whether it counts. */
export interface AdapterChoice {
  adapter: Adapter;
  on: boolean;
  scale: number;
}

export interface WritingState {
  /** The writing model's name; '' while sentences are quoted. */
  readonly model: ComputedRef<string>;
  readonly adapters: ComputedRef<AdapterChoice[]>;
  /** The adapters that are on. */
  readonly used: ComputedRef<AdapterScale[]>;
  /** The same as a question takes it. */
  readonly writing: ComputedRef<Writing>;
  choose(model: string): void;
  setAdapter(name: string, part: { on?: boolean; scale?: number }): void;
}

type Choices = ReadonlyMap<string, { on: boolean; scale: number }>;

export function createWritingState(models: ModelsState, settings: SettingsState): WritingState {
  /** Null: as the settings have it. */
  const chosen = shallowRef<string | null>(null);
  /** By the model's and the adapter's name. */
  const choices = shallowRef<Choices>(new Map());
  const preferred = computed(() => settings.settings.value?.chatModel ?? '');
  const keyOf = (adapter: string) => `${model.value}\n${adapter}`;

  // Who chooses another one for good wants it here, too.
  watch(preferred, () => {
    chosen.value = null;
  });
  const model = computed(() => {
    const name = chosen.value ?? preferred.value;
    return isThere(models.chatModels.value, name) ? name : '';
  });
  const adapters = computed(() =>
    models.adaptersOf(model.value).map((adapter) => ({
      adapter,
      ...(choices.value.get(keyOf(adapter.name)) ?? { on: false, scale: 1 }),
    })),
  );
  const used = computed(() =>
    adapters.value
      .filter(({ on }) => on)
      .map(({ adapter, scale }) => ({ name: adapter.name, scale })),
  );

  return {
    model,
    adapters,
    used,
    writing: computed(() => ({ model: model.value, adapters: used.value })),
    choose(name) {
      chosen.value = name === preferred.value ? null : name;
    },
    setAdapter(name, part) {
      const before = choices.value.get(keyOf(name)) ?? { on: false, scale: 1 };
      choices.value = new Map(choices.value).set(keyOf(name), { ...before, ...part });
    },
  };
}

function isThere(models: readonly Model[], name: string): boolean {
  return models.some((one) => one.name === name);
}
