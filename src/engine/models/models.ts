// Models and adapters as a feature: puts its parts together and gives the others what they need.
import { join } from 'node:path';
import type { Settings } from '../../shared/contract/settings.ts';
import type { Feed } from '../calls/feed.ts';
import { createFeed } from '../calls/feed.ts';
import type { Host } from '../host.ts';
import type { Log } from '../log/log.ts';
import type { NetworkGate } from '../network/gate.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import type { TaskRegistry } from '../tasks/task-registry.ts';
import { createAdding } from './add-file.ts';
import { type CatalogueEntry, readCatalogue } from './catalogue.ts';
import { createDownloads } from './download.ts';
import { hubBase } from './hub/hub-base.ts';
import { removeOldLeftovers } from './hub/leftovers.ts';
import { createHubTokenStore } from './hub/token.ts';
import { familyPrefixes } from './embedder-families.ts';
import { fingerprintOf } from './fingerprint.ts';
import { keptModelOf } from './kept-facts.ts';
import { knownPrefixes, prefixesIn } from './known-prefixes.ts';
import { createMachineKeeper } from './machine-facts.ts';
import { installedFiles } from './model-file.ts';
import { modelHandlers } from './model-handlers.ts';
import type { ModelRunner } from './model-runner.ts';
import { createRegistry, type Registry } from './registry.ts';

export interface ModelsParts {
  dataDir: string;
  version: string;
  host: Host;
  log: Log;
  library: LibraryStore;
  tasks: TaskRegistry;
  gate: NetworkGate;
  settings: {
    current(): Settings;
    follow: Feed<Settings>['follow'];
    change(changes: Partial<Settings>): void;
  };
  runner: ModelRunner;
}

export interface Models extends Pick<Registry, 'useOf' | 'chosen' | 'adapterUse'> {
  handlers: ReturnType<typeof modelHandlers>;
  /** Settings as a person gave them, made sure to name what there is; see `Registry`. */
  checkSettings: Registry['checkChoices'];
  /** What is put before questions and documents, where the catalogue knows it of a model. */
  readingOf(name: string): CatalogueEntry['reading'];
  /** What tells an installed embedder's vectors from those of others, and what it is given. */
  embedderFacts(name: string): {
    fingerprint: string;
    prefixes: { query: string; document: string };
  };
  /** The same by the name alone, for a model that is not installed here. */
  prefixesOf(model: string): ReturnType<typeof knownPrefixes>;
  /** Another backend was chosen: what the machine offers may be something else. */
  forgetMachine(): void;
  /** Something of what is loaded changed. */
  onRunnerChange(): void;
}

export function createModels(parts: ModelsParts): Models {
  const { dataDir, version, host, log, library, tasks, gate, settings, runner } = parts;
  const folder = join(dataDir, 'models');
  const files = library.modelFiles;
  removeOldLeftovers(folder, installedFiles(files), log);
  const changes = createFeed(() => null, 100);
  const onChange = changes.notify;
  const machine = createMachineKeeper((signal) => runner.machine(signal), onChange);
  const registry = createRegistry({ files, settings: settings.current, machine });
  const check = (path: string, signal: AbortSignal) => runner.check(path, signal);
  const adding = createAdding({ folder, files, registry, tasks, log, check, onChange });
  const tokens = createHubTokenStore(join(folder, 'hub-token'), host.secrets);
  const downloads = createDownloads({
    folder,
    version,
    files,
    adding,
    tasks,
    gate,
    tokens,
    log,
    settings: settings.current,
  });
  let entries: CatalogueEntry[] | null = null;
  const catalogue = () => (entries ??= readCatalogue(host.resourcePath('models')));

  function readingOf(name: string): CatalogueEntry['reading'] {
    const repo = /^hf:([^:@]+)/.exec(files.find(name)?.source ?? '')?.[1]?.toLowerCase();
    return catalogue().find((entry) => entry.repo.toLowerCase() === repo)?.reading ?? null;
  }

  return {
    useOf: registry.useOf,
    chosen: registry.chosen,
    adapterUse: registry.adapterUse,
    checkSettings(given) {
      if (given.hubMirror !== undefined) hubBase(given.hubMirror);
      return registry.checkChoices(given);
    },
    readingOf,
    embedderFacts(name) {
      const row = registry.find(name, 'embedder');
      const { architecture = '', title = null } = keptModelOf(row)?.facts ?? {};
      const names = [row.name, row.source ?? '', title ?? ''];
      return {
        fingerprint: fingerprintOf(row),
        prefixes:
          prefixesIn(readingOf(name)) ??
          knownPrefixes(catalogue(), row.name) ??
          familyPrefixes(architecture, names),
      };
    },
    prefixesOf: (model) => knownPrefixes(catalogue(), model),
    forgetMachine: machine.forget,
    onRunnerChange: onChange,
    handlers: modelHandlers({
      folder,
      files,
      registry,
      adding,
      downloads,
      machine,
      tokens,
      catalogue,
      changes,
      runner,
      settings: settings.current,
      change: settings.change,
      onChange,
    }),
  };
}
