// Reading documents: lists, counts, problems, text. Runs on the engine's own thread, so every
// query here is by index or bounded.
import type { DocumentFormat, DocumentState } from '../../../shared/contract/documents.ts';
import type { ErrorCode, ErrorParams } from '../../../shared/errors.ts';
import type { Db } from '../sqlite.ts';
import { chunkTextReader, type StoredText } from './chunk-texts.ts';
import { parseStored } from './stored-json.ts';

export interface DocumentRow {
  id: number;
  folderId: string;
  relativePath: string;
  title: string | null;
  state: DocumentState;
  code: ErrorCode | null;
  params: ErrorParams | null;
  format: DocumentFormat | null;
  /** The programming language of source code. */
  language: string | null;
  size: number;
  modifiedAt: number;
  pages: number | null;
}

export interface DocumentFilter {
  folderId?: string | undefined;
  states?: readonly DocumentState[] | undefined;
  pathContains?: string | undefined;
  offset: number;
  limit: number;
}

type RawRow = Omit<DocumentRow, 'params'> & { params: string | null };

const columns = `d.id, f.id AS folderId, d.relative_path AS relativePath, d.title, d.state, d.code,
  d.params, d.format, d.language, d.size, d.modified_at AS modifiedAt, d.pages`;
const source = 'documents d JOIN folders f ON f.key = d.folder';

/** What is needed to reach a document inside another. */
interface MemberRow {
  /** Path of the file that holds it, maybe in further containers. */
  file: string;
  contentHash: Uint8Array | null;
}

export type DocumentReader = ReturnType<typeof documentReader>;

export function documentReader(db: Db) {
  const find = db.prepare<[string, string], RawRow>(
    `SELECT ${columns} FROM ${source} WHERE f.id = ? AND d.relative_path = ?`,
  );
  const scans = db.prepare<[string], RawRow>(
    `SELECT ${columns} FROM ${source} WHERE f.id = ? AND d.state IN ('empty', 'partial')
       AND d.size > 0 AND d.code IN ('FILE_NO_TEXT', 'FILE_PARTLY_TEXT')
       AND d.format IN ('pdf', 'image')`,
  );
  const structure = db.prepare<
    [number],
    { blocks: string | Buffer; page_ranges: string | Buffer | null }
  >('SELECT blocks, page_ranges FROM document_structures WHERE document = ?');
  const textOf = chunkTextReader(db);
  const texts = db
    .prepare<[number], StoredText>('SELECT text FROM chunks WHERE document = ? ORDER BY ordinal')
    .pluck();
  const member = db.prepare<[number], MemberRow>(
    `WITH RECURSIVE around (relative_path, container, content_hash) AS (
       SELECT relative_path, container, content_hash FROM documents
         WHERE id = ? AND container IS NOT NULL
       UNION ALL
       SELECT d.relative_path, d.container, around.content_hash FROM documents d
         JOIN around ON d.id = around.container)
     SELECT relative_path AS file, content_hash AS contentHash FROM around
     WHERE container IS NULL`,
  );

  const containers = db
    .prepare<[number], string>(
      `WITH RECURSIVE around (relative_path, container, depth) AS (
         SELECT relative_path, container, 0 FROM documents WHERE id = ?
         UNION ALL
         SELECT d.relative_path, d.container, depth + 1 FROM documents d
           JOIN around ON d.id = around.container)
       SELECT relative_path FROM around WHERE depth > 0 ORDER BY depth DESC`,
    )
    .pluck();
  const members = db.prepare<[number, number], RawRow>(
    `SELECT ${columns} FROM ${source} WHERE d.container = ? ORDER BY d.relative_path LIMIT ?`,
  );

  return {
    find(folderId: string, relativePath: string): DocumentRow | null {
      const row = find.get(folderId, relativePath);
      return row ? parseRow(row) : null;
    },
    list(filter: DocumentFilter): { rows: DocumentRow[]; total: number } {
      const { where, values } = whereOf(filter);
      const total = db
        .prepare<unknown[], number>(`SELECT count(*) FROM ${source} ${where}`)
        .pluck()
        .get(...values);
      const rows = db
        .prepare<unknown[], RawRow>(
          `SELECT ${columns} FROM ${source} ${where} ORDER BY d.relative_path, f.id
           LIMIT ? OFFSET ?`,
        )
        .all(...values, filter.limit, filter.offset);
      return { rows: rows.map(parseRow), total: total ?? 0 };
    },
    /** Pictures of letters that nobody has read yet. */
    scans: (folderId: string): DocumentRow[] => scans.all(folderId).map(parseRow),
    /** The extracted text: a document's chunks tile it. */
    text: (id: number) => texts.all(id).map(textOf).join(''),
    structure(id: number) {
      const row = structure.get(id);
      return {
        blocks: parseStored(row?.blocks ?? '[]'),
        pageRanges: parseStored(row?.page_ranges ?? 'null'),
      };
    },
    /** Where a document inside others is; null for one that is a file itself. */
    member: (id: number): MemberRow | null => member.get(id) ?? null,
    /** Paths of the documents that a document is inside of, the outermost first. */
    containers: (id: number): string[] => containers.all(id),
    /** The first `limit` documents right inside a document. */
    members: (id: number, limit: number): DocumentRow[] => members.all(id, limit).map(parseRow),
  };
}

function whereOf(filter: DocumentFilter): { where: string; values: unknown[] } {
  const terms: string[] = [];
  const values: unknown[] = [];
  if (filter.folderId !== undefined) {
    terms.push('f.id = ?');
    values.push(filter.folderId);
  }
  if (filter.states?.length) {
    terms.push(`d.state IN (${filter.states.map(() => '?').join(',')})`);
    values.push(...filter.states);
  }
  if (filter.pathContains) {
    terms.push('instr(lower(d.relative_path), lower(?)) > 0');
    values.push(filter.pathContains);
  }
  return { where: terms.length ? `WHERE ${terms.join(' AND ')}` : '', values };
}

function parseRow<R extends { params: string | null }>(row: R) {
  return { ...row, params: parseParams(row.params) };
}

/** The parameters of a problem's sentence, as they are stored. */
export function parseParams(params: string | null): ErrorParams | null {
  return params ? (JSON.parse(params) as ErrorParams) : null;
}
