// What every screen may use. Made once in main.ts, injected below; no module holds state.
import { inject, type InjectionKey } from 'vue';
import type { Client } from '../../shared/contract/contract.ts';
import { type AddingState, createAddingState } from './adding-state.ts';
import { createConnection, type Connection } from './connection.ts';
import { type ConversationsState, createConversationsState } from './conversations-state.ts';
import { createLibraryState, type LibraryState } from './library-state.ts';
import { openLine } from './lines.ts';
import { createModelsState, type ModelsState } from './models-state.ts';
import { createNoticesState, type NoticesState } from './notices-state.ts';
import { createSearchBoxState, type SearchBoxState } from './search-box-state.ts';
import { createScopeState, type ScopeState } from './scope-state.ts';
import { createServersState, type ServersState } from './servers-state.ts';
import { createSettingsState, type SettingsState } from './settings-state.ts';
import { createTasksState, type TasksState } from './tasks-state.ts';
import { createWritingState, type WritingState } from './writing-state.ts';

export interface Services {
  engine: Client;
  connection: Connection;
  conversations: ConversationsState;
  library: LibraryState;
  models: ModelsState;
  notices: NoticesState;
  scope: ScopeState;
  searchBox: SearchBoxState;
  servers: ServersState;
  adding: AddingState;
  settings: SettingsState;
  tasks: TasksState;
  writing: WritingState;
}

export const servicesKey: InjectionKey<Services> = Symbol('services');

export function createServices(): Services {
  const connection = createConnection(openLine);
  const { engine } = connection;
  const library = createLibraryState(engine);
  const models = createModelsState(engine);
  const settings = createSettingsState(engine);
  const servers = createServersState(engine, settings);
  return {
    engine,
    connection,
    conversations: createConversationsState(engine),
    library,
    models,
    notices: createNoticesState(engine),
    scope: createScopeState(library),
    searchBox: createSearchBoxState(),
    servers,
    adding: createAddingState(engine),
    settings,
    tasks: createTasksState(engine),
    writing: createWritingState(models, servers, settings),
  };
}

export function useServices(): Services {
  const services = inject(servicesKey);
  if (!services) throw new Error('No services were provided to this component.');
  return services;
}
