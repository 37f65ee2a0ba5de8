// Downloads a model that a person named: finds it at the hub, and brings all of its files into a
// folder. Nothing is asked of the hub before this is called, and the way out is closed when it ends.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { LorekeepError } from '../../../shared/errors.ts';
import type { NetworkGate } from '../../network/gate.ts';
import { chooseModel, type HubModel } from './choose-files.ts';
import { assertRoom, freeBytes } from './disk-room.ts';
import { downloadFile, type DownloadedFile } from './download-file.ts';
import { hubBase } from './hub-base.ts';
import { type HubToken, type HubVisit, openHubVisit } from './hub-visit.ts';
import { patiently, usualWaits } from './patience.ts';
import { type HubReference, writeHubReference } from './reference.ts';
import { type HubRepository, readRepository } from './repository.ts';

export interface ModelDownloadParts {
  gate: NetworkGate;
  /** The setting `hubMirror`; '' for Hugging Face itself. */
  mirror: string;
  /** Sent to the host that it is for, and only there. */
  token: HubToken | null;
  /** Of Lorekeep, told to the hub. */
  version: string;
}

export interface ModelDownloadOptions {
  signal: AbortSignal;
  /** Called often: with each piece that came. */
  onProgress(progress: ModelProgress): void;
  /** Milliseconds before each new try. */
  waits?: readonly number[];
  /** Bytes that may be written to a folder's disk. */
  free?: (folder: string) => Promise<number>;
}

export interface ModelProgress {
  /** `finding`: the hub is asked; `checking`: what is here already is read. */
  phase: 'finding' | 'checking' | 'downloading';
  /** Bytes of all its files, of `total`; 0 of null while it is being found. */
  bytes: number;
  total: number | null;
}

export interface DownloadedModel {
  /** The first is the one to open; more if the model is in parts. */
  files: DownloadedFile[];
  repo: string;
  commit: string;
  /** As the repository names it; null if it does not. */
  licence: string | null;
  quantisation: string | null;
}

/**
 * Stopping leaves what came so far beside the files' places; the next call goes on from there.
 *
 * @param folder where the files are put, under the names that they have at the hub
 * @throws LorekeepError HUB_*, DOWNLOAD_*, NETWORK_UNENCRYPTED, DATA_FOLDER_UNUSABLE; the signal's
 *   reason
 */
export async function downloadModel(
  { mirror, ...parts }: ModelDownloadParts,
  reference: HubReference,
  folder: string,
  options: ModelDownloadOptions,
): Promise<DownloadedModel> {
  const { signal, onProgress, waits = usualWaits } = options;
  signal.throwIfAborted();
  const purpose = writeHubReference(reference);
  const visit = openHubVisit({ ...parts, base: hubBase(mirror), purpose });
  try {
    onProgress({ phase: 'finding', bytes: 0, total: null });
    const { repo, revision } = reference;
    const found = await patiently(waits, signal, () =>
      readRepository(visit, repo, revision, signal),
    );
    const model = chooseModel(found.files, { ...reference, repo: found.id });
    const files = await bring(visit, found, model, folder, options);
    const { id, commit, licence } = found;
    return { files, repo: id, commit, licence, quantisation: model.quantisation };
  } finally {
    visit.close();
  }
}

async function bring(
  visit: HubVisit,
  { id: repo, commit }: HubRepository,
  { files, size: total }: HubModel,
  folder: string,
  { signal, onProgress, waits, free = freeBytes }: ModelDownloadOptions,
): Promise<DownloadedFile[]> {
  await mkdir(folder, { recursive: true });
  const places = files.map((file) => ({ file, target: join(folder, localName(file.path)) }));
  const here = await Promise.all(places.map(({ target }) => sizeHere(target)));
  assertRoom(total - here.reduce((sum, size) => sum + size, 0), await free(folder));
  const done: DownloadedFile[] = [];
  let before = 0;
  for (const { file, target } of places) {
    const report = (phase: 'checking' | 'downloading', bytes: number) =>
      onProgress({ phase, bytes: before + bytes, total });
    const known = await alreadyThere(target, file, signal, (bytes) => report('checking', bytes));
    const options = { signal, onProgress: report, free, ...(waits && { waits }) };
    done.push(known ?? (await downloadFile(visit, { ...file, repo, commit }, target, options)));
    before += file.size;
  }
  return done;
}

/** The file's own name at the hub, made fit for every file system. */
function localName(path: string): string {
  return posix
    .basename(path)
    .replace(/[<>:"\\|?*\p{Cc}]/gu, '_')
    .replace(/^\.+/, '_');
}

async function sizeHere(target: string): Promise<number> {
  return (await sizeOf(target)) ?? (await sizeOf(`${target}.part`)) ?? 0;
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch {
    // Not there yet.
    return null;
  }
}

/**
 * The file itself if it is there already, as after a stop between two parts of a model.
 *
 * @throws LorekeepError DOWNLOAD_IN_THE_WAY if another file is there; the signal's reason
 */
async function alreadyThere(
  target: string,
  { size, sha256 }: { size: number; sha256: string | null },
  signal: AbortSignal,
  onRead: (bytes: number) => void,
): Promise<DownloadedFile | null> {
  const there = await sizeOf(target);
  if (there === null) return null;
  const inTheWay = new LorekeepError('DOWNLOAD_IN_THE_WAY', { path: target });
  if (there !== size || sha256 === null) throw inTheWay;
  const hash = createHash('sha256');
  let read = 0;
  const parts: AsyncIterable<Buffer> = createReadStream(target, { highWaterMark: 1024 * 1024 });
  for await (const part of parts) {
    signal.throwIfAborted();
    hash.update(part);
    read += part.length;
    onRead(read);
  }
  if (hash.digest('hex') !== sha256) throw inTheWay;
  return { path: target, size, sha256 };
}
