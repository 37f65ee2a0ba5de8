// Installed models and adapters: what there is, in which state, and how each is used. What the files
// say was kept when they were added; a file that has changed since is read again.
import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Adapter, Model, ModelRole } from '../../shared/contract/models.ts';
import { isServerModel } from '../../shared/contract/servers.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { modelKindWords } from '../../shared/texts/model-reasons.ts';
import {
  type ModelFileKind,
  type ModelFileRow,
  mostLoadCrashes,
} from '../store/library/model-files.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import { type AdapterBase, misfitOf } from './adapter-facts.ts';
import { factsToKeep, keptAdapterOf, keptModelOf } from './kept-facts.ts';
import { fitHere, type MachineKeeper } from './machine-facts.ts';
import { kindOfFile } from './model-facts.ts';
import { openModelFile, pathsOfModel } from './model-file.ts';
import { type ModelUse, useOf } from './use-model.ts';

export interface RegistryParts {
  files: LibraryStore['modelFiles'];
  settings(): Settings;
  machine: MachineKeeper;
}

/** An adapter as a generator takes it. */
export interface UsedAdapter {
  name: string;
  path: string;
  scale: number;
}

export type Registry = ReturnType<typeof createRegistry>;

/** The settings that name a model, by its role. */
export const roleSettings = {
  chat: 'chatModel',
  embedder: 'embedder',
  reranker: 'reranker',
} as const;

type FileState = 'ready' | 'missing' | 'damaged';

