// Plain files of numbers, little-endian: what the steps of the training hand to each other.
import { readFileSync, writeFileSync } from 'node:fs';

export function readFloats(path: string): Float32Array {
  return new Float32Array(new Uint8Array(readFileSync(path)).buffer);
}

export function readUints(path: string): Uint32Array {
  return new Uint32Array(new Uint8Array(readFileSync(path)).buffer);
}

export function writeNumbers(path: string, numbers: Float32Array | Uint32Array | Int32Array): void {
  writeFileSync(path, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
}

/** A list of unsigned numbers that grows. */
export class NumberList {
  #numbers = new Uint32Array(1 << 20);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Uint32Array(this.#numbers.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length++] = value;
  }

  toArray(): Uint32Array {
    return this.#numbers.subarray(0, this.#length);
  }
}
