// The migration that makes indexes of earlier versions smaller: texts and structures are packed,
// words stand in one table, and the keyword index has the texts' terms in its first column, where
// a term's places cost two bytes less in each chunk. Nothing is read or embedded again; the terms
// are made from the stored texts.
import { bodyTerms, contextTerms } from '../../text/chunk-text.ts';
import type { DocumentFormat } from '../../../shared/contract/documents.ts';
import type { Db, Migration } from '../sqlite.ts';
import { chunkTextWriter, learntFrom } from './chunk-texts.ts';
import { storedJson } from './stored-json.ts';

/** Rows that are held in memory at once. */
const atOnce = 500;
/** Places at which texts are taken to learn the first symbols from. */
const samples = 200;

export const compact: Migration = (db) => {
  packChunks(db);
  packStructures(db);
  joinWords(db);
};

interface ChunkRow {
  id: number;
  document: number;
  ordinal: number;
  start: number;
  page: number | null;
  label: string | null;
  start_line: number | null;
  end_line: number | null;
  text: string;
  heading_path: string;
  embedding_key: Buffer;
  title: string | null;
  relative_path: string;
  format: DocumentFormat | null;
}

function packChunks(db: Db): void {
  db.exec(`
    CREATE TABLE symbol_tables (
      id INTEGER PRIMARY KEY,
      symbols BLOB NOT NULL,
      -- Packed bytes for each byte of the texts that they were learnt from.
      ratio REAL NOT NULL
    );
    CREATE TABLE packed_chunks (
      id INTEGER PRIMARY KEY,
      document INTEGER NOT NULL REFERENCES documents(id),
      ordinal INTEGER NOT NULL,
      start INTEGER NOT NULL,
      page INTEGER,
      label TEXT,
      start_line INTEGER,
      end_line INTEGER,
      heading_path TEXT NOT NULL,
      embedding_key BLOB NOT NULL,
      -- See chunk-texts.ts.
      text BLOB NOT NULL
    );
    DROP TABLE keyword_terms;
    DROP TABLE keywords;
    -- See the first migration; only the order of the columns differs.
    CREATE VIRTUAL TABLE keywords USING fts5(
      body, context, content='', contentless_delete=1, tokenize='ascii'
    );
    CREATE VIRTUAL TABLE keyword_terms USING fts5vocab(keywords, row);
  `);
  setKeywordMemory(db, 32 * 1024 * 1024);
  copyChunks(db);
  setKeywordMemory(db, 1024 * 1024);
  // What refers to a table is deleted with it, so that the list is put aside meanwhile.
  db.exec(`
    CREATE TABLE waiting AS SELECT generation, chunk FROM pending_embeddings;
    DROP TABLE pending_embeddings;
    DROP TABLE chunks;
    ALTER TABLE packed_chunks RENAME TO chunks;
    CREATE INDEX chunks_document ON chunks (document, ordinal);
    CREATE INDEX chunks_embedding_key ON chunks (embedding_key);
    CREATE TABLE pending_embeddings (
      generation INTEGER NOT NULL REFERENCES generations(id) ON DELETE CASCADE,
      chunk INTEGER NOT NULL REFERENCES chunks(id) ON DELETE CASCADE,
      PRIMARY KEY (generation, chunk)
    ) WITHOUT ROWID;
    CREATE INDEX pending_embeddings_chunk ON pending_embeddings (chunk);
    INSERT INTO pending_embeddings SELECT generation, chunk FROM waiting;
    DROP TABLE waiting;
  `);
}

/** Bytes of new terms that FTS5 holds before it writes them: with more there is less to merge. */
function setKeywordMemory(db: Db, bytes: number): void {
  db.prepare(`INSERT INTO keywords (keywords, rank) VALUES ('hashsize', ?)`).run(BigInt(bytes));
}

