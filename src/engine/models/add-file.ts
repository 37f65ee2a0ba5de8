// Takes a file or folder of the person's in: a model or adapter in GGUF, or an adapter as PEFT saves
// it. What cannot work is refused before anything is kept.
import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ModelFileKind, ModelFileRow, NewModelFile } from '../store/library/model-files.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { adapterReasons } from '../../shared/texts/adapter-reasons.ts';
import { fillText } from '../../shared/texts/format.ts';
import { checkVocabulary } from '../gguf/check-vocabulary.ts';
import type { Log } from '../log/log.ts';
import type { TaskContext, TaskRegistry } from '../tasks/task-registry.ts';
import { type AdapterFacts, misfitOf, readAdapterFacts } from './adapter-facts.ts';
import { copyFiles, hashFile } from './copy-model.ts';
import { uniqueName } from './file-name.ts';
import { modelToKeep } from './kept-facts.ts';
import { kindOfFile } from './model-facts.ts';
import { type ModelFile, openModelFile, partPath, stemOf } from './model-file.ts';
import { convertForBase } from './peft-base.ts';
import { type Registry, wrongKind } from './registry.ts';

export interface AddParts {
  /** The folder `models` of the data folder. */
  folder: string;
  files: LibraryStore['modelFiles'];
  registry: Registry;
  tasks: TaskRegistry;
  log: Log;
  /** Whether llama.cpp takes a file; throws if not. */
  check(path: string, signal: AbortSignal): Promise<void>;
  onChange(): void;
}

export interface AddRequest {
  path: string;
  copy: boolean;
  base?: string | undefined;
  as?: 'model' | 'adapter' | undefined;
}

/** What was added. With a task it is there once that has ended; `current` says its name then. */
export interface Added {
  name: string;
  kind: ModelFileKind;
  taskId: string | null;
}

export type AddFile = ReturnType<typeof createAdding>;

