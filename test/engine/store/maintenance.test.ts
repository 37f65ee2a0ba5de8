// What deleted documents leave behind is given back, and nothing else changes by that.
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type IndexWriter, openIndexWriter } from '../../../src/engine/store/index/index-writer.ts';
import { loadKernel } from '../../../src/engine/retrieve/semantic/kernel.ts';
import { createVectorSearch } from '../../../src/engine/retrieve/semantic/vector-search.ts';
import { openSearchReader } from '../../../src/engine/store/index/search-reader.ts';
import { openForWriting } from '../../../src/engine/store/sqlite.ts';
import { shippedFolder } from '../../../src/hosting/node-host.ts';
import { seeded } from '../../support/random.ts';
import { madeKey, madeRecord, madeVector } from '../../support/made-records.ts';

const documents = 1500;
const perDocument = 4;
const dimensions = 64;

let folder: string;
let file: string;
let writer: IndexWriter;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lorekeep-maintenance-'));
  file = join(folder, 'index.db');
  writer = openIndexWriter({ file, embedder: 'test', dimensions });
});
afterEach(() => {
  writer.close();
  rmSync(folder, { recursive: true, force: true });
});

const nameOf = (n: number) => `${n}.md`;
/** With numbers that are not stored much smaller than they are. */
const passageOf = (n: number, i: number) => {
  const { int, text } = seeded(perDocument * n + i);
  return `text ${i} of document ${n}. ${text(120, () => `${100_000 + int(900_000)} `)}`;
};
const documentOf = (n: number) =>
  madeRecord(
    nameOf(n),
    Array.from({ length: perDocument }, (_, i) => passageOf(n, i)),
  );

function embed(): void {
  for (let batch = writer.takePending(500); batch.length > 0; batch = writer.takePending(500)) {
    writer.writeVectors(
      batch.map(({ embeddingKey }) => ({
        embeddingKey,
        vector: madeVector(embeddingKey, dimensions),
      })),
    );
  }
}

function add(numbers: readonly number[]): void {
  writer.writeDocuments(numbers.map(documentOf));
  embed();
}

/** Bytes of the file once the log is in it. */
function bytes(): number {
  const db = openForWriting(file);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return statSync(file).size;
}

const all = Array.from({ length: documents }, (_, n) => n);
const isGone = (n: number) => n % 2 === 0;

test('half of the documents deleted and added again leave the file as large as it was', () => {
  add(all);
  const fresh = bytes();
  for (let round = 0; round < 2; round++) {
    writer.removeFiles('folder', all.filter(isGone).map(nameOf));
    add(all.filter(isGone));
    writer.maintain();
  }
  expect(bytes()).toBeLessThan(fresh * 1.5);
  expect(writer.maintain()).toBe(false);
});

test('what is left is found as before, also by who was reading meanwhile', () => {
  add(all);
  const reader = openSearchReader(file);
  const { begin } = createVectorSearch(reader.vectors, loadKernel(shippedFolder('kernels')));
  const pathAt = (n: number) => {
    const vector = madeVector(madeKey(passageOf(n, 2)), dimensions);
    const [best] = begin('test', vector, null)(1);
    return reader.chunks([best!.chunkId])[0]?.relativePath;
  };
  expect(pathAt(1407)).toBe(nameOf(1407));
  const before = bytes();
  writer.removeFiles('folder', all.slice(0, documents / 2).map(nameOf));
  expect(writer.maintain()).toBe(true);
  expect(bytes()).toBeLessThan(before * 0.8);
  for (const n of [807, 1201, documents - 1]) expect(pathAt(n)).toBe(nameOf(n));
  expect(pathAt(8)).not.toBe(nameOf(8));
  reader.close();
});

test('there is nothing to do in a small or a fresh index', () => {
  expect(writer.maintain()).toBe(false);
  add(all.slice(0, 200));
  writer.maintain();
  writer.removeFiles('folder', all.slice(0, 10).map(nameOf));
  expect(writer.maintain()).toBe(false);
});

test('the keyword index becomes one part, in which the same is found', () => {
  const parts = () => {
    const db = openForWriting(file);
    const count = db.prepare('SELECT count(DISTINCT segid) FROM keywords_idx').pluck().get();
    db.exec(`INSERT INTO keywords (keywords) VALUES ('integrity-check')`);
    db.close();
    return count;
  };
  // Of documents that are written together, one.
  writer.writeDocuments(all.slice(0, 5).map(documentOf));
  expect(parts()).toBe(1);
  for (let from = 5; from < 605; from += 200) {
    writer.writeDocuments(all.slice(from, from + 200).map(documentOf));
  }
  writer.removeFiles('folder', all.slice(0, 5).map(nameOf));
  const reader = openSearchReader(file);
  const found = () =>
    ['"text"', '"400."', '"4."'].map((words) => reader.keywords.best(words, 5000, 5000, null));
  const before = found();
  expect(before.map(({ length }) => length)).toEqual([2400, 4, 0]);
  expect(parts()).toBeGreaterThan(1);
  expect(writer.maintain()).toBe(true);
  expect(parts()).toBe(1);
  expect(found()).toEqual(before);
  reader.close();
});

test('an index that cannot give pages back is left as it is', () => {
  writer.close();
  rmSync(file);
  const old = new Database(file);
  old.exec('PRAGMA auto_vacuum = NONE; CREATE TABLE t (a); DROP TABLE t;');
  old.close();
  writer = openIndexWriter({ file, embedder: 'test', dimensions });
  add(all.slice(0, 1500));
  writer.removeFiles('folder', all.map(nameOf));
  writer.maintain();
  expect(writer.takePending(1)).toEqual([]);
});

test('a document that comes to lie deeper inside stays', () => {
  const inner = (container: string) => madeRecord(`${container}/x.txt`, ['A walrus.']);
  writer.writeDocuments([{ ...madeRecord('a.zip', ['A list.']), members: [inner('a.zip/b.zip')] }]);
  const nested = { ...madeRecord('a.zip/b.zip', ['Another.']), members: [inner('a.zip/b.zip')] };
  writer.writeDocuments([{ ...madeRecord('a.zip', ['A list.']), members: [nested] }]);
  const db = openForWriting(file);
  const paths = db.prepare('SELECT relative_path FROM documents ORDER BY 1').pluck().all();
  db.close();
  expect(paths).toEqual(['a.zip', 'a.zip/b.zip', 'a.zip/b.zip/x.txt']);
});
