// Downloads one file of the hub to its place: goes on where it was, tries again what a bad line cut,
// and lets nothing into its place that is not what the hub has on record.
import { dirname } from 'node:path';
import { LorekeepError } from '../../../shared/errors.ts';
import type { StreamResponse } from '../../network/http-stream.ts';
import { assertRoom, freeBytes } from './disk-room.ts';
import type { HubVisit } from './hub-visit.ts';
import { PartFile } from './part-file.ts';
import { createPatience, type Patience, usualWaits } from './patience.ts';
import { filePath, type HubFile } from './repository.ts';

export interface RemoteFile extends HubFile {
  /** `user/name` */
  repo: string;
  commit: string;
}

export interface DownloadedFile {
  path: string;
  size: number;
  sha256: string;
}

export interface DownloadOptions {
  signal: AbortSignal;
  /** `checking`: what is there already is read. Bytes of this file, of its size. */
  onProgress(phase: 'checking' | 'downloading', bytes: number): void;
  /** Milliseconds before each new try. */
  waits?: readonly number[];
  /** Bytes that may be written to a folder's disk. */
  free?: (folder: string) => Promise<number>;
}

/** Progress after which a cut counts as the first one again, in bytes. */
const renewedBy = 4 * 1024 * 1024;
/** Bytes after which the room on the disk is looked at again. */
const roomEvery = 256 * 1024 * 1024;
const magic = Buffer.from('GGUF', 'latin1');

/**
 * Stopping leaves `<target>.part`, from which the next call goes on.
 *
 * @param target where it will be; nothing may be there
 * @throws LorekeepError DOWNLOAD_MISMATCH, DOWNLOAD_NOT_GGUF (both remove what came),
 *   DOWNLOAD_DISK_FULL, DATA_FOLDER_UNUSABLE, HUB_*; the signal's reason
 */
export async function downloadFile(
  visit: HubVisit,
  file: RemoteFile,
  target: string,
  options: DownloadOptions,
): Promise<DownloadedFile> {
  const { signal, onProgress } = options;
  const part = await PartFile.open(target, file, signal, (bytes) => onProgress('checking', bytes));
  try {
    await fetchRest(visit, file, target, part, options);
    const sha256 = part.digest();
    if (file.sha256 !== null && sha256 !== file.sha256) {
      throw mismatch(visit, file, 'another checksum');
    }
    await part.finish();
    return { path: target, size: part.bytes, sha256 };
  } catch (error) {
    const wrong =
      error instanceof LorekeepError &&
      (error.code === 'DOWNLOAD_MISMATCH' || error.code === 'DOWNLOAD_NOT_GGUF');
    // What went wrong is what the person is told, not what closing adds to it.
    if (wrong) await part.discard().catch(() => {});
    else await part.close().catch(() => {});
    throw error;
  }
}

async function fetchRest(
  visit: HubVisit,
  file: RemoteFile,
  target: string,
  part: PartFile,
  options: DownloadOptions,
): Promise<void> {
  const { signal, waits = usualWaits, free = freeBytes } = options;
  const patience = createPatience(waits, signal);
  const folder = dirname(target);
  const lookForRoom = async () => assertRoom(file.size - part.bytes, await free(folder));
  while (part.bytes < file.size) {
    await lookForRoom();
    try {
      const response = await askRest(visit, file, part, signal);
      const onPart = takingNote(part, options, patience, lookForRoom);
      await take(response, visit, file, part, onPart);
      if (part.bytes < file.size) throw cut(visit);
    } catch (error) {
      await patience.after(error);
    }
  }
}

/** Asks for what is missing; begins anew if the server gives all of it. */
async function askRest(
  visit: HubVisit,
  file: RemoteFile,
  part: PartFile,
  signal: AbortSignal,
): Promise<StreamResponse> {
  const from = part.bytes;
  const headers: Record<string, string> = from === 0 ? {} : { range: `bytes=${from}-` };
  if (from > 0 && part.etag !== null) headers['if-range'] = part.etag;
  const path = filePath(file.repo, file.commit, file.path);
  const response = await visit.file(path, file.path, headers, signal);
  const sent = sentRange(response);
  const fits = sent !== null && sent.from === from && (sent.of ?? file.size) === file.size;
  if (response.status === 206 && fits) return response;
  if (response.status === 200 && (sent?.of ?? file.size) === file.size) {
    if (from > 0) await part.restart();
    part.etag = strongTag(response);
    return response;
  }
  response.close();
  // What is here does not fit to what is there; all of it is asked for, once.
  if (from === 0) throw mismatch(visit, file, 'another size');
  await part.restart();
  return askRest(visit, file, part, signal);
}

/** From which byte on, and of how many, an answer is; null if it does not say. */
function sentRange({ status, header }: StreamResponse): { from: number; of: number | null } | null {
  if (status === 200) {
    const length = header('content-length');
    return length === null ? null : { from: 0, of: Number(length) };
  }
  const match = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(header('content-range') ?? '');
  if (!match) return null;
  return { from: Number(match[1]), of: match[2] === '*' ? null : Number(match[2]) };
}

/** A weak one does not promise the same bytes (RFC 9110, 13.1.5). */
function strongTag({ header }: StreamResponse): string | null {
  const tag = header('etag');
  return tag?.startsWith('"') ? tag : null;
}

async function take(
  response: StreamResponse,
  visit: HubVisit,
  file: RemoteFile,
  part: PartFile,
  onPart: () => Promise<void>,
): Promise<void> {
  const start = part.bytes;
  let first = Buffer.alloc(0);
  try {
    for await (const bytes of response.body) {
      if (start === 0 && first.length < magic.length) {
        first = Buffer.concat([first, bytes.subarray(0, magic.length)]);
        if (!startsAlike(first)) throw new LorekeepError('DOWNLOAD_NOT_GGUF', { file: file.path });
      }
      if (part.bytes + bytes.length > file.size) throw mismatch(visit, file, 'another size');
      await part.write(bytes);
      await onPart();
    }
  } catch (error) {
    throw isLine(error) ? cut(visit, error) : error;
  }
}

/** What is to be done after each piece that came. */
function takingNote(
  part: PartFile,
  { onProgress }: DownloadOptions,
  patience: Patience,
  lookForRoom: () => Promise<void>,
): () => Promise<void> {
  const start = part.bytes;
  let looked = start;
  return async () => {
    onProgress('downloading', part.bytes);
    if (part.bytes - start >= renewedBy) patience.renew();
    if (part.bytes - looked < roomEvery) return;
    looked = part.bytes;
    await lookForRoom();
  };
}

function startsAlike(first: Buffer): boolean {
  const length = Math.min(first.length, magic.length);
  return first.subarray(0, length).equals(magic.subarray(0, length));
}

function isLine(error: unknown): boolean {
  return error instanceof LorekeepError && error.code === 'PAGE_UNREACHABLE';
}

function cut({ host }: HubVisit, cause?: unknown): LorekeepError {
  const said = cause instanceof LorekeepError ? String(cause.params['reason']) : '';
  const reason = said || 'the connection was cut';
  return new LorekeepError('HUB_UNREACHABLE', { host, reason }, cause);
}

function mismatch({ host }: HubVisit, { path }: RemoteFile, what: string): LorekeepError {
  return new LorekeepError('DOWNLOAD_MISMATCH', { file: path, host, what });
}