export function createAdding(parts: AddParts) {
  const { folder, files, registry, tasks, log, check } = parts;
  /** Names that tasks are going to use, in small letters. */
  const reserved = new Set<string>();
  const freeName = (stem: string) =>
    uniqueName(stem, (name) => reserved.has(name.toLowerCase()) || files.find(name) !== null);

  /** Looks at everything that can be wrong with a model. */
  async function lookAt(path: string, signal: AbortSignal) {
    const file = await openModelFile(path, signal);
    const kind = kindOfFile(file);
    if (kind !== 'adapter') {
      await checkVocabulary(file.path, file.headers[0]!, signal);
      await check(file.path, signal);
    }
    return { file, kind };
  }

  function keep(file: NewModelFile): ModelFileRow {
    const row = files.add(file);
    log.info('model added', { kind: row.kind, bytes: row.size, linked: row.linked });
    parts.onChange();
    return row;
  }

  /** An entry with the same content; only files that were copied or downloaded have a hash. */
  async function sameContent({ paths, size }: ModelFile, signal: AbortSignal) {
    const alike = files.list().filter((row) => row.size === size && row.sha256 !== null);
    if (paths.length > 1 || alike.length === 0) return null;
    const sha256 = await hashFile(paths[0]!, signal);
    return alike.find((row) => row.sha256 === sha256) ?? null;
  }

  /** The entry of the same file, which is new as far as it has changed. */
  function again({ path, size, modifiedAt }: ModelFile, kind: ModelFileKind, facts: unknown) {
    const there = files.atPath(path);
    if (!there) return null;
    if (there.kind !== kind) {
      files.remove(there.name);
      return null;
    }
    const same = there.size === size && there.modifiedAt === modifiedAt;
    const { licence } = there;
    const sha256 = same ? there.sha256 : null;
    // Its crashes are forgotten as well: the person wants it.
    files.replace(there.name, { size, modifiedAt, sha256, licence, facts });
    parts.onChange();
    return there;
  }

  async function addGguf(
    { path, copy, base, as }: AddRequest,
    signal: AbortSignal,
  ): Promise<Added> {
    const { file, kind } = await lookAt(path, signal);
    assertKind(path, kind, as);
    const facts = kind === 'adapter' ? fittingFacts(registry, file, base) : modelToKeep(file, kind);
    const there = again(file, kind, facts) ?? (copy ? await sameContent(file, signal) : null);
    if (there) return { name: there.name, kind: there.kind, taskId: null };
    const about = { kind, size: file.size, source: null, licence: null, facts };
    const name = freeName(stemOf(file.path));
    if (!copy) {
      const { modifiedAt } = file;
      keep({ ...about, name, path: file.path, linked: true, modifiedAt, sha256: null });
      return { name, kind, taskId: null };
    }
    const place = kind === 'adapter' ? join(folder, 'adapters') : folder;
    const pairs = file.paths.map((from, i) => {
      return { from, to: partPath(place, name, i + 1, file.paths.length) };
    });
    return inTask(name, kind, 'copying', async (abort, report) => {
      const onProgress = (bytesDone: number) =>
        report({ bytesDone, bytesTotal: file.size, total: 1 });
      const sha256 = await copyFiles(pairs, file.size, { signal: abort, onProgress });
      const to = pairs[0]!.to;
      const modifiedAt = (await stat(to)).mtimeMs;
      return keep({ ...about, name, path: to, linked: false, modifiedAt, sha256 }).name;
    });
  }

  function addPeft({ path, base, as }: AddRequest): Added {
    assertKind(path, 'adapter', as);
    const name = freeName(basename(path));
    const target = partPath(join(folder, 'adapters'), name, 1, 1);
    const bases =
      base === undefined ? registry.bases().map(({ row }) => row) : [registry.find(base, 'chat')];
    return inTask(name, 'adapter', 'converting', async (abort) => {
      const { row: used } = await convertForBase(path, bases, target, abort);
      const file = await openModelFile(target, abort);
      const sha256 = await hashFile(target, abort);
      const same = files.list().find((row) => row.sha256 === sha256);
      if (same) {
        await rm(target, { force: true });
        return same.name;
      }
      const facts: AdapterFacts = { ...readAdapterFacts(file), baseSha256: used.sha256 };
      const { size, modifiedAt } = file;
      const about = { size, modifiedAt, sha256, source: null, licence: null, facts };
      return keep({ ...about, name, kind: 'adapter', path: target, linked: false }).name;
    });
  }

  /** Does what takes long as a task, which ends with the name that the entry has. */
  function inTask(
    name: string,
    kind: ModelFileKind,
    phase: 'copying' | 'converting',
    work: (signal: AbortSignal, report: Report) => Promise<string>,
  ): Added {
    reserved.add(name.toLowerCase());
    const { id } = tasks.start({
      kind: 'add',
      folderIds: [],
      phase,
      async run({ signal, report }) {
        try {
          report({ current: name });
          report({ current: await work(signal, report) });
        } finally {
          reserved.delete(name.toLowerCase());
        }
        return null;
      },
    });
    return { name, kind, taskId: id };
  }

  return {
    freeName,
    lookAt,
    keep,
    async add(request: AddRequest, signal: AbortSignal): Promise<Added> {
      const found = await stat(request.path).catch(() => null);
      return found?.isDirectory() ? addPeft(request) : addGguf(request, signal);
    },
  };
}

type Report = TaskContext['report'];

function assertKind(path: string, kind: ModelFileKind, as: AddRequest['as']): void {
  if (as === 'model' && kind === 'adapter') {
    throw new LorekeepError('ADAPTER_ALONE', { name: basename(path) });
  }
  if (as === 'adapter' && kind !== 'adapter') throw wrongKind(basename(path), kind, 'adapter');
}

/**
 * What is kept of an adapter, if there is a model that it can be used with, or none at all yet.
 *
 * @throws LorekeepError ADAPTER_UNREADABLE, ADAPTER_MISMATCH, MODEL_UNKNOWN, MODEL_ROLE
 */
function fittingFacts(registry: Registry, file: ModelFile, base: string | undefined): AdapterFacts {
  const facts = readAdapterFacts(file);
  const named = base === undefined ? null : registry.find(base, 'chat').name;
  const bases = registry.bases().filter(({ name }) => named === null || name === named);
  const misfits = bases.map((one) => ({ one, reason: misfitOf(facts, one) }));
  const fitting = misfits.filter(({ reason }) => reason === null);
  if (bases.length > 0 && fitting.length === 0) {
    // The nearest one tells most.
    const alike = misfits.find(({ one }) => one.architecture === facts.architecture);
    const reason = (alike ?? misfits[0]!).reason!;
    const said = bases.length > 1 ? fillText(adapterReasons.noneFits, { reason }) : reason;
    throw new LorekeepError('ADAPTER_MISMATCH', { name: stemOf(file.path), reason: said });
  }
  const [only, other] = fitting;
  return { ...facts, baseSha256: only && !other ? only.one.row.sha256 : null };
}
