// Reads a file from its beginning on, in pieces, with no more than one piece in memory. Whoever
// reads says first how much is needed; nothing beyond the end is ever asked of the file.
import type { FileHandle } from 'node:fs/promises';

/** Bytes of a piece, and the most that can be had at once. */
export const pieceBytes = 256 * 1024;

export interface ByteReader {
  /** Place of the next byte in the file. */
  place(): number;
  /** Whether so many bytes are in memory: then `take` may be called without waiting. */
  has(bytes: number): boolean;
  /**
   * Brings at least so many bytes into memory, up to `pieceBytes`.
   *
   * @throws EndOfFile if there are not as many; the signal's reason
   */
  fill(bytes: number): Promise<void>;
  /** The next bytes, which `has` them; valid until the next `fill`. */
  take(bytes: number): Buffer;
  /** The next eight bytes as a number, which it `has`: not exact beyond 2^53. */
  takeU64(): number;
  /**
   * Passes over bytes without reading them.
   *
   * @throws EndOfFile if there are not as many
   */
  skip(bytes: number): void;
}

/** The file ends before what it should hold. */
export class EndOfFile extends Error {
  override readonly name = 'EndOfFile';
}

/** @param size where reading ends; @param from where it begins */
export function openByteReader(
  file: FileHandle,
  size: number,
  from: number,
  signal?: AbortSignal,
): ByteReader {
  const piece = Buffer.allocUnsafe(pieceBytes);
  /** Place of the piece's first byte in the file, what of it is read, and what of that is taken. */
  let start = from;
  let held = 0;
  let taken = 0;

  async function fill(bytes: number): Promise<void> {
    signal?.throwIfAborted();
    if (start + taken + bytes > size) throw new EndOfFile();
    piece.copyWithin(0, taken, held);
    start += taken;
    held -= taken;
    taken = 0;
    while (held < bytes) {
      const wanted = Math.min(pieceBytes - held, size - start - held);
      const { bytesRead } = await file.read(piece, held, wanted, start + held);
      if (bytesRead === 0) throw new EndOfFile();
      held += bytesRead;
      signal?.throwIfAborted();
    }
  }

  return {
    place: () => start + taken,
    has: (bytes) => held - taken >= bytes,
    fill,
    take(bytes) {
      taken += bytes;
      return piece.subarray(taken - bytes, taken);
    },
    takeU64() {
      taken += 8;
      return piece.readUInt32LE(taken - 8) + piece.readUInt32LE(taken - 4) * 2 ** 32;
    },
    skip(bytes) {
      if (start + taken + bytes > size) throw new EndOfFile();
      if (taken + bytes <= held) {
        taken += bytes;
        return;
      }
      start += taken + bytes;
      held = 0;
      taken = 0;
    },
  };
}
