// Puts the parts of a language together, and takes only a share of a source that would be more
// than a fifth of it: the trained words would be its words.
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { hashOf } from './evaluation.ts';

/** Bytes by language and by the name of the part. */
export type PartSizes = Record<string, Record<string, number>>;

const share = 0.2;
/** Where a language has few sources, a fifth of it would be next to nothing. */
const leastCap = 12e6;

export interface LanguageSize {
  bytes: number;
  /** Bytes taken of each source. */
  sources: Record<string, number>;
}

/** The most bytes that a source may have, so that it is at most a fifth of what is then taken. */
export function capOf(sizes: readonly number[]): number {
  let cap = Math.max(leastCap, ...sizes);
  for (let i = 0; i < 100; i++) {
    const total = sizes.reduce((sum, size) => sum + Math.min(size, cap), 0);
    cap = Math.max(leastCap, Math.min(cap, total * share));
  }
  return cap;
}

export async function mergeParts(
  out: string,
  parts: string,
  sizes: PartSizes,
): Promise<Record<string, LanguageSize>> {
  const result: Record<string, LanguageSize> = {};
  for (const [language, ofLanguage] of Object.entries(sizes)) {
    const cap = capOf(Object.values(ofLanguage));
    const stream = createWriteStream(join(out, `${language}.jsonl`));
    const taken: LanguageSize = { bytes: 0, sources: {} };
    for (const [name, size] of Object.entries(ofLanguage)) {
      const keep = cap / size;
      for await (const line of createInterface({ input: createReadStream(join(parts, name)) })) {
        // By the hash of the key, so that the same documents are taken in every language.
        const key = /"(?:alignedId|path)":"(?:[^"\\]|\\.)*"(?=,"title)/.exec(line)?.[0] ?? line;
        if (keep < 1 && hashOf(key) / 2 ** 53 >= keep) continue;
        if (!stream.write(`${line}\n`)) await once(stream, 'drain');
        const bytes = Buffer.byteLength(line) + 1;
        taken.bytes += bytes;
        taken.sources[name] = (taken.sources[name] ?? 0) + bytes;
      }
    }
    stream.end();
    await once(stream, 'finish');
    result[language] = taken;
  }
  return result;
}
