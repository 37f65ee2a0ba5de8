// Takes one document out of the containers around it, for whoever shows its bytes. Runs in a parser
// process, as reading does; paths are made in the same way, so that they mean the same.
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { extract } from '../extract/extract.ts';
import { sniffFormat } from '../extract/sniff/sniff.ts';
import { maxDepth, placed } from './read-bytes.ts';

/** Names a document inside a file. */
export interface MemberPlace {
  /** The file's path in its folder, and the member's, which begins with it. */
  container: string;
  member: string;
  /** SHA-256 of the member. */
  contentHash: Uint8Array;
}

interface UnpackLimits {
  /** Largest member that is unpacked, in bytes. */
  maxMemberBytes: number;
  /** As it was when the container was read: attachments behind the cut are none of its members. */
  maxTextLength: number;
  pdfjsFolder: string;
}

export interface UnpackRequest extends MemberPlace, UnpackLimits {
  /** The file that holds it. */
  path: string;
  /** Where its bytes are written. */
  target: string;
}

/** Writes a member's bytes to `target`, all or nothing; false if there is no such member any more. */
export async function unpackMember(request: UnpackRequest): Promise<boolean> {
  const { path, target } = request;
  const bytes = await memberBytes(readFileSync(path), request, request);
  if (!bytes) return false;
  const partial = `${target}.${process.pid}`;
  writeFileSync(partial, bytes);
  renameSync(partial, target);
  return true;
}

/** A member's bytes; null if there is no such member any more. */
export async function memberBytes(
  file: Uint8Array,
  place: MemberPlace,
  { maxMemberBytes, maxTextLength, pdfjsFolder }: UnpackLimits,
): Promise<Uint8Array | null> {
  const { member, contentHash } = place;
  let bytes = file;
  let container = place.container;
  for (let depth = 0; depth < maxDepth && container !== member; depth++) {
    const format = sniffFormat(bytes, container);
    if (!format) return null;
    const { embedded = [] } = await extract(format, { bytes, maxTextLength, pdfjsFolder });
    const next = placed(embedded, container).find(
      ({ relativePath }) => member === relativePath || member.startsWith(`${relativePath}/`),
    );
    if (!next || next.file.size > maxMemberBytes) return null;
    bytes = next.file.read();
    container = next.relativePath;
  }
  const hash = createHash('sha256').update(bytes).digest();
  return container === member && Buffer.compare(hash, contentHash) === 0 ? bytes : null;
}
