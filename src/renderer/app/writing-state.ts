// How answers are written: by the model of the settings unless the person chose another one here,
// with the adapters that were switched on for it. The choices are this viewer's and are kept.
import { computed, type ComputedRef } from 'vue';
import { z } from 'zod';
import {
  adapterScale,
  answerMode,
  type AdapterScale,
  type AnswerMode,
  type Writing,
  writing as schema,
} from '../../shared/contract/answer.ts';
import type { Adapter } from '../../shared/contract/models.ts';
import { isServerModel } from '../../shared/contract/servers.ts';
import { keptRef } from './kept.ts';
import type { ModelsState } from './models-state.ts';
import type { ServersState } from './servers-state.ts';
import type { SettingsState } from './settings-state.ts';

export const mostScale = 2;

/** An adapter that fits the writer, and whether it counts. */
export interface AdapterChoice {
  adapter: Adapter;
  on: boolean;
  scale: number;
}

const ranges = schema.shape;
const answerOptions = z.object({
  mode: answerMode,
  temperature: ranges.temperature.unwrap().nullable(),
  seed: ranges.seed.unwrap().nullable(),
  maxTokens: ranges.maxTokens.unwrap().nullable(),
});
/** What an answer may rest on, and how a model writes it; null: as usual. */
export type AnswerOptions = z.infer<typeof answerOptions>;
export const usualOptions: AnswerOptions = {
  mode: 'documents',
  temperature: null,
  seed: null,
  maxTokens: null,
};

/** A model that was chosen here in place of the one that the settings had then. */
const choice = z.object({ model: z.string(), instead: z.string() }).nullable();
/** By the model's and the adapter's name. */
const scales = z.record(z.string(), z.object({ on: z.boolean(), scale: adapterScale.shape.scale }));

export interface WritingState {
  /** Names of the models that can be chosen. */
  readonly writers: ComputedRef<string[]>;
  /** The writing model's name; '' while sentences are quoted. */
  readonly model: ComputedRef<string>;
  readonly adapters: ComputedRef<AdapterChoice[]>;
  /** The adapters that are on. */
  readonly used: ComputedRef<AdapterScale[]>;
  readonly options: ComputedRef<AnswerOptions>;
  /** What an answer may rest on. */
  readonly mode: ComputedRef<AnswerMode>;
  /** The rest as a question takes it. */
  readonly writing: ComputedRef<Writing>;
  choose(model: string): void;
  setAdapter(name: string, part: { on?: boolean; scale?: number }): void;
  setOptions(part: Partial<AnswerOptions>): void;
}

export function createWritingState(
  models: ModelsState,
  servers: ServersState,
  settings: SettingsState,
): WritingState {
  const chosen = keptRef('lorekeep.writer', choice, null);
  const choices = keptRef('lorekeep.adapters', scales, {});
  const options = keptRef('lorekeep.answers', answerOptions, usualOptions);
  const preferred = computed(() => settings.settings.value?.chatModel ?? '');
  const keyOf = (adapter: string) => `${model.value}\n${adapter}`;

  const writers = computed(() => {
    const local = models.chatModels.value.map(({ name }) => name);
    const kept = chosen.value?.model ?? '';
    const ofServers = new Set([...servers.writers.value, ...(isOfServer(kept) ? [kept] : [])]);
    return [...local, ...ofServers];
  });
  const model = computed(() => {
    // Who chooses another one for good wants it here, too.
    const own = chosen.value?.instead === preferred.value ? chosen.value.model : null;
    const name = own ?? preferred.value;
    return writers.value.includes(name) || isOfServer(name) ? name : '';
  });
  const adapters = computed(() =>
    models.adaptersOf(model.value).map((adapter) => ({
      adapter,
      ...(choices.value[keyOf(adapter.name)] ?? { on: false, scale: 1 }),
    })),
  );
  const used = computed(() =>
    adapters.value
      .filter(({ on }) => on)
      .map(({ adapter, scale }) => ({ name: adapter.name, scale })),
  );

  /** Whether it is a model of a server that is there, as far as that is known yet. */
  function isOfServer(name: string): boolean {
    return (
      isServerModel(name) && (servers.servers.value === null || servers.serverOf(name) !== null)
    );
  }

  return {
    writers,
    model,
    adapters,
    used,
    options: computed(() => options.value),
    // Sentences are quoted from documents, and nobody writes them.
    mode: computed(() => (model.value === '' ? 'documents' : options.value.mode)),
    writing: computed(() => ({
      model: model.value,
      adapters: used.value,
      ...(model.value !== '' && given(options.value)),
    })),
    choose(name) {
      const isPreferred = name === preferred.value;
      chosen.value = isPreferred ? null : { model: name, instead: preferred.value };
    },
    setAdapter(name, part) {
      const before = choices.value[keyOf(name)] ?? { on: false, scale: 1 };
      choices.value = { ...choices.value, [keyOf(name)]: { ...before, ...part } };
    },
    setOptions(part) {
      options.value = { ...options.value, ...part };
    },
  };
}

function given({ temperature, seed, maxTokens }: AnswerOptions): Writing {
  return {
    ...(temperature !== null && { temperature }),
    ...(seed !== null && { seed }),
    ...(maxTokens !== null && { maxTokens }),
  };
}
