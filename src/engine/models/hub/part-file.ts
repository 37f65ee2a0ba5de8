// A file that is being downloaded: `<name>.part` with what came so far, and `<name>.part.json` with
// what it is going to be, so that it goes on after a cut, a stop or a restart. How much of it
// surely is on the disk stands in that record: what came after is fetched again.
import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { LorekeepError, isDiskFull, systemCode } from '../../../shared/errors.ts';
import { diskFull } from './disk-room.ts';

/** What a file is going to be. */
export interface PartOf {
  repo: string;
  path: string;
  size: number;
  sha256: string | null;
}

const record = z.object({
  repo: z.string(),
  path: z.string(),
  size: z.number(),
  sha256: z.string().nullable(),
  /** The server's name for this version of the file; null if it gave none that can be trusted. */
  etag: z.string().nullable(),
  /** Bytes that are on the disk. */
  kept: z.number().int().nonnegative(),
});

/** Bytes after which what was written is made sure to be on the disk. */
const syncEvery = 64 * 1024 * 1024;
const readAtOnce = 1024 * 1024;
const madeWay = 1024 * 1024;

/** @throws LorekeepError DOWNLOAD_DISK_FULL, DATA_FOLDER_UNUSABLE, from all functions that write */
export class PartFile {
  /** Bytes that are there. */
  bytes = 0;
  etag: string | null = null;
  readonly #target: string;
  readonly #of: PartOf;
  readonly #handle: FileHandle;
  #hash: Hash = createHash('sha256');
  #synced = 0;

  private constructor(target: string, of: PartOf, handle: FileHandle) {
    this.#target = target;
    this.#of = of;
    this.#handle = handle;
  }

  /**
   * Opens the part beside a file's place, and keeps what it holds if it belongs to the same file.
   * What it holds is read to be hashed.
   *
   * @param target where the file will be in the end
   * @param onRead bytes of it that were read
   */
  static async open(
    target: string,
    of: PartOf,
    signal: AbortSignal,
    onRead: (bytes: number) => void,
  ): Promise<PartFile> {
    const known = await readRecord(`${target}.part.json`);
    const same =
      known !== null &&
      known.repo === of.repo &&
      known.path === of.path &&
      known.size === of.size &&
      known.sha256 === of.sha256;
    // Not to append: a system that knows such a right lets nobody with it shorten the file.
    const flags = constants.O_RDWR | constants.O_CREAT;
    const handle = await writing(of.size, target, () => open(`${target}.part`, flags));
    const file = new PartFile(target, of, handle);
    try {
      if (same) await file.#takeUp(known, signal, onRead);
      else await file.restart();
      return file;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async #takeUp(
    known: PartRecord,
    signal: AbortSignal,
    onRead: (bytes: number) => void,
  ): Promise<void> {
    const { size } = await this.#handle.stat();
    const kept = Math.min(size, known.kept, this.#of.size);
    await this.#handle.truncate(kept);
    const buffer = Buffer.allocUnsafe(readAtOnce);
    while (this.bytes < kept) {
      signal.throwIfAborted();
      const { bytesRead } = await this.#handle.read(buffer, 0, readAtOnce, this.bytes);
      if (bytesRead === 0) break;
      this.#hash.update(buffer.subarray(0, bytesRead));
      this.bytes += bytesRead;
      onRead(this.bytes);
    }
    this.etag = known.etag;
    this.#synced = this.bytes;
  }

  async write(part: Uint8Array): Promise<void> {
    await this.#doing(async () => {
      for (let done = 0; done < part.length;) {
        const rest = part.length - done;
        done += (await this.#handle.write(part, done, rest, this.bytes + done)).bytesWritten;
      }
      this.#hash.update(part);
      this.bytes += part.length;
      if (this.bytes - this.#synced >= syncEvery) await this.#sync();
    });
  }

  /** Begins anew: what is there is of another version. */
  async restart(): Promise<void> {
    await this.#doing(async () => {
      await this.#handle.truncate(0);
      this.#hash = createHash('sha256');
      this.bytes = 0;
      this.etag = null;
      await this.#sync();
    });
  }

  /** SHA-256 of what is there, in hexadecimal. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  /** Keeps what is there for later. Closing again does nothing. */
  async close(): Promise<void> {
    try {
      // Of a file that was removed nothing is kept.
      if (this.#handle.fd >= 0) await this.#doing(() => this.#record());
    } finally {
      await this.#handle.close();
    }
  }

  /** Puts the file in its place. */
  async finish(): Promise<void> {
    await this.#doing(() => this.#handle.sync());
    await this.#handle.close();
    await writing(0, this.#target, () => rename(`${this.#target}.part`, this.#target));
    await rm(`${this.#target}.part.json`, { force: true });
  }

  /** Removes it with all that is known of it. */
  async discard(): Promise<void> {
    await this.#handle.close();
    await removePart(this.#target);
  }

  /** On a full disk the end of the part makes way for the record, without which all is lost. */
  async #record(): Promise<void> {
    try {
      await this.#sync();
    } catch {
      this.bytes = Math.max(0, this.bytes - madeWay);
      await this.#handle.truncate(this.bytes);
      await this.#sync();
    }
  }

  async #sync(): Promise<void> {
    await this.#handle.datasync();
    this.#synced = this.bytes;
    const { repo, path, size, sha256 } = this.#of;
    const known = { repo, path, size, sha256, etag: this.etag, kept: this.bytes };
    // In one step: a record that is cut off would cost all that came so far.
    await writeFile(`${this.#target}.part.new`, JSON.stringify(known));
    await rename(`${this.#target}.part.new`, `${this.#target}.part.json`);
  }

  #doing<T>(work: () => Promise<T>): Promise<T> {
    return writing(this.#of.size - this.bytes, this.#target, work);
  }
}

/** Removes what a download left beside a file's place. */
export async function removePart(target: string): Promise<void> {
  await rm(`${target}.part`, { force: true });
  await rm(`${target}.part.json`, { force: true });
  await rm(`${target}.part.new`, { force: true });
}

type PartRecord = z.infer<typeof record>;

/** What a record says; null if there is none or it cannot be read: then the file begins anew. */
async function readRecord(path: string): Promise<PartRecord | null> {
  return recordOf(await readFile(path, 'utf8').catch(() => ''));
}

/** What the text of a record says; null for one that is damaged. */
export function recordOf(text: string): PartRecord | null {
  try {
    return record.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Does something on the disk, and tells in our words what is wrong with it. */
async function writing<T>(remaining: number, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = systemCode(error);
    if (isDiskFull(error)) throw diskFull(remaining, error);
    if (code === '') throw error;
    throw new LorekeepError('DATA_FOLDER_UNUSABLE', { path, reason: code }, error);
  }
}
