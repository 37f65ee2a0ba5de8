// Whether the disk has room for what is being downloaded.
import { statfs } from 'node:fs/promises';
import { LorekeepError } from '../../../shared/errors.ts';

/** Bytes that may be written to the disk of a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** What is left to everything else on the disk, in bytes. */
const leftOver = 64 * 1024 * 1024;

/** @throws LorekeepError DOWNLOAD_DISK_FULL with what is missing */
export function assertRoom(needed: number, free: number): void {
  const missing = needed + leftOver - free;
  if (needed > 0 && missing > 0) throw diskFull(missing);
}

export function diskFull(missing: number, cause?: unknown): LorekeepError {
  return new LorekeepError('DOWNLOAD_DISK_FULL', { missing: readableSize(missing) }, cause);
}

/** A size that is never shown as less than it is: `1 MB`, `2.3 GB`. */
function readableSize(bytes: number): string {
  const megabytes = Math.max(1, Math.ceil(bytes / 1e6));
  return megabytes < 1000
    ? `${megabytes} MB`
    : `${(Math.ceil(megabytes / 100) / 10).toFixed(1)} GB`;
}
