// What suggestions read: names and headings in slices, and the documents to show. Runs in the
// searcher thread, on a connection of its own.
import type { DocumentFormat } from '../../../shared/contract/documents.ts';
import { openForReading } from '../sqlite.ts';
import type { Heading } from './document-headings.ts';
import { folderKeys } from './folder-keys.ts';

export interface NameRow {
  /** Grows with every document that is written or moved. */
  id: number;
  document: number;
  folder: number;
  relativePath: string;
  title: string | null;
  headings: Heading[];
}

export interface NamedDocument {
  document: number;
  folderId: string;
  relativePath: string;
  title: string | null;
  format: DocumentFormat | null;
  headings: Heading[];
}

/** As stored: headings are JSON. */
type RawRow<T> = Omit<T, 'headings'> & { headings: string };
interface WithHeadings {
  headings: Heading[];
}

export type NameReader = ReturnType<typeof openNameReader>;

export function openNameReader(file: string) {
  const db = openForReading(file);
  const keys = folderKeys(db);
  const slice = db.prepare<[number, number], RawRow<NameRow>>(
    `SELECT n.id, n.document, d.folder, d.relative_path AS relativePath, d.title, n.headings
     FROM document_names n JOIN documents d ON d.id = n.document
     WHERE n.id > ? ORDER BY n.id LIMIT ?`,
  );
  const count = db.prepare<[], number>('SELECT count(*) FROM document_names').pluck();
  // What holds no text is found by its name as well; what could not be read has nothing to show.
  const documents = db.prepare<[string], RawRow<NamedDocument>>(
    `SELECT d.id AS document, f.id AS folderId, d.relative_path AS relativePath, d.title, d.format,
       n.headings
     FROM documents d JOIN folders f ON f.key = d.folder JOIN document_names n ON n.document = d.id
     WHERE d.id IN (SELECT value FROM json_each(?))
       AND d.state IN ('indexed', 'partial', 'empty')`,
  );
  return {
    /** Rows beyond an id, at most `limit`, in order of their ids. */
    slice: (after: number, limit: number): NameRow[] => slice.all(after, limit).map(parsed),
    count: () => count.get() ?? 0,
    /** Documents as they are now, in no order; those that are gone are left out. */
    documents: (ids: readonly number[]): NamedDocument[] =>
      documents.all(JSON.stringify(ids)).map(parsed),
    /** Keys of folders; those that the index does not know are left out. */
    folderKeys: (ids: readonly string[]) =>
      ids.map((id) => keys.find(id)).filter((key) => key !== null),
    close: () => db.close(),
  };
}

function parsed<T extends { headings: string }>(row: T): Omit<T, 'headings'> & WithHeadings {
  return { ...row, headings: JSON.parse(row.headings) as Heading[] };
}
