// Copies a model's files into the data folder. What is copied is hashed on the way, and only a whole
// copy gets its name.
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { flattenError, LorekeepError, isDiskFull, systemCode } from '../../shared/errors.ts';
import { assertRoom, freeBytes } from './hub/disk-room.ts';

export interface CopyOptions {
  signal: AbortSignal;
  /** Bytes of all files that were copied so far. */
  onProgress(bytes: number): void;
}

const atOnce = 4 * 1024 * 1024;

/**
 * @param pairs what is copied, and to where; what is there already is replaced
 * @param size bytes of all of them
 * @returns the SHA-256 of the file in hexadecimal digits; null if there are several
 * @throws LorekeepError MODEL_NO_ROOM, DISK_FULL, FILE_UNREADABLE; the signal's reason.
 *   Nothing is left behind then.
 */
export async function copyFiles(
  pairs: readonly { from: string; to: string }[],
  size: number,
  { signal, onProgress }: CopyOptions,
): Promise<string | null> {
  const folder = dirname(pairs[0]!.to);
  await mkdir(folder, { recursive: true });
  await assertRoomFor(size, folder);
  const done: string[] = [];
  let copied = 0;
  let hash: Hash | null = null;
  try {
    for (const { from, to } of pairs) {
      hash = createHash('sha256');
      const part = `${to}.part`;
      done.push(part);
      const file = await open(part, 'w');
      try {
        for await (const bytes of piecesOf(from, signal)) {
          hash.update(bytes);
          await file.write(bytes);
          onProgress((copied += bytes.length));
        }
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, to);
      done.push(to);
    }
  } catch (error) {
    await Promise.all(done.map((path) => rm(path, { force: true })));
    throw explained(error);
  }
  return pairs.length === 1 ? hash!.digest('hex') : null;
}

/** The same of one file. */
export async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of piecesOf(path, signal)) hash.update(bytes);
  return hash.digest('hex');
}

async function* piecesOf(path: string, signal: AbortSignal): AsyncGenerator<Buffer, void> {
  const pieces: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: atOnce });
  for await (const bytes of pieces) {
    signal.throwIfAborted();
    yield bytes;
  }
}

/** The rule is that of downloads; the way out is another. */
async function assertRoomFor(size: number, folder: string): Promise<void> {
  const free = await freeBytes(folder);
  try {
    assertRoom(size, free);
  } catch (error) {
    throw new LorekeepError('MODEL_NO_ROOM', flattenError(error).params, error);
  }
}

function explained(error: unknown): unknown {
  const code = systemCode(error);
  if (code === '' || code === 'ABORT_ERR') return error;
  if (isDiskFull(error)) return new LorekeepError('DISK_FULL', {}, error);
  return new LorekeepError('FILE_UNREADABLE', { reason: code }, error);
}
