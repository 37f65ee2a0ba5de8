// Takes a model or adapter out. Only copies of our own are deleted; whoever used it falls back to
// what there is without it.
import { rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ModelRole } from '../../shared/contract/models.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { LorekeepError, systemCode } from '../../shared/errors.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import { pathsOfModel } from './model-file.ts';
import { type Registry, roleSettings } from './registry.ts';

export interface RemoveParts {
  folder: string;
  files: LibraryStore['modelFiles'];
  registry: Registry;
  settings(): Settings;
  /** Chooses none in place of it. */
  change(changes: Partial<Settings>): void;
  unload(role: ModelRole): Promise<void>;
  /** Names of what is loaded, by role. */
  loaded(): Partial<Record<ModelRole, { name: string }>>;
  onChange(): void;
}

/** @throws LorekeepError MODEL_UNKNOWN, MODEL_NOT_REMOVED */
export async function removeFile(parts: RemoveParts, name: string): Promise<void> {
  const { registry, files, settings, change } = parts;
  const row = registry.find(name, null);
  if (row.kind !== 'adapter') {
    const setting = roleSettings[row.kind];
    if (settings()[setting] === row.name) change({ [setting]: '' });
    // A file that is open cannot be deleted everywhere.
    if (parts.loaded()[row.kind]?.name === row.name) await parts.unload(row.kind);
  }
  if (!row.linked) await deleteFiles(row.path, parts.folder);
  files.remove(row.name);
  parts.onChange();
}

async function deleteFiles(path: string, folder: string): Promise<void> {
  for (const part of pathsOfModel(path)) {
    try {
      await rm(part, { force: true });
    } catch (error) {
      const reason = systemCode(error) || 'unknown';
      throw new LorekeepError('MODEL_NOT_REMOVED', { path: part, reason }, error);
    }
  }
  const above = dirname(path);
  // Folders of downloads go with their last file; others, and those with something in them, stay.
  if (above !== folder) await rmdir(above).catch(() => {});
}
