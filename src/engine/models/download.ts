// Downloads a model and takes it in, as a task. Stopped or cut off it leaves what came so far, and
// goes on from there when it is asked for again.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../../shared/contract/settings.ts';
import { isCancellation, LorekeepError } from '../../shared/errors.ts';
import type { Log } from '../log/log.ts';
import type { NetworkGate } from '../network/gate.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import type { TaskContext, TaskRegistry } from '../tasks/task-registry.ts';
import { readAdapterFacts } from './adapter-facts.ts';
import type { AddFile } from './add-file.ts';
import { fittingModels, modelsOf } from './hub/choose-files.ts';
import { type DownloadedModel, downloadModel, type ModelProgress } from './hub/download-model.ts';
import { hubBase } from './hub/hub-base.ts';
import type { HubToken } from './hub/hub-visit.ts';
import { leftoversIn, removeEmpty, removeLeftover } from './hub/leftovers.ts';
import { type HubReference, parseHubReference, writeHubReference } from './hub/reference.ts';
import type { HubTokenStore } from './hub/token.ts';
import { modelToKeep } from './kept-facts.ts';
import { installedFiles, stemOf } from './model-file.ts';

export interface DownloadParts {
  /** The folder `models` of the data folder. */
  folder: string;
  version: string;
  files: LibraryStore['modelFiles'];
  adding: AddFile;
  tasks: TaskRegistry;
  gate: NetworkGate;
  tokens: HubTokenStore;
  log: Log;
  settings(): Settings;
}

export type Downloads = ReturnType<typeof createDownloads>;

export function createDownloads(parts: DownloadParts) {
  const { folder, files, adding, tasks, log, settings } = parts;
  /** Tasks that run, by what they bring: what is asked for twice is brought once. */
  const running = new Map<string, Running>();
  const placeOf = (reference: HubReference) => join(folder, 'hub', folderOf(reference));

  function read(text: string): HubReference {
    const mirror = hubBase(settings().hubMirror);
    return parseHubReference(text, mirror.isMirror ? mirror.url.host : null);
  }

  async function token(): Promise<HubToken | null> {
    try {
      return await parts.tokens.read();
    } catch (error) {
      // Most models are given to all; where the token is needed, the hub's refusal says so.
      log.error('hub token not read', error);
      return null;
    }
  }

  async function bring(
    reference: HubReference,
    signal: AbortSignal,
    report: TaskContext['report'],
  ): Promise<string> {
    const { gate, version } = parts;
    const mirror = settings().hubMirror;
    const hub = { gate, mirror, version, token: await token() };
    const place = placeOf(reference);
    const onProgress = ({ bytes, total }: ModelProgress) =>
      report({ total: 1, bytesDone: bytes, bytesTotal: total });
    const model = await downloadModel(hub, reference, place, { signal, onProgress });
    report({ phase: 'finishing', done: 1 });
    return takeIn(model, reference.revision, signal);
  }

  async function takeIn(
    model: DownloadedModel,
    revision: string | null,
    signal: AbortSignal,
  ): Promise<string> {
    const [first] = model.files;
    const path = first!.path;
    const there = files.atPath(path);
    if (there) return there.name;
    try {
      const { file, kind } = await adding.lookAt(path, signal);
      const { quantisation, repo, licence } = model;
      const row = adding.keep({
        name: adding.freeName(stemOf(path)),
        kind,
        path: file.path,
        linked: false,
        size: file.size,
        modifiedAt: file.modifiedAt,
        sha256: model.files.length === 1 ? first!.sha256 : null,
        source: writeHubReference({
          repo,
          revision,
          wanted: quantisation === null ? null : { quantisation },
        }),
        licence,
        facts: kind === 'adapter' ? readAdapterFacts(file) : modelToKeep(file, kind),
      });
      return row.name;
    } catch (error) {
      // What came is what the hub has, so that bringing it again would not help.
      if (!isCancellation(error) && error instanceof LorekeepError) {
        await Promise.all(model.files.map((one) => rm(one.path, { force: true })));
      }
      throw error;
    }
  }

  return {
    /**
     * @throws LorekeepError HUB_REFERENCE_INVALID, HUB_MIRROR_INVALID
     */
    start(text: string): { taskId: string } {
      const reference = read(text);
      const key = writeHubReference(reference).toLowerCase();
      const already = running.get(key);
      if (already) return { taskId: already.id };
      const { id, ended } = tasks.start({
        kind: 'download',
        folderIds: [],
        phase: 'downloading',
        async run({ signal, report }) {
          try {
            report({ current: key });
            report({ current: await bring(reference, signal, report) });
          } finally {
            running.delete(key);
          }
          return null;
        },
      });
      running.set(key, { id, ended, place: placeOf(reference) });
      return { taskId: id };
    },
    /**
     * Removes what came of a download that was not ended. Those that run from the same repository
     * are stopped first, as they may be of the same file; the others of them go on if asked to.
     *
     * @returns whether there was something
     * @throws LorekeepError HUB_REFERENCE_INVALID, HUB_MIRROR_INVALID
     */
    async discard(text: string): Promise<boolean> {
      const reference = read(text);
      const place = placeOf(reference);
      const under = [...running.values()].filter((one) => one.place === place);
      for (const { id } of under) tasks.cancel(id);
      await Promise.all(under.map(({ ended }) => ended));
      const found = leftoversIn(place, installedFiles(files));
      const left = found.filter(({ path }) => isWanted(path, reference));
      for (const one of left) removeLeftover(one);
      removeEmpty(place);
      return under.length + left.length > 0;
    },
  };
}

interface Running {
  id: string;
  ended: Promise<void>;
  /** The folder that it brings its files to. */
  place: string;
}

/** Whether a file that is half here is of those that a person's words name. */
function isWanted(path: string | null, { wanted }: HubReference): boolean {
  if (!wanted || path === null) return true;
  return fittingModels(modelsOf([{ path, size: 0, sha256: null }]), wanted).length > 0;
}

/** Repositories have files of the same names, and a revision of a file is another file. */
function folderOf({ repo, revision }: HubReference): string {
  const name = repo.toLowerCase().replace('/', '--');
  return revision === null ? name : `${name}@${revision}`;
}
