// Plain FTS5 over the same chunks, in memory: the yardstick that our own search is measured by.
import Database from 'better-sqlite3';
import { openForReading } from '../sqlite.ts';
import { chunkTextReader, type StoredText } from './chunk-texts.ts';

export const plainTokenizers = ['unicode61', 'porter', 'trigram'] as const;
export type PlainTokenizer = (typeof plainTokenizers)[number];

export interface PlainHit {
  relativePath: string;
  text: string;
}

export interface PlainIndex {
  /** The best chunks, best first, with their documents' relative paths. */
  search(tokenizer: PlainTokenizer, question: string): PlainHit[];
  close(): void;
}

/** Copies a folder's chunks out of the index into bare FTS5 tables. */
export function buildPlainIndex(indexFile: string, folderId: string): PlainIndex {
  const source = openForReading(indexFile);
  const db = new Database(':memory:');
  db.exec('CREATE TABLE chunks (id INTEGER PRIMARY KEY, path TEXT NOT NULL, text TEXT NOT NULL)');
  for (const tokenizer of plainTokenizers) {
    db.exec(`CREATE VIRTUAL TABLE ${tokenizer} USING fts5(text, tokenize='${tokenizer}')`);
  }
  const inserts = plainTokenizers.map((tokenizer) =>
    db.prepare(`INSERT INTO ${tokenizer} (rowid, text) VALUES (?, ?)`),
  );
  const insertChunk = db.prepare('INSERT INTO chunks VALUES (?, ?, ?)');
  const textOf = chunkTextReader(source);
  const rows = source
    .prepare<[string], { id: number; path: string; text: StoredText }>(
      `SELECT c.id, d.relative_path AS path, c.text FROM chunks c
       JOIN documents d ON d.id = c.document JOIN folders f ON f.key = d.folder WHERE f.id = ?`,
    )
    .all(folderId);
  db.transaction(() => {
    for (const { id, path, text } of rows) {
      const plain = textOf(text);
      insertChunk.run(id, path, plain);
      for (const insert of inserts) insert.run(id, plain);
    }
  })();
  source.close();
  return { search: (...args) => search(db, ...args), close: () => db.close() };
}

function search(db: Database.Database, tokenizer: PlainTokenizer, question: string): PlainHit[] {
  const match = matchOf(tokenizer, question);
  if (!match) return [];
  return db
    .prepare<[string], PlainHit>(
      `SELECT c.path AS relativePath, c.text FROM ${tokenizer} t JOIN chunks c ON c.id = t.rowid
       WHERE ${tokenizer} MATCH ? ORDER BY t.rank LIMIT 200`,
    )
    .all(match);
}

/** Any of the question's words; for trigrams any of their three-character pieces. */
function matchOf(tokenizer: PlainTokenizer, question: string): string {
  const words = question.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const pieces = tokenizer === 'trigram' ? words.flatMap(trigrams) : words;
  return [...new Set(pieces)].map((piece) => `"${piece}"`).join(' OR ');
}

function trigrams(word: string): string[] {
  const points = Array.from(word);
  return points.slice(2).map((_, i) => points.slice(i, i + 3).join(''));
}
