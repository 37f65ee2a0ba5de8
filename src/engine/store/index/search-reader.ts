// What searching reads: ranked keyword matches, nearest vectors, and the chunks to show. Runs
// in the searcher thread.
import type { DocumentFormat } from '../../../shared/contract/documents.ts';
import { openForReading } from '../sqlite.ts';
import { chunkTextReader, type StoredText } from './chunk-texts.ts';
import { chunkDocuments } from './chunk-documents.ts';
import { documentFilters } from './document-filter.ts';
import { folderKeys } from './folder-keys.ts';
import { keywordReader, varints } from './keyword-reader.ts';
import { vocabularyReader } from './vocabulary.ts';
import { vectorReader } from './vector-reader.ts';

/** A document by its names, as far as it has text. */
export interface NamedText {
  document: number;
  relativePath: string;
  title: string | null;
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
  /** When its document was last changed, ms since 1970. */
  modifiedAt: number;
}

type RawChunk = Omit<FoundChunk, 'headingPath' | 'text'> & {
  headingPath: string;
  text: StoredText;
};

const foundChunk = `SELECT c.id AS chunkId, c.document AS documentId, c.ordinal,
    f.id AS folderId, d.relative_path AS relativePath, d.title, d.format, d.modified_at AS modifiedAt,
    c.heading_path AS headingPath, c.page, c.label, c.start_line AS startLine,
    c.end_line AS endLine, c.start, c.text
  FROM chunks c JOIN documents d ON d.id = c.document JOIN folders f ON f.key = d.folder`;

export type SearchReader = ReturnType<typeof openSearchReader>;

export function openSearchReader(file: string) {
  const db = openForReading(file);
  const keys = folderKeys(db);
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck();
  const version = () => dataVersion.get()!;
  const lengths = db.prepare<[string], { id: number; sz: Buffer }>(
    'SELECT id, sz FROM keywords_docsize WHERE id IN (SELECT value FROM json_each(?))',
  );
  const chunks = db.prepare<[string], RawChunk>(
    `${foundChunk} WHERE c.id IN (SELECT value FROM json_each(?))`,
  );
  const ofDocument = db.prepare<[number, number, number], RawChunk>(
    `${foundChunk} WHERE c.document = ? AND c.ordinal BETWEEN ? AND ? ORDER BY c.ordinal`,
  );
  const textOf = chunkTextReader(db);
  const parsed = (row: RawChunk): FoundChunk => ({
    ...row,
    headingPath: JSON.parse(row.headingPath) as string[],
    text: textOf(row.text),
  });
  const newestFirst = db
    .prepare<[], number>('SELECT id FROM documents ORDER BY modified_at DESC, id')
    .pluck();

  // A document with text has a first chunk.
  const names = `SELECT d.id AS document, d.relative_path AS relativePath, d.title FROM documents d
    WHERE EXISTS (SELECT 1 FROM chunks c WHERE c.document = d.id AND c.ordinal = 0)`;
  const namesInOrder = db.prepare<[], NamedText>(`${names} ORDER BY d.folder, d.relative_path`);
  const namesOf = db.prepare<[string], NamedText>(
    `${names} AND d.id IN (SELECT value FROM json_each(?))`,
  );

  /** Chunks by id, in no order; those that were replaced since they were found are left out. */
  const readChunks = (ids: readonly number[]): FoundChunk[] =>
    chunks.all(JSON.stringify(ids)).map(parsed);

  return {
    keywords: keywordReader(db),
    vocabulary: vocabularyReader(db),
    filters: documentFilters(db, version),
    chunkDocuments: chunkDocuments(db, version),
    /** Keys of folders; those that the index does not know are left out. */
    folderKeys: (ids: readonly string[]) =>
      ids.map((id) => keys.find(id)).filter((key) => key !== null),
    vectors: vectorReader(db),
    /** All that is read within is of one moment. */
    atOnce: <T>(work: () => T): T => db.transaction(work)(),
    chunks: readChunks,
    /** Chunks of a document by their places in it, ends included, in order. */
    neighbours: (documentId: number, from: number, to: number): FoundChunk[] =>
      ofDocument.all(documentId, from, to).map(parsed),
    /** The documents with text, in the order of their paths; `wanted` has a byte for each id. */
    textsByPath: (wanted: Uint8Array | null): NamedText[] =>
      namesInOrder.all().filter(({ document }) => !wanted || wanted[document] === 1),
    /** The same for some documents by id, in no order. */
    textsNamed: (ids: readonly number[]): NamedText[] => namesOf.all(JSON.stringify(ids)),
    /** The first chunks of the documents changed last; `wanted` has a byte for each document id. */
    newest(wanted: Uint8Array | null, limit: number): FoundChunk[] {
      const found: FoundChunk[] = [];
      for (const document of newestFirst.all()) {
        if (wanted && wanted[document] !== 1) continue;
        // A document without text has no chunk.
        found.push(...ofDocument.all(document, 0, 0).map(parsed));
        if (found.length === limit) break;
      }
      return found;
    },
    /** The same with the number of terms that the index has of each. */
    measuredChunks(ids: readonly number[]): (FoundChunk & { length: number })[] {
      const sizes = new Map(
        lengths.all(JSON.stringify(ids)).map(({ id, sz }) => [id, sumOf(varints(sz))]),
      );
      return readChunks(ids).map((chunk) => ({ ...chunk, length: sizes.get(chunk.chunkId) ?? 0 }));
    },
    close: () => db.close(),
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
