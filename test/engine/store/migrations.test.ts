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
import { migrate } from '../../../src/engine/store/sqlite.ts';
import { brokenCodes } from '../../support/code-check.ts';
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
