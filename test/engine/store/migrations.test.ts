// An index that an earlier version made is brought up to date with what is in it.
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as sqliteVec from 'sqlite-vec';
import { expect, test } from 'vitest';
import { documentReader } from '../../../src/engine/store/index/document-reader.ts';
import { openIndexWriter } from '../../../src/engine/store/index/index-writer.ts';
import { indexMigrations } from '../../../src/engine/store/index/schema.ts';
import { bytesOf } from '../../../src/engine/store/index/vectors.ts';
import { vocabularyReader } from '../../../src/engine/store/index/vocabulary.ts';
import { bodyTerms, contextTerms } from '../../../src/engine/text/chunk-text.ts';
import { migrate } from '../../../src/engine/store/sqlite.ts';
import { brokenCodes } from '../../support/code-check.ts';
import { madeText } from '../../support/made-text.ts';
import { textRecord } from '../../support/text-index.ts';
import { clusteredVectors } from '../../support/vector-index.ts';

test('a document’s structure moves into its own table', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lorekeep-migrations-'));
  const file = join(folder, 'index.db');
  try {
    const old = new Database(file);
    migrate(old, indexMigrations.slice(0, 3));
    old.exec(`
      INSERT INTO folders (key, id) VALUES (1, 'folder');
      INSERT INTO documents (id, folder, relative_path, state, size, modified_at, blocks, page_ranges)
        VALUES (5, 1, 'a.pdf', 'indexed', 1, 1, '[{"kind":"paragraph"}]', '[{"number":1}]'),
          (6, 1, 'b.pdf', 'failed', 1, 1, NULL, NULL);
    `);
    old.close();
    openIndexWriter({ file, embedder: 'test', dimensions: 8 }).close();
    const db = new Database(file);
    const { structure, find } = documentReader(db);
    expect(structure(5)).toEqual({
      blocks: [{ kind: 'paragraph' }],
      pageRanges: [{ number: 1 }],
    });
    expect(structure(6)).toEqual({ blocks: [], pageRanges: null });
    expect(find('folder', 'b.pdf')?.state).toBe('failed');
    db.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('vectors move out of sqlite-vec’s own table; nothing is embedded again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lorekeep-migrations-'));
  const file = join(folder, 'index.db');
  const vectors = clusteredVectors(300, 64);
  try {
    const old = new Database(file);
    sqliteVec.load(old);
    migrate(old, indexMigrations.slice(0, 6));
    old.exec(`
      INSERT INTO folders (key, id) VALUES (1, 'folder');
      INSERT INTO documents (id, folder, relative_path, state, size, modified_at)
        VALUES (1, 1, 'a.md', 'indexed', 1, 1);
      INSERT INTO generations (id, embedder, dimensions, state) VALUES (3, 'test', 64, 'live');
      CREATE VIRTUAL TABLE vectors_3 USING vec0(
        chunk_id INTEGER PRIMARY KEY, folder INTEGER, embedding INT8[64] DISTANCE_METRIC=cosine);
    `);
    const addChunk = old.prepare(
      `INSERT INTO chunks (id, document, ordinal, start, heading_path, text, embedding_key)
       VALUES (?, 1, ?, 0, '[]', '', ?)`,
    );
    const addVector = old.prepare(
      'INSERT INTO vectors_3 (chunk_id, folder, embedding) VALUES (?, 1, vec_int8(?))',
    );
    for (const [i, vector] of vectors.entries()) {
      addChunk.run(2 * i + 1, i, Buffer.from([i & 255, i >> 8]));
      addVector.run(BigInt(2 * i + 1), bytesOf(vector));
    }
    // One that waits for its vector goes on waiting.
    addChunk.run(9999, 300, Buffer.from('waits'));
    old.exec('INSERT INTO pending_embeddings VALUES (3, 9999)');
    old.close();

    const writer = openIndexWriter({ file, embedder: 'test', dimensions: 64 });
    expect(writer.takePending(10)).toHaveLength(1);
    writer.close();
    expect(brokenCodes(file)).toEqual([]);
    const db = new Database(file);
    const moved = db.prepare('SELECT chunk, vector FROM embeddings_3 ORDER BY chunk').raw().all();
    expect(moved).toEqual(vectors.map((vector, i) => [2 * i + 1, Buffer.from(bytesOf(vector))]));
    const left = db.prepare(`SELECT name FROM sqlite_schema WHERE name LIKE 'vectors_%'`).all();
    expect(left).toEqual([]);
    db.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('texts, structures and words are packed, and the keyword index is made again from the texts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lorekeep-migrations-'));
  const file = join(folder, 'index.db');
  const made = madeText(7);
  const texts = Array.from({ length: 400 }, (_, i) => `${made(60)} Number${i}.`);
  const blocks = Array.from({ length: 90 }, (_, i) => ({ kind: 'paragraph', start: 9 * i }));
  try {
    const old = new Database(file);
    migrate(old, indexMigrations.slice(0, 9));
    writeOld(old, texts, JSON.stringify(blocks));
    const wanted = termPlaces(old);
    old.close();

    const writer = openIndexWriter({ file, embedder: 'test', dimensions: 8 });
    expect(writer.takePending(10).map(({ text }) => text)).toEqual([texts[0], texts[5]]);
    // What comes later is found as well, and its words follow those that were there.
    writer.writeDocuments([textRecord('new.md', ['A walrus sleeps.'])]);
    writer.close();

    const db = new Database(file);
    const packed = `SELECT count(*) FROM chunks WHERE typeof(text) = 'blob'`;
    expect(db.prepare(packed).pluck().get()).toBe(texts.length);
    const { find, text, structure } = documentReader(db);
    expect(text(1)).toBe(texts.filter((_, i) => i % 2 === 0).join(''));
    expect(text(2)).toBe(texts.filter((_, i) => i % 2 === 1).join(''));
    expect(structure(1)).toEqual({ blocks, pageRanges: [{ number: 1 }] });
    expect(structure(2)).toEqual({ blocks: [], pageRanges: null });
    db.exec('DELETE FROM keywords WHERE rowid > 400');
    expect(termPlaces(db)).toEqual(wanted);
    expect(db.pragma('foreign_key_check')).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(find('folder', 'a/report.md')?.title).toBe('Quarterly Report');

    const vocabulary = vocabularyReader(db);
    expect(vocabulary.seen('zebra')).toBe(7);
    expect(vocabulary.beginningWith('ze', 9)).toEqual(['zebra', 'zealous']);
    expect(vocabulary.wordsAfter(3)).toMatchObject({ all: false, words: 'walrus\nsleeps' });
    const words = vocabulary.wordsAfter(null).words.split('\n');
    expect(words).toEqual(['sleeps', 'walrus', 'zealous', 'zebra', 'zoom']);
    db.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Two documents whose chunks were written in turns, as the version before wrote them. */
function writeOld(old: Database.Database, texts: readonly string[], blocks: string): void {
  old.exec(`
    INSERT INTO folders (key, id) VALUES (1, 'folder');
    INSERT INTO documents (id, folder, relative_path, state, size, modified_at, title, format)
      VALUES (1, 1, 'a/report.md', 'indexed', 1, 1, 'Quarterly Report', 'markdown'),
        (2, 1, 'b.txt', 'indexed', 1, 1, NULL, 'text');
    INSERT INTO document_structures VALUES (1, '${blocks}', '[{"number":1}]'), (2, '[]', NULL);
    INSERT INTO generations (id, embedder, dimensions, state) VALUES (1, 'test', 8, 'live');
    CREATE TABLE embeddings_1 (chunk INTEGER PRIMARY KEY, place INTEGER, vector BLOB NOT NULL);
    CREATE TABLE codes_1 (block INTEGER PRIMARY KEY, version INTEGER NOT NULL,
      free INTEGER NOT NULL, data BLOB NOT NULL);
    INSERT INTO words (id, word, seen) VALUES (1, 'zealous', 1), (2, 'zebra', 7), (3, 'zoom', 1);
  `);
  const addChunk = old.prepare(
    `INSERT INTO chunks (id, document, ordinal, start, heading_path, text, embedding_key)
     VALUES (?, ?, ?, 0, ?, ?, ?)`,
  );
  const addTerms = old.prepare('INSERT INTO keywords (rowid, context, body) VALUES (?, ?, ?)');
  const headings = ['Results', 'North & South'];
  for (const [i, text] of texts.entries()) {
    const [id, document] = [i + 1, 1 + (i % 2)];
    // What repeats on every page has no key and no terms.
    const repeats = i % 50 === 9;
    const key = repeats ? Buffer.alloc(0) : Buffer.from(`key of ${i}`);
    addChunk.run(id, document, i >> 1, JSON.stringify(headings), text, key);
    const of =
      document === 1
        ? { title: 'Quarterly Report', relativePath: 'a/report.md', headings }
        : { title: null, relativePath: 'b.txt', headings };
    const terms = [contextTerms(of), bodyTerms(text, document === 1 ? 'markdown' : 'text')];
    addTerms.run(id, ...(repeats ? ['', ''] : terms));
  }
  old.exec('INSERT INTO pending_embeddings VALUES (1, 1), (1, 6)');
}

/** Where each term stands in the keyword index, by column. */
function termPlaces(db: Database.Database): unknown[] {
  db.exec('CREATE VIRTUAL TABLE temp.places USING fts5vocab(main, keywords, instance)');
  return db.prepare('SELECT * FROM temp.places ORDER BY term, doc, col, "offset"').raw().all();
}
