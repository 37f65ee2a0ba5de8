// An index whose chunks have given vectors, and searching it as the searcher does.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKernel } from '../../src/engine/retrieve/semantic/kernel.ts';
import type { CodeMemoryOptions } from '../../src/engine/retrieve/semantic/code-memory.ts';
import { createVectorSearch } from '../../src/engine/retrieve/semantic/vector-search.ts';
import { openIndexWriter } from '../../src/engine/store/index/index-writer.ts';
import { openSearchReader } from '../../src/engine/store/index/search-reader.ts';
import { shippedFolder } from '../../src/hosting/node-host.ts';
import { madeRecord } from './made-records.ts';
import { seeded } from './random.ts';

export interface VectorIndex {
  file: string;
  writer: ReturnType<typeof openIndexWriter>;
  search: ReturnType<typeof createVectorSearch>;
  reader: ReturnType<typeof openSearchReader>;
  /** Writes documents of so many chunks each and gives them their vectors. */
  add(names: readonly string[], vectorOf: (name: string, chunk: number) => Int8Array): void;
  close(): void;
}

export const chunksPerDocument = 5;

export function openVectorIndex(dimensions: number, options: CodeMemoryOptions = {}): VectorIndex {
  const folder = mkdtempSync(join(tmpdir(), 'lorekeep-vectors-'));
  const file = join(folder, 'index.db');
  const writer = openIndexWriter({ file, embedder: 'test', dimensions });
  const reader = openSearchReader(file);
  const kernel = loadKernel(shippedFolder('kernels'));
  const search = createVectorSearch(reader.vectors, kernel, options);
  return {
    file,
    writer,
    reader,
    search,
    add(names, vectorOf) {
      for (let i = 0; i < names.length; i += 100) {
        const some = names.slice(i, i + 100);
        const textOf = (name: string, n: number) => `Chunk ${n} of ${name}.`;
        const numbers = Array.from({ length: chunksPerDocument }, (_, n) => n);
        writer.writeDocuments(
          some.map((name) =>
            madeRecord(
              name,
              numbers.map((n) => textOf(name, n)),
            ),
          ),
        );
        writer.writeVectors(
          some.flatMap((name) =>
            numbers.map((n) => ({
              embeddingKey: createHash('sha256').update(textOf(name, n)).digest(),
              vector: vectorOf(name, n),
            })),
          ),
        );
      }
    },
    close() {
      search.close();
      reader.close();
      writer.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Vectors in groups, as those of texts are, around a centre that is not zero. Always the same. */
export function clusteredVectors(
  count: number,
  dimensions: number,
  { seed = 1, clusters = 60, spread = 0.7 } = {},
): Int8Array[] {
  const random = seeded(seed);
  // The sum of some even numbers is about normal.
  const normal = () =>
    Array.from({ length: 6 }, () => random.int(1001) / 500 - 1).reduce((a, b) => a + b) / 1.41;
  const centre = Array.from({ length: dimensions }, () => 0.8 * normal());
  const centres = Array.from({ length: clusters }, () => centre.map((value) => value + normal()));
  return Array.from({ length: count }, () => {
    const around = centres[random.int(clusters)]!;
    const values = around.map((value) => value + spread * normal());
    const largest = Math.max(...values.map(Math.abs));
    return Int8Array.from(values, (value) => Math.round((127 * value) / largest));
  });
}

export function cosine(a: Int8Array, b: Int8Array): number {
  let [product, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    ofA += a[i]! * a[i]!;
    ofB += b[i]! * b[i]!;
  }
  return product / Math.sqrt(ofA * ofB);
}
