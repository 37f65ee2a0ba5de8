// Lorekeep's own search for the nearest: an index as the indexer writes it, searched by the code
// that the searcher thread runs, with the thread that helps it.
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { loadKernel } from '../../src/engine/retrieve/semantic/kernel.ts';
import { helperStarter } from '../../src/engine/retrieve/semantic/scan-helper.ts';
import { createVectorSearch } from '../../src/engine/retrieve/semantic/vector-search.ts';
import { openIndexWriter } from '../../src/engine/store/index/index-writer.ts';
import type { VectorRecord } from '../../src/engine/store/index/records.ts';
import { openSearchReader } from '../../src/engine/store/index/search-reader.ts';
import { createNodeHost, shippedFolder } from '../../src/hosting/node-host.ts';
import { madeRecord } from '../../test/support/made-records.ts';
import type { Built, Contender } from './contender.ts';
import {
  asInt8,
  dimensions,
  documentOf,
  isWanted,
  nearestWanted,
  perDocument,
  type Share,
  shares,
  vectorAt,
  type VectorSet,
} from './vectors.ts';

const embedder = 'bench';
const documentsAtOnce = 20;

export const ours: Contender = {
  name: 'Lorekeep',
  filter: 'before ranking',
  efforts: [0],
  build(set, folder): Built {
    const file = join(folder, 'index.db');
    const writer = openIndexWriter({ file, embedder, dimensions });
    const seconds = writeAll(writer, set);
    writer.close();
    const diskBytes = tableBytes(file);
    const reader = openSearchReader(file);
    const helper = createNodeHost().threadUrl('scan-helper');
    const search = createVectorSearch(reader.vectors, loadKernel(shippedFolder('kernels')), {
      startHelper: helperStarter(helper, (error) => console.log('    no help:', error.message)),
    });
    const masks = new Map(shares.map((share) => [share, maskOf(set, share)]));
    // As at the start of the app: a fresh connection, nothing in memory.
    const started = performance.now();
    reader.atOnce(() => search.begin(embedder, set.queries[0]!, null)(nearestWanted));
    const firstMs = performance.now() - started;
    console.log(`    its first answer, with loading the codes: ${firstMs.toFixed(0)} ms`);
    return {
      buildSeconds: seconds,
      diskBytes,
      memoryBytes: search.bytes(),
      search: (query, share) =>
        reader
          .atOnce(() => search.begin(embedder, query, masks.get(share) ?? null)(nearestWanted))
          // Chunks of a fresh index are numbered from 1 in the order of their writing.
          .map(({ chunkId }) => chunkId - 1),
      close() {
        search.close();
        reader.close();
      },
    };
  },
};

/** @returns the seconds that the vectors took, in batches as the embedding lane writes them */
function writeAll(writer: ReturnType<typeof openIndexWriter>, set: VectorSet): number {
  let ms = 0;
  const documents = Math.ceil(set.count / perDocument);
  for (let first = 0; first < documents; first += documentsAtOnce) {
    const numbers = Array.from(
      { length: Math.min(documentsAtOnce, documents - first) },
      (_, i) => first + i,
    );
    const records = numbers.map((document) => recordOf(document, set.count));
    writer.writeDocuments(records);
    const vectors = records.flatMap((record, i) =>
      record.content!.chunks.map(({ embeddingKey }, j): VectorRecord => ({
        embeddingKey,
        vector: asInt8(vectorAt(set, numbers[i]! * perDocument + j)),
      })),
    );
    const started = performance.now();
    writer.writeVectors(vectors);
    ms += performance.now() - started;
  }
  return ms / 1000;
}

function recordOf(document: number, count: number) {
  const length = Math.min(perDocument, count - document * perDocument);
  return madeRecord(
    `${document}.md`,
    Array.from({ length }, (_, i) => `${document * perDocument + i}\n`),
  );
}

/** A byte for each document's id: they are numbered from 1. */
function maskOf(set: VectorSet, share: Share): Uint8Array | null {
  if (share === 1) return null;
  const mask = new Uint8Array(documentOf(set.count - 1) + 2);
  for (let i = 0; i < set.count; i += perDocument) {
    if (isWanted(i, share)) mask[documentOf(i) + 1] = 1;
  }
  return mask;
}

/** Bytes of the pages that hold vectors and codes. */
function tableBytes(file: string): number {
  const db = new Database(file, { readonly: true });
  const bytes = db
    .prepare<[], number>(
      `SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE
       AND (name LIKE 'embeddings_%' OR name LIKE 'codes_%')`,
    )
    .pluck()
    .get();
  db.close();
  return bytes ?? 0;
}
