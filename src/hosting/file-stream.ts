// A part of an open file as a stream that owns the file: it closes it at the end, on an error
// and when it is destroyed, read or not.
import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ByteRange } from './byte-range.ts';

const chunkBytes = 256 * 1024;

/**
 * Fails rather than ends when the file got shorter meanwhile: the length was promised already,
 * and a body that stops early must not look whole.
 */
export class FileStream extends Readable {
  readonly #file: FileHandle;
  readonly #end: number;
  #position: number;

  constructor(file: FileHandle, range: ByteRange) {
    super({ highWaterMark: chunkBytes });
    this.#file = file;
    this.#position = range.start;
    this.#end = range.end;
  }

  override _read(): void {
    void this.#push();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    void this.#close(error, done);
  }

  async #push(): Promise<void> {
    const wanted = Math.min(chunkBytes, this.#end + 1 - this.#position);
    if (wanted <= 0) {
      this.push(null);
      return;
    }
    try {
      const buffer = Buffer.allocUnsafe(wanted);
      const { bytesRead } = await this.#file.read(buffer, 0, wanted, this.#position);
      this.#position += bytesRead;
      if (bytesRead === 0) this.destroy(new Error('the file got shorter while it was read'));
      else this.push(buffer.subarray(0, bytesRead));
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  async #close(error: Error | null, done: (error?: Error | null) => void): Promise<void> {
    try {
      await this.#file.close();
    } catch (closing) {
      error ??= closing as Error;
    }
    done(error);
  }
}
