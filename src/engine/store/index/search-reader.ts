// What searching reads: ranked keyword matches, nearest vectors, and the chunks to show. Runs
// in the searcher thread.
import * as sqliteVec from 'sqlite-vec';
import type { DocumentFormat } from '../../../shared/contract/documents.ts';
import { type Db, openForReading } from '../sqlite.ts';
import { folderKeys } from './folder-keys.ts';
import { liveGeneration, nearest, type Neighbour } from './vectors.ts';

export interface KeywordMatch {
  chunkId: number;
  /** BM25, larger is better. */
  score: number;
}

/** A chunk with what a result shows of its document. */
export interface FoundChunk {
  chunkId: number;
  documentId: number;
  ordinal: number;
  folderId: string;
  relativePath: string;
  title: string | null;
  format: DocumentFormat;
  headingPath: string[];
  page: number | null;
  label: string | null;
  startLine: number | null;
  endLine: number | null;
  start: number;
  text: string;
}

type RawChunk = Omit<FoundChunk, 'headingPath'> & { headingPath: string };

/** How much a term counts in title and headings against the text. */
const contextWeight = 2;

export type SearchReader = ReturnType<typeof openSearchReader>;

export function openSearchReader(file: string) {
  const db = openForReading(file);
  sqliteVec.load(db);
  const keys = folderKeys(db);
  const frequency = db
    .prepare<[string], number>('SELECT doc FROM keyword_terms WHERE term = ?')
    .pluck();
  const chunkCount = db.prepare<[], number>('SELECT count(*) FROM chunks').pluck();
  const chunks = db.prepare<[string], RawChunk>(
    `SELECT c.id AS chunkId, c.document AS documentId, c.ordinal, f.id AS folderId,
       d.relative_path AS relativePath, d.title, d.format, c.heading_path AS headingPath, c.page, c.label,
       c.start_line AS startLine, c.end_line AS endLine, c.start, c.text
     FROM chunks c JOIN documents d ON d.id = c.document JOIN folders f ON f.key = d.folder
     WHERE c.id IN (SELECT value FROM json_each(?))`,
  );

  return {
    chunkCount: () => chunkCount.get() ?? 0,
    /** In how many chunks a term stands. */
    frequency: (term: string) => frequency.get(term) ?? 0,
    /** Keys of folders; those that the index does not know are left out. */
    folderKeys: (ids: readonly string[]) =>
      ids.map((id) => keys.find(id)).filter((key) => key !== null),
    keywordMatches: (match: string, limit: number, folders: readonly number[] | null) =>
      keywordMatches(db, match, limit, folders),
    /** Null while there is no generation of this embedder. */
    nearest(
      embedder: string,
      vector: Int8Array,
      count: number,
      folders: readonly number[] | null,
    ): Neighbour[] | null {
      const generation = liveGeneration(db);
      if (generation?.embedder !== embedder) return null;
      return nearest(db, generation, vector, count, folders);
    },
    /** Chunks by id, in no order; those that were replaced since they were found are left out. */
    chunks: (ids: readonly number[]): FoundChunk[] =>
      chunks.all(JSON.stringify(ids)).map((row) => ({
        ...row,
        headingPath: JSON.parse(row.headingPath) as string[],
      })),
    close: () => db.close(),
  };
}

/** The best matches of an FTS5 expression. Folders narrow before the limit, never after it. */
function keywordMatches(
  db: Db,
  match: string,
  limit: number,
  folders: readonly number[] | null,
): KeywordMatch[] {
  const filter = folders
    ? `AND c.document IN (SELECT id FROM documents WHERE folder IN (${folders.join(',')}))`
    : '';
  // Without a filter nothing but the index of words is read for the many that do not make it.
  const chunks = folders ? 'JOIN chunks c ON c.id = k.rowid' : '';
  return db
    .prepare<[string, number], KeywordMatch>(
      `SELECT k.rowid AS chunkId, -bm25(keywords, ${contextWeight}, 1.0) AS score
       FROM keywords k ${chunks}
       WHERE keywords MATCH ? ${filter}
       ORDER BY score DESC LIMIT ?`,
    )
    .all(match, limit);
}
