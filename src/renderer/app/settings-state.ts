// The settings, and the one of them that acts on the page itself: its colours. The last choice
// is kept by the browser too, so that the first frame already has the right colours.
import { shallowRef, watchEffect, type ShallowRef } from 'vue';
import type { Client } from '../../shared/contract/contract.ts';
import {
  defaultSettings,
  settings as schema,
  type Settings,
} from '../../shared/contract/settings.ts';
import { keepWatching } from './watching.ts';

const storageKey = 'lorekeep.appearance';

export interface SettingsState {
  /** Null until the first answer. */
  readonly settings: Readonly<ShallowRef<Settings | null>>;
  change(part: Partial<Settings>): Promise<void>;
}

export function createSettingsState(engine: Client): SettingsState {
  const settings = shallowRef<Settings | null>(null);
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const systemIsDark = shallowRef(dark.matches);
  dark.addEventListener('change', () => {
    systemIsDark.value = dark.matches;
  });

  watchEffect(() => {
    const appearance = settings.value?.appearance ?? storedAppearance();
    const isDark = appearance === 'dark' || (appearance === 'system' && systemIsDark.value);
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
    if (settings.value) localStorage.setItem(storageKey, appearance);
  });
  keepWatching(engine.settings.watch, (next) => {
    settings.value = next;
  });

  async function change(part: Partial<Settings>): Promise<void> {
    const before = settings.value;
    // Shown at once; the engine's answer, or its refusal, has the last word.
    if (before) settings.value = { ...before, ...part };
    try {
      settings.value = await engine.settings.update(part);
    } catch (error) {
      settings.value = before;
      throw error;
    }
  }
  return { settings, change };
}

function storedAppearance(): Settings['appearance'] {
  const stored = schema.shape.appearance.safeParse(localStorage.getItem(storageKey));
  return stored.success ? stored.data : defaultSettings.appearance;
}
