// The others, from bench/peers, which has a lock of its own and is not installed with the app.
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Built, Contender } from './contender.ts';
import {
  bucketOf,
  dimensions,
  documentOf,
  isWanted,
  nearestWanted,
  vectorAt,
  type VectorSet,
} from './vectors.ts';

const require = createRequire(join(import.meta.dirname, '../peers/package.json'));

/** What installs them. */
export const installPeers = 'npm ci --prefix bench/peers';

/** The package, or null if it is not installed, or not built for this machine. */
function peer(name: string): unknown {
  try {
    return require(name);
  } catch {
    // Said by who asked.
    return null;
  }
}

interface Usearch {
  Index: new (options: object) => {
    add(keys: BigUint64Array, vectors: Float32Array, threads: number): void;
    search(vector: Float32Array, count: number, threads: number): { keys: BigUint64Array };
    save(path: string): void;
  };
}

interface Hnswlib {
  HierarchicalNSW: new (
    space: string,
    dimensions: number,
  ) => {
    initIndex(count: number, m: number, efConstruction: number, seed: number): void;
    addPoint(vector: number[], label: number): void;
    setEf(ef: number): void;
    searchKnn(
      vector: number[],
      count: number,
      filter?: (label: number) => boolean,
    ): { neighbors: number[] };
    writeIndexSync(path: string): void;
  };
}

interface LanceQuery {
  distanceType(type: string): LanceQuery;
  where(condition: string): LanceQuery;
  nprobes(count: number): LanceQuery;
  ef(count: number): LanceQuery;
  refineFactor(factor: number): LanceQuery;
  select(columns: string[]): LanceQuery;
  limit(count: number): LanceQuery;
  toArray(): Promise<{ id: number }[]>;
}

interface LanceTable {
  add(rows: object[]): Promise<unknown>;
  createIndex(column: string, options: object): Promise<unknown>;
  vectorSearch(vector: Float32Array): LanceQuery;
}

interface Lance {
  connect(folder: string): Promise<{
    createTable(name: string, rows: object[]): Promise<LanceTable>;
    close(): void;
  }>;
  Index: { hnswSq(options: object): object };
}

/** The peers by name; null for one that cannot be had. */
export function peers(): [string, Contender | null][] {
  // LanceDB warns once a search of what a later version will do.
  process.env['RUST_LOG'] ??= 'error';
  const found = {
    usearch: peer('usearch') as Usearch | null,
    'hnswlib-node': peer('hnswlib-node') as Hnswlib | null,
    '@lancedb/lancedb': peer('@lancedb/lancedb') as Lance | null,
  };
  return [
    ['usearch', found.usearch && usearch(found.usearch)],
    ['hnswlib-node', found['hnswlib-node'] && hnswlib(found['hnswlib-node'])],
    ['@lancedb/lancedb', found['@lancedb/lancedb'] && lance(found['@lancedb/lancedb'])],
  ];
}

const usearch = ({ Index }: Usearch): Contender => ({
  name: 'usearch HNSW float32',
  filter: 'after searching for 1.5 / share times as many',
  efforts: [64, 128, 256, 512],
  build(set, folder): Built {
    const before = process.memoryUsage().rss;
    const index = new Index({
      dimensions,
      metric: 'cos',
      quantization: 'f32',
      connectivity: 16,
      expansion_add: 128,
      expansion_search: 64,
    });
    const started = performance.now();
    for (let from = 0; from < set.count; from += 10_000) {
      const to = Math.min(set.count, from + 10_000);
      const keys = BigUint64Array.from({ length: to - from }, (_, i) => BigInt(from + i));
      index.add(keys, set.vectors.subarray(from * dimensions, to * dimensions), 0);
    }
    const buildSeconds = (performance.now() - started) / 1000;
    const file = join(folder, 'usearch.index');
    index.save(file);
    return {
      buildSeconds,
      diskBytes: statSync(file).size,
      memoryBytes: process.memoryUsage().rss - before,
      search(query, share, effort) {
        // Its own measure of effort is fixed when it is made: asking for more has the same effect.
        const count = share === 1 ? nearestWanted : Math.ceil((1.5 * nearestWanted) / share);
        const { keys } = index.search(query, Math.max(count, effort), 1);
        const found = Array.from(keys, Number);
        return found.filter((key) => isWanted(key, share)).slice(0, nearestWanted);
      },
      close() {},
    };
  },
});

const hnswlib = ({ HierarchicalNSW }: Hnswlib): Contender => ({
  name: 'hnswlib float32',
  filter: 'function while searching',
  efforts: [32, 64, 128, 256, 512],
  build(set, folder): Built {
    const before = process.memoryUsage().rss;
    const index = new HierarchicalNSW('cosine', dimensions);
    const started = performance.now();
    index.initIndex(set.count, 16, 128, 100);
    for (let i = 0; i < set.count; i++) index.addPoint(Array.from(vectorAt(set, i)), i);
    const buildSeconds = (performance.now() - started) / 1000;
    const file = join(folder, 'hnswlib.index');
    index.writeIndexSync(file);
    return {
      buildSeconds,
      diskBytes: statSync(file).size,
      memoryBytes: process.memoryUsage().rss - before,
      search(query, share, effort) {
        index.setEf(effort);
        const filter = share === 1 ? undefined : (label: number) => isWanted(label, share);
        return index.searchKnn(Array.from(query), nearestWanted, filter).neighbors;
      },
      close() {},
    };
  },
});

const lance = ({ connect, Index }: Lance): Contender => ({
  name: 'LanceDB HNSW-SQ',
  filter: 'condition before searching',
  efforts: [1, 2, 5, 10],
  async build(set, folder): Promise<Built> {
    const path = join(folder, 'lance');
    const before = process.memoryUsage().rss;
    const db = await connect(path);
    const started = performance.now();
    const table = await db.createTable('vectors', rowsOf(set, 0, Math.min(set.count, 5000)));
    for (let from = 5000; from < set.count; from += 5000) {
      await table.add(rowsOf(set, from, Math.min(set.count, from + 5000)));
    }
    const config = Index.hnswSq({ distanceType: 'cosine', numPartitions: 1 });
    await table.createIndex('vector', { config });
    return {
      buildSeconds: (performance.now() - started) / 1000,
      diskBytes: folderBytes(path),
      memoryBytes: process.memoryUsage().rss - before,
      async search(query, share, effort) {
        const asked = table.vectorSearch(query).distanceType('cosine').refineFactor(effort);
        const filtered = share === 1 ? asked : asked.where(`bucket < ${share * 100}`);
        const rows = await filtered.select(['id']).limit(nearestWanted).toArray();
        return rows.map(({ id }) => id);
      },
      close: () => db.close(),
    };
  },
});

function rowsOf(set: VectorSet, from: number, to: number): object[] {
  return Array.from({ length: to - from }, (_, i) => ({
    id: from + i,
    bucket: bucketOf(documentOf(from + i)),
    vector: Array.from(vectorAt(set, from + i)),
  }));
}

function folderBytes(path: string): number {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
