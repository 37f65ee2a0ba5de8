// An index that an earlier version made is brought up to date with what is in it.
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentReader } from '../../../src/engine/store/index/document-reader.ts';
import { openIndexWriter } from '../../../src/engine/store/index/index-writer.ts';
import { indexMigrations } from '../../../src/engine/store/index/schema.ts';
import { migrate } from '../../../src/engine/store/sqlite.ts';

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
