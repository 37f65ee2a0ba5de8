// The whole contract between a screen (page, terminal, another process) and the engine.
import { answerContract } from './answer.ts';
import { assistantsContract } from './assistants.ts';
import { conversationsContract } from './conversations.ts';
import { documentsContract } from './documents.ts';
import { evaluateContract } from './evaluate.ts';
import { libraryContract } from './library.ts';
import { modelsContract } from './models.ts';
import type { FeatureClient, Handlers } from './procedure.ts';
import { searchContract } from './search.ts';
import { serversContract } from './servers.ts';
import { settingsContract } from './settings.ts';
import { sourcesContract } from './sources.ts';
import { systemContract } from './system.ts';
import { tasksContract } from './tasks.ts';

export const contract = {
  answer: answerContract,
  assistants: assistantsContract,
  conversations: conversationsContract,
  documents: documentsContract,
  evaluate: evaluateContract,
  library: libraryContract,
  models: modelsContract,
  search: searchContract,
  servers: serversContract,
  settings: settingsContract,
  sources: sourcesContract,
  system: systemContract,
  tasks: tasksContract,
};

export type Contract = typeof contract;
/** The engine as seen by whoever uses it. */
export type Client = { [F in keyof Contract]: FeatureClient<Contract[F]> };
/** What the engine's features implement, together. */
export type EngineHandlers = { [F in keyof Contract]: Handlers<Contract[F]> };
