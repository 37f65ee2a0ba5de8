// A model's file as it lies on the disk, which may be one of several parts of the model: then all of
// them belong to it, and the first one stands for it.
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LorekeepError, systemCode } from '../../shared/errors.ts';
import { splitIn } from '../gguf/metadata.ts';
import { modelFault } from '../gguf/model-faults.ts';
import { type GgufHeader, readGguf } from '../gguf/read-gguf.ts';
import type { LibraryStore } from '../store/library/library-store.ts';

export interface ModelFile {
  /** Its real path, of its first part if it is in parts. */
  path: string;
  /** Of all parts, the first one first; mostly just one. */
  paths: string[];
  /** The same order. The first one holds what the model says of itself. */
  headers: GgufHeader[];
  /** Bytes of all parts. */
  size: number;
  modifiedAt: number;
}

const partName = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i;

/**
 * Looks at a file and, if it is one part of a model, at the others beside it.
 *
 * @throws LorekeepError what `readGguf` throws; MODEL_DAMAGED if a part is missing
 */
export async function openModelFile(path: string, signal?: AbortSignal): Promise<ModelFile> {
  const options = signal ? { signal } : {};
  const real = await realPath(path);
  const split = splitIn((await readGguf(real, options)).metadata);
  const paths = split ? partsOf(real, split.parts) : [real];
  const headers: GgufHeader[] = [];
  for (const [at, part] of paths.entries()) {
    headers.push(
      split
        ? await readPart(part, at + 1, split.parts, real, options)
        : await readGguf(part, options),
    );
  }
  const [first] = paths;
  return {
    path: first!,
    paths,
    headers,
    size: headers.reduce((sum, { size }) => sum + size, 0),
    modifiedAt: (await stat(first!)).mtimeMs,
  };
}

/** Paths of all parts of the model whose first part this is; the path alone if it is in one. */
export function pathsOfModel(path: string): string[] {
  const parts = Number(partName.exec(basename(path))?.[3] ?? 1);
  return parts > 1 ? partsOf(path, parts) : [path];
}

/** Every file of every installed model and adapter, absolute paths. */
export function installedFiles(files: Pick<LibraryStore['modelFiles'], 'list'>): Set<string> {
  return new Set(files.list().flatMap(({ path }) => pathsOfModel(path)));
}

/** The path of a part of a model that is to be named `stem`; of its only one if there is no other. */
export function partPath(folder: string, stem: string, part: number, parts: number): string {
  const number = (value: number) => String(value).padStart(5, '0');
  const end = parts > 1 ? `-${number(part)}-of-${number(parts)}` : '';
  return join(folder, `${stem}${end}.gguf`);
}

/** What the names of a model's parts have in common, or its file's name, without the ending. */
export function stemOf(path: string): string {
  const name = basename(path);
  return partName.exec(name)?.[1] ?? name.replace(/\.gguf$/i, '');
}

async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const reason = systemCode(error) || 'unknown';
    if (reason === 'ENOENT') throw modelFault('MODEL_NOT_GGUF', path, 'gone');
    throw new LorekeepError('FILE_UNREADABLE', { reason }, error);
  }
}

function partsOf(path: string, parts: number): string[] {
  const stem = partName.exec(basename(path))?.[1];
  if (stem === undefined || parts > 99_999) {
    throw modelFault('MODEL_DAMAGED', path, 'partName', { parts });
  }
  return Array.from({ length: parts }, (_, i) => partPath(dirname(path), stem, i + 1, parts));
}

async function readPart(
  path: string,
  part: number,
  parts: number,
  added: string,
  options: { signal?: AbortSignal },
): Promise<GgufHeader> {
  const file = basename(path);
  const there = await stat(path).catch(() => null);
  if (!there) throw modelFault('MODEL_DAMAGED', added, 'partMissing', { parts, file });
  const header = await readGguf(path, options);
  const split = splitIn(header.metadata);
  if (split?.part !== part || split.parts !== parts) {
    throw modelFault('MODEL_DAMAGED', added, 'partOther', { file });
  }
  return header;
}
