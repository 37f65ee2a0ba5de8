// Who writes in one conversation, and how: what the conversation keeps, in the shape in which the
// choosers know it.
import { computed, shallowRef, type Ref } from 'vue';
import type { AnswerSettings, GivenSettings, Writing } from '../../shared/contract/answer.ts';
import type { ModelsState } from './models-state.ts';
import type { SettingsState } from './settings-state.ts';
import type { AnswerOptions, WritingState } from './writing-state.ts';

export type WriterChoice = Pick<
  WritingState,
  'writers' | 'model' | 'adapters' | 'used' | 'options' | 'choose' | 'setAdapter' | 'setOptions'
>;

export interface ConversationWritingParts {
  models: ModelsState;
  settings: SettingsState;
  writing: WritingState;
  current: Ref<AnswerSettings>;
  change(part: GivenSettings): void;
}

export function conversationWriting(parts: ConversationWritingParts): WriterChoice {
  const { current, change } = parts;
  /** Scales of adapters that are off, so that switching one on again finds its own. */
  const scales = shallowRef<ReadonlyMap<string, number>>(new Map());
  const preferred = computed(() => parts.settings.settings.value?.chatModel ?? '');
  const model = computed(() => current.value.writing.model ?? preferred.value);
  const on = computed(
    () => new Map((current.value.writing.adapters ?? []).map(({ name, scale }) => [name, scale])),
  );
  const adapters = computed(() =>
    parts.models.adaptersOf(model.value).map((adapter) => ({
      adapter,
      on: on.value.has(adapter.name),
      scale: on.value.get(adapter.name) ?? scales.value.get(adapter.name) ?? 1,
    })),
  );
  const write = (part: Writing) => change({ writing: { ...current.value.writing, ...part } });

  return {
    writers: computed(() => {
      const known = parts.writing.writers.value;
      // One that is gone stays in sight: who is asked must not be a riddle.
      return model.value === '' || known.includes(model.value) ? known : [...known, model.value];
    }),
    model,
    adapters,
    used: computed(() => current.value.writing.adapters ?? []),
    options: computed(() => optionsOf(current.value)),
    choose(name) {
      // Adapters belong to the model that they were trained on.
      if (name !== model.value) write({ model: name, adapters: [] });
    },
    setAdapter(name, part) {
      const before = adapters.value.find(({ adapter }) => adapter.name === name);
      const scale = part.scale ?? before?.scale ?? 1;
      scales.value = new Map(scales.value).set(name, scale);
      const others = (current.value.writing.adapters ?? []).filter((one) => one.name !== name);
      write({ adapters: (part.on ?? before?.on) ? [...others, { name, scale }] : others });
    },
    setOptions({ mode, ...numbers }) {
      if (mode !== undefined) change({ mode });
      if (Object.keys(numbers).length === 0) return;
      const { temperature, seed, maxTokens } = { ...optionsOf(current.value), ...numbers };
      const { model: name, adapters: used } = current.value.writing;
      change({
        writing: {
          ...(name !== undefined && { model: name }),
          ...(used && { adapters: used }),
          ...(temperature !== null && { temperature }),
          ...(seed !== null && { seed }),
          ...(maxTokens !== null && { maxTokens }),
        },
      });
    },
  };
}

function optionsOf({ mode, writing }: AnswerSettings): AnswerOptions {
  const { temperature = null, seed = null, maxTokens = null } = writing;
  return { mode, temperature, seed, maxTokens };
}
