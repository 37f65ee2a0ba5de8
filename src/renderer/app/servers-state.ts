// Servers with models as every screen sees them, and what they were found to have. Nothing here asks
// a server for anything but `check`, which a person starts.
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import type { Client } from '../../shared/contract/contract.ts';
import { isServerModel, type Server, serverModelParts } from '../../shared/contract/servers.ts';
import { sentenceOf } from '../../shared/texts/format.ts';
import type { SettingsState } from './settings-state.ts';

export type ServerModel = Awaited<ReturnType<Client['servers']['check']>>['models'][number];

export interface ServersState {
  /** Null until the first answer. */
  readonly servers: Readonly<ShallowRef<Server[] | null>>;
  /** Why they could not be read, or ''. */
  readonly error: Readonly<ShallowRef<string>>;
  /** The models of servers that were asked for them here, by the servers' names. */
  readonly found: Readonly<ShallowRef<ReadonlyMap<string, readonly ServerModel[]>>>;
  /** Names of the models known here that may write answers. */
  readonly writers: ComputedRef<string[]>;
  /** The server of a model's name, if it is one's and is known. */
  serverOf(model: string): Server | null;
  refresh(): Promise<void>;
  /** Asks a server for its models. */
  check(name: string, signal: AbortSignal): Promise<void>;
}

export function createServersState(engine: Client, settings: SettingsState): ServersState {
  const servers = shallowRef<Server[] | null>(null);
  const error = shallowRef('');
  const found = shallowRef<ReadonlyMap<string, readonly ServerModel[]>>(new Map());

  async function refresh(): Promise<void> {
    try {
      servers.value = await engine.servers.list();
      error.value = '';
    } catch (caught) {
      error.value = sentenceOf(caught);
    }
  }
  /** What is named in the settings may be of a server that was added elsewhere. */
  const named = computed(() => {
    const { chatModel = '', embedder = '' } = settings.settings.value ?? {};
    return [chatModel, embedder].filter(isServerModel).join('\n');
  });
  watch(named, () => void refresh(), { immediate: true });

  function serverOf(model: string): Server | null {
    const name = serverModelParts(model)?.server.toLowerCase();
    return servers.value?.find((server) => server.name.toLowerCase() === name) ?? null;
  }
  const writers = computed(() => {
    const { chatModel = '', embedder = '' } = settings.settings.value ?? {};
    const known = [...found.value.values()].flat().map(({ name }) => name);
    const all = new Set([...(isServerModel(chatModel) ? [chatModel] : []), ...known]);
    return [...all].filter((name) => name !== embedder && serverOf(name) !== null);
  });

  return {
    servers,
    error,
    found,
    writers,
    serverOf,
    refresh,
    async check(name, signal) {
      const { server, models } = await engine.servers.check({ name }, { signal });
      if (signal.aborted) return;
      found.value = new Map(found.value).set(server.name, models);
      await refresh();
    },
  };
}
