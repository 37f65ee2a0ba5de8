// library.db: what a person made or decided. Precious: backed up before each migration and
// daily. It names documents by folder and path, never by a row of index.db.
import { randomUUID } from 'node:crypto';
import type { Migration } from '../sqlite.ts';

const initial: Migration = (db) => {
  db.exec(`
    CREATE TABLE settings (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE folders (
      id TEXT PRIMARY KEY,
      path TEXT NOT NULL UNIQUE,
      added_at REAL NOT NULL
    );

    CREATE TABLE collections (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE COLLATE NOCASE,
      is_default INTEGER NOT NULL DEFAULT 0,
      created_at REAL NOT NULL
    );
    CREATE UNIQUE INDEX one_default_collection ON collections (is_default) WHERE is_default = 1;

    CREATE TABLE collection_folders (
      collection TEXT NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
      folder TEXT NOT NULL REFERENCES folders(id) ON DELETE CASCADE,
      PRIMARY KEY (collection, folder)
    ) WITHOUT ROWID;

    CREATE TABLE ignored_documents (
      folder TEXT NOT NULL REFERENCES folders(id) ON DELETE CASCADE,
      relative_path TEXT NOT NULL,
      PRIMARY KEY (folder, relative_path)
    ) WITHOUT ROWID;

    -- The whole answer as it was given, with its citations' quotes.
    CREATE TABLE turns (
      id TEXT PRIMARY KEY,
      asked_at REAL NOT NULL,
      answer TEXT NOT NULL
    );
    CREATE INDEX turns_asked_at ON turns (asked_at);
  `);
  db.prepare('INSERT INTO collections VALUES (?, ?, 1, ?)').run(
    randomUUID(),
    'My documents',
    Date.now(),
  );
};

/** Which files of a folder count, as lists of gitignore patterns. */
const folderPatterns: Migration = (db) => {
  db.exec(`
    ALTER TABLE folders ADD COLUMN include TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE folders ADD COLUMN exclude TEXT NOT NULL DEFAULT '[]';
  `);
};

export const libraryMigrations: readonly Migration[] = [initial, folderPatterns];
