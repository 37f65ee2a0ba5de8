// index.db: documents, chunks, keyword index and vectors. All of it can be made again from the
// folders; what a person decided is in library.db.
import type { Migration } from '../sqlite.ts';
import { compact } from './compact-migration.ts';

const initial: Migration = (db) => {
  db.exec(`
    CREATE TABLE folders (
      key INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      scanned_at REAL
    );

    CREATE TABLE documents (
      id INTEGER PRIMARY KEY,
      folder INTEGER NOT NULL REFERENCES folders(key),
      relative_path TEXT NOT NULL,
      state TEXT NOT NULL,
      code TEXT,
      params TEXT,
      size INTEGER NOT NULL,
      modified_at REAL NOT NULL,
      content_hash BLOB,
      format TEXT,
      title TEXT,
      pages INTEGER,
      has_lines INTEGER NOT NULL DEFAULT 0,
      text_length INTEGER NOT NULL DEFAULT 0,
      blocks TEXT,
      page_ranges TEXT,
      UNIQUE (folder, relative_path)
    );
    CREATE INDEX documents_state ON documents (state, folder);

    -- A document's chunks tile its text: joined in order they are the text, stored once.
    CREATE TABLE chunks (
      id INTEGER PRIMARY KEY,
      document INTEGER NOT NULL REFERENCES documents(id),
      ordinal INTEGER NOT NULL,
      start INTEGER NOT NULL,
      page INTEGER,
      start_line INTEGER,
      end_line INTEGER,
      heading_path TEXT NOT NULL,
      text TEXT NOT NULL,
      embedding_key BLOB NOT NULL
    );
    CREATE INDEX chunks_document ON chunks (document, ordinal);
    CREATE INDEX chunks_embedding_key ON chunks (embedding_key);

    -- Terms come segmented and folded from text/terms.ts; the tokenizer only splits at spaces:
    -- to 'ascii' all that is not ASCII is part of a word, also letters that SQLite does not know.
    CREATE VIRTUAL TABLE keywords USING fts5(
      context, body, content='', contentless_delete=1, tokenize='ascii'
    );
    CREATE VIRTUAL TABLE keyword_terms USING fts5vocab(keywords, row);

    -- Vectors have tables of their own for each generation, see vectors.ts.
    CREATE TABLE generations (
      id INTEGER PRIMARY KEY,
      embedder TEXT NOT NULL UNIQUE,
      dimensions INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('live', 'building'))
    );
    CREATE TABLE pending_embeddings (
      generation INTEGER NOT NULL REFERENCES generations(id) ON DELETE CASCADE,
      chunk INTEGER NOT NULL REFERENCES chunks(id) ON DELETE CASCADE,
      PRIMARY KEY (generation, chunk)
    ) WITHOUT ROWID;
    CREATE INDEX pending_embeddings_chunk ON pending_embeddings (chunk);
  `);
};

/** Places in a format's own terms, and by which version of the extractors a document was read. */
const labelsAndReaders: Migration = (db) => {
  db.exec(`
    ALTER TABLE chunks ADD COLUMN label TEXT;
    ALTER TABLE documents ADD COLUMN reader INTEGER NOT NULL DEFAULT 1;
  `);
};

/** Documents inside documents: attachments of mails, members of archives. */
const containers: Migration = (db) => {
  db.exec(`
    ALTER TABLE documents ADD COLUMN container INTEGER REFERENCES documents(id);
    CREATE INDEX documents_container ON documents (container) WHERE container IS NOT NULL;
  `);
};

/**
 * A document's structure in a table of its own: as long as its row held it, comparing a folder
 * with the disk read through all of it.
 */
const structures: Migration = (db) => {
  db.exec(`
    CREATE TABLE document_structures (
      document INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
      blocks TEXT NOT NULL,
      page_ranges TEXT
    );
    INSERT INTO document_structures
      SELECT id, blocks, page_ranges FROM documents WHERE blocks IS NOT NULL;
    ALTER TABLE documents DROP COLUMN blocks;
    ALTER TABLE documents DROP COLUMN page_ranges;
  `);
};

