// What tells a model's file from all others, without reading it: vectors are compared only if they
// were made by the same one.
import { statSync } from 'node:fs';
import type { ModelFileRow } from '../store/library/model-files.ts';

/** By its hash where that is known and the file has not changed since, else by what the disk says. */
export function fingerprintOf({ name, path, size, modifiedAt, sha256 }: ModelFileRow): string {
  const mtime = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? modifiedAt;
  if (sha256 !== null && mtime === modifiedAt) return sha256;
  return `${name.toLowerCase()} ${size} ${mtime}`;
}
