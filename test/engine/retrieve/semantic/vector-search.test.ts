// The nearest chunks as the searcher finds them in a real index, against sqlite-vec's functions
// over the same table.
import Database from 'better-sqlite3';
import * as sqliteVec from 'sqlite-vec';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytesOf } from '../../../../src/engine/store/index/vectors.ts';
import { helperStarter } from '../../../../src/engine/retrieve/semantic/scan-helper.ts';
import { createNodeHost } from '../../../../src/hosting/node-host.ts';
import { brokenCodes } from '../../../support/code-check.ts';
import {
  chunksPerDocument,
  clusteredVectors,
  openVectorIndex,
  type VectorIndex,
} from '../../../support/vector-index.ts';

const dimensions = 64;
let index: VectorIndex;

beforeEach(() => {
  index = openVectorIndex(dimensions);
});
afterEach(() => {
  index.close();
});

const namesFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, i) => `${first + i}.md`);

/** Documents with numbers as names; each chunk has a vector of its own. */
function addNumbered(first: number, count: number, vectors: readonly Int8Array[]): void {
  index.add(
    namesFrom(first, count),
    (name, chunk) =>
      vectors[(Number.parseInt(name, 10) * chunksPerDocument + chunk) % vectors.length]!,
  );
}

/** By sqlite-vec: every vector compared. */
function exact(query: Int8Array, count: number, wanted: Uint8Array | null = null) {
  const db = new Database(index.file, { readonly: true });
  sqliteVec.load(db);
  const rows = db
    .prepare<[Uint8Array], { chunkId: number; document: number; distance: number }>(
      `SELECT e.chunk AS chunkId, c.document,
         vec_distance_cosine(vec_int8(e.vector), vec_int8(?)) AS distance
       FROM embeddings_1 e JOIN chunks c ON c.id = e.chunk ORDER BY distance, e.chunk`,
    )
    .all(bytesOf(query));
  db.close();
  return rows.filter(({ document }) => !wanted || wanted[document] === 1).slice(0, count);
}

function expectExact(query: Int8Array, count: number, wanted: Uint8Array | null = null): void {
  const found = index.search.begin('test', query, wanted)(count);
  const expected = exact(query, count, wanted);
  expect(found.map(({ chunkId }) => chunkId)).toEqual(expected.map(({ chunkId }) => chunkId));
  for (const [i, { similarity }] of found.entries()) {
    expect(similarity).toBeCloseTo(1 - expected[i]!.distance, 5);
  }
}

function recall(queries: readonly Int8Array[], wanted: Uint8Array | null): number {
  let found = 0;
  let all = 0;
  for (const query of queries) {
    const expected = new Set(exact(query, 10, wanted).map(({ chunkId }) => chunkId));
    const actual = index.search.begin('test', query, wanted)(10);
    found += actual.filter(({ chunkId }) => expected.has(chunkId)).length;
    all += expected.size;
  }
  return found / all;
}

test('a small index: exactly what sqlite-vec finds, and the same cosines', () => {
  const vectors = clusteredVectors(400, dimensions);
  addNumbered(0, 80, vectors);
  const queries = clusteredVectors(5, dimensions, { seed: 2 });
  for (const query of queries) expectExact(query, 20);
  const some = [1, 50, 399, 9999];
  const similarities = index.search.similarities('test', queries[0]!, some);
  expect([...similarities.keys()].toSorted((a, b) => a - b)).toEqual([1, 50, 399]);
  const all = new Map(exact(queries[0]!, 400).map((row) => [row.chunkId, 1 - row.distance]));
  for (const [chunk, cosine] of similarities) expect(cosine).toBeCloseTo(all.get(chunk)!, 5);
});

test('a larger one: nearly all of the ten nearest, with a filter too; with a narrow one all', () => {
  const vectors = clusteredVectors(7000, dimensions);
  addNumbered(0, 1400, vectors);
  expect(brokenCodes(index.file)).toEqual([]);
  const queries = clusteredVectors(20, dimensions, { seed: 5 });
  expect(recall(queries, null)).toBeGreaterThanOrEqual(0.97);
  const oneInTen = Uint8Array.from({ length: 1401 }, (_, i) => (i % 10 === 3 ? 1 : 0));
  expect(recall(queries, oneInTen)).toBeGreaterThanOrEqual(0.97);
  const few = Uint8Array.from({ length: 1401 }, (_, i) => (i % 100 === 3 ? 1 : 0));
  for (const query of queries.slice(0, 3)) expectExact(query, 10, few);
  expect(index.search.begin('test', queries[0]!, new Uint8Array(1401))(10)).toEqual([]);
});