export function createRegistry({ files, settings, machine }: RegistryParts) {
  function names(kind: ModelFileKind | null): string {
    const all = files.list().filter((row) => kind === null || row.kind === kind);
    return all.map(({ name }) => name).join(', ') || '—';
  }

  /**
   * An installed file that is to be used as something.
   *
   * @throws LorekeepError MODEL_UNKNOWN, MODEL_ROLE
   */
  function find(name: string, kind: ModelFileKind | null): ModelFileRow {
    const row = files.find(name);
    if (!row) throw new LorekeepError('MODEL_UNKNOWN', { name, names: names(kind) });
    if (kind !== null && row.kind !== kind) throw wrongKind(row.name, row.kind, kind);
    return row;
  }

  /** Reads a file again that has changed, or whose facts an older version kept. */
  async function refresh(row: ModelFileRow): Promise<{ row: ModelFileRow; state: FileState }> {
    const seen = await Promise.all(
      pathsOfModel(row.path).map((path) => stat(path).catch(() => null)),
    );
    const known = row.kind === 'adapter' ? keptAdapterOf(row) : keptModelOf(row);
    if (seen.some((one) => !one?.isFile())) return { row, state: known ? 'missing' : 'damaged' };
    const size = seen.reduce((sum, one) => sum + one!.size, 0);
    const same = size === row.size && seen[0]!.mtimeMs === row.modifiedAt;
    if (same && known) return { row, state: 'ready' };
    try {
      const file = await openModelFile(row.path);
      if (kindOfFile(file) !== row.kind) return { row, state: 'damaged' };
      const { modifiedAt } = file;
      const sha256 = same ? row.sha256 : null;
      const facts = factsToKeep(file, row.kind);
      files.replace(row.name, { size, modifiedAt, sha256, licence: row.licence, facts });
      return { row: files.find(row.name) ?? row, state: 'ready' };
    } catch {
      // What is wrong with it is said when it is used, or added again.
      return { row, state: 'damaged' };
    }
  }

  /** Installed chat models by what adapters have to fit. */
  function bases(): (AdapterBase & { row: ModelFileRow })[] {
    return files.list().flatMap((row) => {
      const kept = row.kind === 'chat' ? keptModelOf(row) : null;
      if (!kept) return [];
      const { matrices, facts } = kept;
      return [{ row, name: row.name, architecture: facts.architecture, matrices }];
    });
  }

  function modelOf(row: ModelFileRow, state: FileState): Model[] {
    const kept = keptModelOf(row);
    if (!kept || row.kind === 'adapter') return [];
    const crashes = state === 'ready' && row.loadCrashes >= mostLoadCrashes;
    return [
      {
        ...shared(row),
        role: row.kind,
        facts: { ...kept.facts, licence: row.licence ?? kept.facts.licence },
        state: crashes ? 'crashes' : state,
        fit: fitHere(kept.size, machine.current(), settings()),
      },
    ];
  }

  function adapterOf(row: ModelFileRow, state: FileState): Adapter[] {
    const kept = row.kind === 'adapter' ? keptAdapterOf(row) : null;
    if (!kept) return [];
    const { targets, ...facts } = kept;
    const fits = bases().filter((base) => misfitOf(kept, base) === null);
    return [
      {
        ...shared(row),
        ...facts,
        targets: Object.keys(targets).length,
        state,
        fits: fits.map(({ name }) => name),
      },
    ];
  }

  return {
    find,
    bases,
    async list(): Promise<{ models: Model[]; adapters: Adapter[] }> {
      const seen = await Promise.all(files.list().map(refresh));
      return {
        models: seen.flatMap(({ row, state }) => modelOf(row, state)),
        adapters: seen.flatMap(({ row, state }) => adapterOf(row, state)),
      };
    },
    /** How an installed model is loaded. @throws LorekeepError MODEL_UNKNOWN, MODEL_ROLE, MODEL_MISSING */
    useOf(role: ModelRole, name: string): ModelUse {
      const row = find(name, role);
      assertThere(row);
      return useOf(role, row, settings());
    },
    /** The same for the model that the settings name; null if they name none. */
    chosen(role: ModelRole): ModelUse | null {
      const name = settings()[roleSettings[role]];
      // Taken out by hand, or by an older copy of the library: as if none was chosen.
      const row = name === '' ? null : files.find(name);
      if (row?.kind !== role) return null;
      assertThere(row);
      return useOf(role, row, settings());
    },
    /**
     * An adapter as it is put on top of a model, which it was made sure to fit.
     *
     * @throws LorekeepError MODEL_UNKNOWN, MODEL_ROLE, MODEL_MISSING, ADAPTER_MISMATCH
     */
    adapterUse(name: string, scale: number, baseName: string): UsedAdapter {
      const row = find(name, 'adapter');
      assertThere(row);
      const base = bases().find(({ row: { name: one } }) => one === find(baseName, 'chat').name);
      const kept = keptAdapterOf(row);
      const reason = base && kept ? misfitOf(kept, base) : null;
      if (reason !== null) throw new LorekeepError('ADAPTER_MISMATCH', { name: row.name, reason });
      return { name: row.name, path: row.path, scale };
    },
    /**
     * Settings as a person gave them, with the names of models as they are written.
     *
     * @throws LorekeepError MODEL_UNKNOWN, MODEL_ROLE, MODEL_MISSING
     */
    checkChoices<S extends { [name in keyof Settings]?: Settings[name] | undefined }>(
      changes: S,
    ): S {
      const checked = { ...changes };
      for (const role of ['chat', 'embedder', 'reranker'] as const) {
        const setting = roleSettings[role];
        const name = changes[setting];
        if (!name || name === settings()[setting]) continue;
        // Whoever knows the servers looks at these; nothing of a server puts passages in order.
        if (isServerModel(name) && role !== 'reranker') continue;
        const row = find(name, role);
        assertThere(row);
        Object.assign(checked, { [setting]: row.name });
      }
      return checked;
    },
  };
}

export function wrongKind(name: string, is: ModelFileKind, wanted: ModelFileKind): LorekeepError {
  const words = { is: modelKindWords[is], wanted: modelKindWords[wanted] };
  return new LorekeepError('MODEL_ROLE', { name, ...words });
}

function assertThere({ name, path }: ModelFileRow): void {
  const there = pathsOfModel(path).every((part) => statSync(part, { throwIfNoEntry: false }));
  if (!there) throw new LorekeepError('MODEL_MISSING', { name, path });
}

function shared({ name, path, linked, size, addedAt, source, sha256 }: ModelFileRow) {
  return { name, path, linked, sizeBytes: size, addedAt, source, sha256 };
}
