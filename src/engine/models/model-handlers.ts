// The models part of the contract.
import { isAbsolute } from 'node:path';
import type { EngineHandlers } from '../../shared/contract/contract.ts';
import type { LoadedModel, ModelRole, ModelsOverview } from '../../shared/contract/models.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { LorekeepError } from '../../shared/errors.ts';
import type { Feed } from '../calls/feed.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import type { AddFile } from './add-file.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { catalogueList } from './catalogue-list.ts';
import type { Downloads } from './download.ts';
import { hubBase } from './hub/hub-base.ts';
import type { HubTokenStore } from './hub/token.ts';
import { inspectFile } from './inspect-file.ts';
import { fitHere, type MachineKeeper } from './machine-facts.ts';
import type { LoadOutcome, ModelRunner } from './model-runner.ts';
import type { ModelShape, ModelWeights } from './model-shape.ts';
import { type Registry, wrongKind } from './registry.ts';
import { removeFile } from './remove-file.ts';

export interface ModelHandlerParts {
  folder: string;
  files: LibraryStore['modelFiles'];
  registry: Registry;
  adding: AddFile;
  downloads: Downloads;
  machine: MachineKeeper;
  tokens: HubTokenStore;
  catalogue(): CatalogueEntry[];
  changes: Feed<null>;
  runner: ModelRunner;
  settings(): Settings;
  change(changes: Partial<Settings>): void;
  onChange(): void;
}

export function modelHandlers(parts: ModelHandlerParts): EngineHandlers['models'] {
  const { registry, files, adding, downloads, machine, tokens, runner, settings } = parts;
  const fit = (size: { shape: ModelShape; weights: ModelWeights } | null) =>
    fitHere(size, machine.current(), settings());

  async function overview(): Promise<ModelsOverview> {
    const { models, adapters } = await registry.list();
    return { models, adapters, loaded: loadedModels(runner), machine: machine.current() };
  }

  /** An installed model of any role. @throws LorekeepError MODEL_UNKNOWN, MODEL_ROLE */
  function modelRow(name: string) {
    const row = registry.find(name, null);
    if (row.kind === 'adapter') throw wrongKind(row.name, row.kind, 'chat');
    return { ...row, role: row.kind };
  }

  return {
    async *watch(_input, { signal }) {
      for await (const _ of parts.changes.follow(signal)) yield await overview();
    },
    list: overview,
    inspect({ target }, { signal }) {
      const row = files.find(target);
      const path = row?.path ?? target;
      if (!isAbsolute(path)) registry.find(target, null);
      return inspectFile(path, ({ size }) => fit(size), signal);
    },
    add(request, { signal }) {
      assertAbsolute(request.path);
      return adding.add(request, signal);
    },
    download: ({ reference }) => downloads.start(reference),
    async remove({ name }) {
      const isReference = /^hf:/i.test(name) && !files.find(name);
      if (isReference && (await downloads.discard(name))) return;
      await removeFile({ ...parts, unload: runner.unload, loaded: runner.status }, name);
    },
    tryAgain({ name }) {
      runner.tryAgain(modelRow(name).path);
      parts.onChange();
    },
    async load({ name }, { signal }) {
      const { role, name: found } = modelRow(name);
      const outcome = await runner.load(registry.useOf(role, found), signal);
      return loadedModel(role, found, outcome);
    },
    unload: ({ role }) => runner.unload(role),
    catalogue() {
      const sources = files.list().flatMap(({ source }) => source?.toLowerCase() ?? []);
      return catalogueList(parts.catalogue(), new Set(sources), fit);
    },
    machine: ({ again }, { signal }) => machine.detect(again, signal),
    async setHubToken({ token }) {
      if (token.trim() === '') return tokens.remove();
      const { host } = hubBase(settings().hubMirror).url;
      await tokens.keep({ host, token });
    },
    async hasHubToken() {
      // One that cannot be read is of no use: it has to be entered again.
      const kept = await tokens.read().catch(() => null);
      return kept !== null;
    },
  };
}

function assertAbsolute(path: string): void {
  if (!isAbsolute(path)) throw new LorekeepError('REQUEST_INVALID', { reason: 'path' });
}

function loadedModels(runner: ModelRunner): LoadedModel[] {
  const slots = Object.entries(runner.status()) as [
    ModelRole,
    { name: string; loaded: LoadOutcome | null },
  ][];
  return slots.map(([role, { name, loaded }]) => loadedModel(role, name, loaded));
}

function loadedModel(role: ModelRole, name: string, loaded: LoadOutcome | null): LoadedModel {
  return {
    role,
    name,
    state: loaded ? 'ready' : 'loading',
    contextSize: loaded?.contextSize ?? null,
    gpuLayers: loaded?.gpuLayers ?? null,
    layers: loaded?.layers ?? null,
    threads: loaded?.threads ?? null,
    steppedDown: loaded?.steppedDown ?? [],
  };
}