/** Searches as in a large index, with the thread that helps. */
function openHelped(): void {
  index.close();
  const failed = (error: Error) => {
    throw error;
  };
  const startHelper = helperStarter(createNodeHost().threadUrl('scan-helper'), failed);
  index = openVectorIndex(dimensions, { startHelper, largeFrom: 1 });
}

test.each(['small', 'large'])('a %s index: changes are found at once', (size) => {
  if (size === 'large') openHelped();
  const vectors = clusteredVectors(2000, dimensions);
  addNumbered(0, 60, vectors);
  const [query] = clusteredVectors(1, dimensions, { seed: 9 }) as [Int8Array];
  expectExact(query, 30);
  for (let round = 0; round < 6; round++) {
    index.writer.removeFiles('folder', namesFrom(round * 7, 23));
    expectExact(query, 30);
    addNumbered(100 + round * 40, 40, vectors);
    expectExact(query, 30);
    expect(brokenCodes(index.file)).toEqual([]);
  }
  index.writer.removeFiles('folder', namesFrom(0, 400));
  expect(index.search.begin('test', query, null)(10)).toEqual([]);
  addNumbered(500, 3, vectors);
  expectExact(query, 30);
});

test('places that came free are used again, and packed if they are many', () => {
  const vectors = clusteredVectors(3000, dimensions);
  addNumbered(0, 2000, vectors);
  const blocks = () => {
    const db = new Database(index.file, { readonly: true });
    const count = db.prepare<[], number>('SELECT blocks FROM generations').pluck().get();
    db.close();
    return count!;
  };
  const full = blocks();
  const odd = namesFrom(0, 2000).filter((_, i) => i % 2 === 1);
  index.writer.removeFiles('folder', odd);
  addNumbered(5000, 1000, vectors);
  expect(blocks()).toBeLessThanOrEqual(full + 2);
  index.writer.removeFiles('folder', namesFrom(5000, 1000));
  expect(index.writer.maintain()).toBe(true);
  expect(blocks()).toBeLessThan(full * 0.6);
  expect(brokenCodes(index.file)).toEqual([]);
  const [query] = clusteredVectors(1, dimensions, { seed: 9 }) as [Int8Array];
  expect(recall([query], null)).toBeGreaterThan(0.8);
});

test('a transaction that is rolled back leaves no codes', () => {
  const vectors = clusteredVectors(100, dimensions);
  addNumbered(0, 10, vectors);
  const broken = [{ embeddingKey: new Uint8Array(3), vector: null as unknown as Int8Array }];
  expect(() => index.writer.writeVectors(broken)).toThrow();
  const wrong = [{ ...recordOf('0.md'), size: null as unknown as number }];
  expect(() => index.writer.writeDocuments([recordOf('1.md'), ...wrong])).toThrow();
  expect(brokenCodes(index.file)).toEqual([]);
  addNumbered(20, 10, vectors);
  expect(brokenCodes(index.file)).toEqual([]);
  expectExact(vectors[3]!, 30);
});

test('nothing to compare with: another embedder, another length, a vector of zeros', () => {
  const vectors = clusteredVectors(20, dimensions);
  addNumbered(0, 4, vectors);
  const { begin, similarities } = index.search;
  expect(begin('another', vectors[0]!, null)(5)).toEqual([]);
  expect(begin('test', new Int8Array(8).fill(1), null)(5)).toEqual([]);
  expect(begin('test', new Int8Array(dimensions), null)(5)).toEqual([]);
  expect(begin('test', vectors[0]!, null)(0)).toEqual([]);
  expect(similarities('another', vectors[0]!, [1])).toEqual(new Map());
  expect(similarities('test', vectors[0]!, [])).toEqual(new Map());
});

test('a damaged block is damage of the index', () => {
  addNumbered(0, 4, clusteredVectors(20, dimensions));
  const db = new Database(index.file);
  db.exec(
    'UPDATE codes_1 SET data = substr(data, 2); UPDATE generations SET version = version + 1;',
  );
  db.close();
  const query = clusteredVectors(1, dimensions)[0]!;
  expect(() => index.search.begin('test', query, null)(5)).toThrow(
    expect.objectContaining({ code: 'SQLITE_CORRUPT' }) as Error,
  );
});

function recordOf(relativePath: string) {
  return {
    folderId: 'folder',
    relativePath,
    size: 1,
    modifiedAt: 1,
    contentHash: null,
    state: 'failed' as const,
    problem: null,
    reader: 1,
    content: null,
  };
}
