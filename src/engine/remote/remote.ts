// Models on servers that the person added, as a feature: puts its parts together and gives the others
// what they need. Nothing here sends anything before the person has agreed to a server.
import type { EngineHandlers } from '../../shared/contract/contract.ts';
import { isServerModel, serverModelName } from '../../shared/contract/servers.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { LorekeepError } from '../../shared/errors.ts';
import type { Embedder } from '../embedder.ts';
import type { Generator } from '../generator.ts';
import type { SecretVault } from '../host.ts';
import type { NetworkGate } from '../network/gate.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import { contextSizeOf } from './context-size.ts';
import { keptFacts, learnFacts } from './embedder-facts.ts';
import { listModels } from './list-models.ts';
import { type Prefixes, remoteEmbedder } from './remote-embedder.ts';
import { remoteGenerator } from './remote-generator.ts';
import { createRemoteServers, type RemoteServers } from './remote-server.ts';
import { createServerKeys } from './server-keys.ts';
import { createServerVisit, type ServerVisit } from './server-visit.ts';

export interface RemoteParts {
  version: string;
  library: LibraryStore;
  gate: NetworkGate;
  vault: SecretVault | null;
  /** The key that this run was given; null if none was. */
  environmentKey: string | null;
  settings(): Settings;
  change(changes: Partial<Settings>): void;
  /** What is put before questions and documents for a model of this name, if that is known. */
  prefixesOf(model: string): Prefixes | null;
}

export interface Remote {
  handlers: EngineHandlers['servers'];
  /** Settings as a person gave them; see `RemoteServers`. */
  checkSettings: RemoteServers['checkChoices'];
  /**
   * Makes sure that a server's model may be used, without asking the server.
   *
   * @throws LorekeepError SERVER_UNKNOWN, SERVER_NOT_AGREED
   */
  assertUsable(name: string): void;
  /** The server's model that the settings name to write answers; null if they name none. */
  chosenChat(): string | null;
  /** @throws LorekeepError SERVER_UNKNOWN, SERVER_NOT_AGREED */
  generator(name: string): Generator;
  /**
   * An embedding model of a server. Its facts are asked of the server once, and then kept; those of
   * a model that is chosen again are asked again, so that another one under its name is noticed.
   *
   * @throws LorekeepError SERVER_*; the signal's reason
   */
  embedder(name: string, asked: { again: boolean; signal: AbortSignal }): Promise<Embedder>;
  /** @throws LorekeepError SERVER_NO_ADAPTERS for a server's model */
  refuseAdapters(model: string): void;
}

/** Servers are restarted with other sizes now and then. */
const contextKnownMs = 600_000;

export function createRemote(parts: RemoteParts): Remote {
  const { library, gate, version, vault, environmentKey, settings, change } = parts;
  const rows = library.remoteServers;
  const keys = createServerKeys(rows, vault, environmentKey);
  const givenKey = environmentKey !== null;
  const servers = createRemoteServers({ servers: rows, keys, givenKey, settings, change });
  const contexts = new Map<string, { size: number; at: number }>();

  function visitOf(name: string): ServerVisit {
    // Asked each time: a server that was removed meanwhile is sent nothing any more.
    return createServerVisit({ gate, version, row: () => servers.find(name), key: keys.read });
  }

  async function contextSize(visit: ServerVisit, model: string, signal: AbortSignal) {
    const key = JSON.stringify([visit.server(), model, settings().contextSize]);
    const known = contexts.get(key);
    if (known && performance.now() - known.at < contextKnownMs) return known.size;
    const size = await contextSizeOf(visit, model, settings().contextSize, signal);
    contexts.set(key, { size, at: performance.now() });
    return size;
  }

  return {
    checkSettings: (changes) => servers.checkChoices(changes),
    assertUsable: (name) => void servers.modelOf(name),
    chosenChat() {
      const { chatModel } = settings();
      return isServerModel(chatModel) ? chatModel : null;
    },
    generator(asked) {
      const { row, model, name } = servers.modelOf(asked);
      const visit = visitOf(row.name);
      return remoteGenerator({
        name,
        model,
        visit,
        contextSize: (signal) => contextSize(visit, model, signal),
      });
    },
    async embedder(asked, { again, signal }) {
      const { row, model, name } = servers.modelOf(asked);
      const visit = visitOf(row.name);
      const prefixes = parts.prefixesOf(model) ?? { query: '', document: '' };
      const kept = keptFacts(row.embedders[model]);
      const learn = { visit, model, prefix: prefixes.document, waits: [], signal };
      const facts = kept && !again ? kept : await learnFacts(learn, kept);
      if (facts !== kept) rows.keepEmbedder(row.name, model, facts);
      return remoteEmbedder({ name, model, address: row.address, visit, prefixes, facts });
    },
    refuseAdapters(model) {
      if (isServerModel(model)) throw new LorekeepError('SERVER_NO_ADAPTERS', { name: model });
    },
    handlers: {
      list: servers.list,
      add: ({ address, name }) => servers.add(address, name),
      agree: ({ name, address }) => servers.agree(name, address),
      async check({ name }, { signal }) {
        const models = await listModels(visitOf(name), signal);
        contexts.clear();
        const server = servers.show(name);
        return {
          server,
          models: models.map(({ id, contextSize: size }) => ({
            id,
            contextSize: size,
            name: serverModelName(server.name, id),
          })),
        };
      },
      remove: ({ name }) => servers.remove(name),
      async setKey({ name, key }) {
        await keys.keep(servers.find(name), key);
        return servers.show(name);
      },
    },
  };
}