/** The programming language of source code. */
const languages: Migration = (db) => {
  db.exec('ALTER TABLE documents ADD COLUMN language TEXT');
};

/** The drive that a folder was on, to tell an empty folder from the place of an absent drive. */
const devices: Migration = (db) => {
  db.exec('ALTER TABLE folders ADD COLUMN device TEXT');
};

/**
 * Names of documents and their headings, for suggestions while typing: read from the chunks they
 * would cost a look at all of the text. A row that changes gets a new id, so that what is new is
 * what lies beyond the last id seen.
 */
const names: Migration = (db) => {
  db.exec(`
    CREATE TABLE document_names (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      document INTEGER NOT NULL UNIQUE REFERENCES documents(id) ON DELETE CASCADE,
      headings TEXT NOT NULL
    );
    INSERT INTO document_names (document, headings)
      SELECT d.id, (
        SELECT json_group_array(json_array(start, start + 1, text)) FROM (
          SELECT min(start) AS start, json_extract(heading_path, '$[#-1]') AS text
          FROM chunks WHERE document = d.id AND heading_path <> '[]'
          GROUP BY heading_path ORDER BY 1))
      FROM documents d;
  `);
};

/** The words of the texts, for typing that is wrong or unfinished (vocabulary.ts). */
const vocabulary: Migration = (db) => {
  db.exec(`
    CREATE TABLE words (
      id INTEGER PRIMARY KEY,
      word TEXT NOT NULL UNIQUE,
      -- How often it was seen, roughly.
      seen INTEGER NOT NULL
    );
  `);
};

/**
 * Vectors move from sqlite-vec's own tables to ordinary ones, with codes beside them; the codes
 * are made when the index is opened. The same bytes: nothing is embedded again.
 */
const codes: Migration = (db) => {
  db.exec(`
    ALTER TABLE generations ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE generations ADD COLUMN blocks INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE generations ADD COLUMN centre BLOB;
    ALTER TABLE generations ADD COLUMN centred_version INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE generations ADD COLUMN centred_blocks INTEGER NOT NULL DEFAULT 0;
  `);
  for (const id of db.prepare<[], number>('SELECT id FROM generations').pluck().all()) {
    db.exec(`
      CREATE TABLE embeddings_${id} (
        chunk INTEGER PRIMARY KEY,
        place INTEGER,
        vector BLOB NOT NULL
      );
      CREATE TABLE codes_${id} (
        block INTEGER PRIMARY KEY,
        version INTEGER NOT NULL,
        free INTEGER NOT NULL,
        data BLOB NOT NULL
      );
      CREATE INDEX codes_${id}_version ON codes_${id} (version);
      CREATE INDEX codes_${id}_free ON codes_${id} (free);
      INSERT INTO embeddings_${id} (chunk, place, vector)
        SELECT r.rowid, row_number() OVER (ORDER BY r.rowid) - 1, v.embedding
        FROM vectors_${id}_rowids r CROSS JOIN vectors_${id} v ON v.chunk_id = r.rowid
        ORDER BY r.rowid;
      DROP TABLE vectors_${id};
    `);
  }
};

/** Generations beside the live one: being built, or kept so that going back embeds nothing. */
const switching: Migration = (db) => {
  db.exec(`
    ALTER TABLE generations ADD COLUMN stage TEXT NOT NULL DEFAULT 'live'
      CHECK (stage IN ('live', 'building', 'kept'));
    UPDATE generations SET stage = state;
    ALTER TABLE generations DROP COLUMN state;
    ALTER TABLE generations RENAME COLUMN stage TO state;
    -- The embedder as the settings name it; '' for the built-in one.
    ALTER TABLE generations ADD COLUMN name TEXT NOT NULL DEFAULT '';
    -- The cosine of texts that have nothing to do with each other; null: not measured.
    ALTER TABLE generations ADD COLUMN unrelated REAL;
  `);
};

export const indexMigrations: readonly Migration[] = [
  initial,
  labelsAndReaders,
  containers,
  structures,
  languages,
  devices,
  names,
  vocabulary,
  codes,
  compact,
  switching,
];