function copyChunks(db: Db): void {
  const texts = chunkTextWriter(db);
  const sample = sampleOf(db);
  if (sample.length > 0) texts.learn(sample);
  const select = db.prepare<[number, number], ChunkRow>(
    `SELECT c.*, d.title, d.relative_path, d.format FROM chunks c JOIN documents d ON d.id = c.document
     WHERE c.id > ? ORDER BY c.id LIMIT ?`,
  );
  // Not from the one table into the other: for that SQLite opens a savepoint, at which FTS5 writes
  // what it holds, each time.
  const insert = db.prepare(
    `INSERT INTO packed_chunks VALUES (@id, @document, @ordinal, @start, @page, @label, @start_line,
       @end_line, @heading_path, @embedding_key, @text)`,
  );
  const insertKeywords = db.prepare('INSERT INTO keywords (rowid, context, body) VALUES (?, ?, ?)');
  forEachRow(select, (row) => {
    insert.run({ ...row, text: texts.pack(row.text) });
    insertKeywords.run(row.id, ...termsOf(row));
  });
}

/** As a parser makes them: what repeats on every page has none. */
function termsOf(row: ChunkRow): [string, string] {
  if (row.embedding_key.length === 0 || row.format === null) return ['', ''];
  const headings = JSON.parse(row.heading_path) as string[];
  const { title, relative_path: relativePath } = row;
  return [contextTerms({ title, relativePath, headings }), bodyTerms(row.text, row.format)];
}

/** Texts from all over the index, as many as it takes to learn from; none of a small index. */
function sampleOf(db: Db): string[] {
  const last = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM chunks').pluck().get()!;
  const textFrom = db
    .prepare<[number], string>('SELECT text FROM chunks WHERE id >= ? LIMIT 1')
    .pluck();
  const sample: string[] = [];
  let bytes = 0;
  // Steps of a prime number, taken around, come by everywhere before they are many.
  for (let i = 0; i < samples && bytes < learntFrom; i++) {
    const text = textFrom.get(Math.floor((last * ((i * 89) % samples)) / samples));
    if (text === undefined) continue;
    sample.push(text);
    bytes += Buffer.byteLength(text);
  }
  return bytes < learntFrom ? [] : sample;
}

interface StructureRow {
  id: number;
  blocks: string;
  page_ranges: string | null;
}

function packStructures(db: Db): void {
  db.exec(`
    CREATE TABLE packed_structures (
      document INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
      -- See stored-json.ts.
      blocks BLOB NOT NULL,
      page_ranges BLOB
    );
  `);
  const select = db.prepare<[number, number], StructureRow>(
    `SELECT document AS id, blocks, page_ranges FROM document_structures
     WHERE document > ? ORDER BY document LIMIT ?`,
  );
  const insert = db.prepare('INSERT INTO packed_structures VALUES (?, ?, ?)');
  const packed = (json: string) => storedJson(JSON.parse(json));
  forEachRow(select, ({ id, blocks, page_ranges: pages }) =>
    insert.run(id, packed(blocks), pages === null ? null : packed(pages)),
  );
  db.exec(`
    DROP TABLE document_structures;
    ALTER TABLE packed_structures RENAME TO document_structures;
  `);
}

/** The words once instead of twice; those added last apart, for who follows them. */
function joinWords(db: Db): void {
  db.exec(`
    ALTER TABLE words RENAME TO numbered_words;
    CREATE TABLE words (
      word TEXT PRIMARY KEY,
      -- How often it was seen, roughly.
      seen INTEGER NOT NULL
    ) WITHOUT ROWID;
    INSERT INTO words SELECT word, seen FROM numbered_words ORDER BY word;
    -- Words are numbered in the order of their being added; these are a line each.
    CREATE TABLE latest_words (
      last INTEGER PRIMARY KEY,
      first INTEGER NOT NULL,
      words TEXT NOT NULL
    );
    INSERT INTO latest_words SELECT id, id, word FROM numbered_words ORDER BY id DESC LIMIT 1;
    DROP TABLE numbered_words;
  `);
}

/** Goes through all rows, some at a time: who goes through a query cannot write meanwhile. */
function forEachRow<Row extends { id: number }>(
  select: { all(after: number, limit: number): Row[] },
  work: (row: Row) => void,
): void {
  for (let rows = select.all(0, atOnce); rows.length > 0;) {
    rows.forEach(work);
    rows = select.all(rows.at(-1)!.id, atOnce);
  }
}
