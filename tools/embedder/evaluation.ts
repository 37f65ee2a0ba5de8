// Keeps evaluation text out of the training text: what shares a run of ten words with it, or of
// twenty signs where words are not set apart, is dropped.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isUnspaced } from './languages.ts';

const wordRun = 10;
const signRun = 20;

/** A hash of 53 bits: two of 32, mixed after "cyrb53" (bryc, public domain). */
export function hashOf(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

/** Hashes of the runs in a text; those of the parts are mixed, so that no run is copied out. */
function* runsOf(text: string, unspaced: boolean): Generator<number> {
  const parts = unspaced
    ? text
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N}]/gu, '')
        .split('')
    : (text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);
  const length = unspaced ? signRun : wordRun;
  const hashes = parts.map(hashOf);
  for (let i = 0; i + length <= hashes.length; i++) {
    let low = 0;
    let high = 0;
    for (let j = i; j < i + length; j++) {
      low = Math.imul(low, 31) + hashes[j]!;
      high = Math.imul(high, 0x01000193) ^ (hashes[j]! % 0x7fffffff);
      low |= 0;
    }
    yield (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
  }
}

/** The runs of every text file below some folders. */
export class Evaluation {
  readonly #runs = new Set<number>();

  constructor(folders: readonly string[]) {
    for (const folder of folders) this.#addFolder(folder);
  }

  get size(): number {
    return this.#runs.size;
  }

  #addFolder(folder: string): void {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) this.#addFolder(path);
      else if (/\.(?:md|txt|json|jsonl|html?|csv|tsv|ya?ml)$/i.test(name))
        this.add(readFileSync(path, 'utf8'));
    }
  }

  add(text: string): void {
    for (const unspaced of [false, true])
      for (const run of runsOf(text, unspaced)) this.#runs.add(run);
  }

  shares(text: string, language: string): boolean {
    for (const run of runsOf(text, isUnspaced(language))) if (this.#runs.has(run)) return true;
    return false;
  }
}
