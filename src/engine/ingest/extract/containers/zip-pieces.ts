// Unpacks an entry of an archive piece by piece, for parts that are too large to be held whole.
import { createInflateRaw } from 'node:zlib';
import { LorekeepError } from '../../../../shared/errors.ts';
import { packedBytes, type ZipEntry } from './zip.ts';

const pieceLength = 512 * 1024;

/**
 * The content of an entry in order, never more than the size it declares; whoever stops reading
 * stops the unpacking.
 *
 * @throws LorekeepError FILE_DAMAGED, FILE_UNSUPPORTED
 */
export async function* zipPieces(bytes: Uint8Array, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const packed = packedBytes(bytes, entry);
  if (entry.method === 0) {
    yield* slices(packed);
    return;
  }
  const inflate = createInflateRaw({ chunkSize: pieceLength });
  inflate.end(packed);
  let length = 0;
  try {
    for await (const piece of inflate as AsyncIterable<Uint8Array>) {
      length += piece.length;
      if (length > entry.size) throw new Error(`${entry.name} is larger than it says`);
      yield piece;
    }
  } catch (error) {
    if (error instanceof LorekeepError) throw error;
    throw new LorekeepError('FILE_DAMAGED', {}, error);
  }
}

/** Bytes that are at hand, in pieces. */
export async function* slices(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceLength) {
    yield bytes.subarray(at, at + pieceLength);
  }
}
