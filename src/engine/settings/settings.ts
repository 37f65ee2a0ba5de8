// Settings with their schema and defaults over what is stored. A stored value that no longer
// fits (an older version's, or edited by hand) falls back to the default and is logged.
import type { EngineHandlers } from '../../shared/contract/contract.ts';
import {
  defaultSettings,
  type Settings,
  settings as schema,
} from '../../shared/contract/settings.ts';
import { createFeed, type Feed } from '../calls/feed.ts';
import type { Log } from '../log/log.ts';
import type { LibraryStore } from '../store/library/library-store.ts';

export interface SettingsFeature {
  current(): Settings;
  /** The settings now, then again after each change. */
  follow: Feed<Settings>['follow'];
  /** Changes the named settings, keeps them, and gives all of them. */
  change(changes: { [name in keyof Settings]?: Settings[name] | undefined }): Settings;
  handlers: EngineHandlers['settings'];
}

export function createSettings(store: LibraryStore['settings'], log: Log): SettingsFeature {
  let current = load(store.all(), log);
  const feed = createFeed(() => current, 50);
  function change(changes: Parameters<SettingsFeature['change']>[0]): Settings {
    for (const [name, value] of Object.entries(changes)) {
      if (value !== undefined) store.put(name, value);
    }
    current = load(store.all(), log);
    feed.notify();
    return current;
  }
  return {
    current: () => current,
    follow: feed.follow,
    change,
    handlers: {
      get: () => current,
      update: change,
      watch: (_, { signal }) => feed.follow(signal),
    },
  };
}

function load(stored: Record<string, unknown>, log: Log): Settings {
  const fitting = Object.entries(schema.shape).filter(([name, field]) => {
    if (!(name in stored)) return false;
    const fits = field.safeParse(stored[name]).success;
    if (!fits) log.warn('stored setting does not fit', { name });
    return fits;
  });
  return {
    ...defaultSettings,
    ...Object.fromEntries(fitting.map(([name]) => [name, stored[name]])),
  };
}
