// Takes one document out of the containers around it, for whoever shows its bytes. Runs in a parser
// process, as reading does; paths are made in the same way, so that they mean the same.
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { extract } from '../extract/extract.ts';
import { sniffFormat } from '../extract/sniff/sniff.ts';
import { maxDepth, placed } from './read-bytes.ts';

export interface UnpackRequest {
  /** The file that holds it. */
  path: string;
  /** That file's path in its folder, and the member's, which begins with it. */
  container: string;
  member: string;
  /** SHA-256 of the member. */
  contentHash: Uint8Array;
  /** Largest member that is unpacked, in bytes. */
  maxMemberBytes: number;
  /** As it was when the container was read: attachments behind the cut are none of its members. */
  maxTextLength: number;
  pdfjsFolder: string;
  /** Where its bytes are written. */
  target: string;
}

/** Writes a member's bytes to `target`, all or nothing; false if there is no such member any more. */
export async function unpackMember(request: UnpackRequest): Promise<boolean> {
  const { member, contentHash, maxMemberBytes, target } = request;
  let bytes: Uint8Array = readFileSync(request.path);
  let container = request.container;
  for (let depth = 0; depth < maxDepth && container !== member; depth++) {
    const format = sniffFormat(bytes, container);
    if (!format) return false;
    const { embedded = [] } = await extract(format, { bytes, ...request });
    const next = placed(embedded, container).find(
      ({ relativePath }) => member === relativePath || member.startsWith(`${relativePath}/`),
    );
    if (!next || next.file.size > maxMemberBytes) return false;
    bytes = next.file.read();
    container = next.relativePath;
  }
  const hash = createHash('sha256').update(bytes).digest();
  if (container !== member || Buffer.compare(hash, contentHash) !== 0) return false;
  const partial = `${target}.${process.pid}`;
  writeFileSync(partial, bytes);
  renameSync(partial, target);
  return true;
}
