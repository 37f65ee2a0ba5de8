// What the index knows of a folder's files, read in the order of their paths and piece by piece:
// neither memory nor the write-ahead log grows with the folder.
import type { DocumentFormat } from '../../../shared/contract/documents.ts';
import { explained, openForReading } from '../sqlite.ts';
import { parseParams } from './document-reader.ts';
import type { KnownFacts, KnownFile } from './records.ts';

export interface KnownFiles {
  /** All files of the folder, by the bytes of their paths. Documents inside files are left out. */
  all(): Generator<KnownFacts>;
  /** Those at some paths, and below them, in no order. */
  at(relativePaths: readonly string[]): KnownFacts[];
  /** Adds what only few of them need. */
  complete(facts: KnownFacts): KnownFile;
  close(): void;
}

/** Formats that hold documents, as SQL. */
const containerFormats = (['zip', 'eml', 'msg', 'mbox'] satisfies DocumentFormat[])
  .map((format) => `'${format}'`)
  .join(', ');

const pieceSize = 200;

type Row = Omit<KnownFacts, 'params'> & { params: string | null };

/**
 * @throws LorekeepError INDEX_DAMAGED, here and while reading
 */
export function openKnownFiles(indexFile: string, folderId: string): KnownFiles {
  const db = explained(indexFile, () => openForReading(indexFile));
  const prepare = (range: string) =>
    db.prepare<(string | number)[], Row>(
      `SELECT d.id, d.relative_path AS relativePath, d.size, d.modified_at AS modifiedAt, d.state,
         d.code, d.params, d.reader,
         CASE WHEN d.format IN (${containerFormats}) THEN (
           SELECT min(m.reader) FROM documents m WHERE m.folder = d.folder
             AND m.relative_path > d.relative_path || '/'
             AND m.relative_path < d.relative_path || '0'
             AND m.container IS NOT NULL AND m.state IN ('unsupported', 'failed', 'quarantined')
         ) END AS unsupportedMembers
       FROM documents d WHERE d.folder = (SELECT key FROM folders WHERE id = ?)
         AND ${range} AND d.container IS NULL
       ORDER BY d.relative_path LIMIT ?`,
    );
  const [piece, same, below] = explained(indexFile, () => [
    prepare('d.relative_path > ?'),
    prepare('d.relative_path = ?'),
    prepare('d.relative_path >= ? AND d.relative_path < ?'),
  ]);
  const hash = db
    .prepare<[number], Buffer | null>('SELECT content_hash FROM documents WHERE id = ?')
    .pluck();

  return {
    *all() {
      let after = '';
      for (;;) {
        const rows = explained(indexFile, () => piece.all(folderId, after, pieceSize));
        for (const row of rows) yield parsed(row);
        const last = rows.at(-1);
        if (!last || rows.length < pieceSize) return;
        after = last.relativePath;
      }
    },
    at: (relativePaths) =>
      explained(indexFile, () =>
        relativePaths.flatMap((path) => {
          // '0' is the sign behind '/'.
          const inside = below.all(folderId, `${path}/`, `${path}0`, -1);
          return [...same.all(folderId, path, -1), ...inside].map(parsed);
        }),
      ),
    complete: (facts) => ({
      ...facts,
      contentHash: explained(indexFile, () => hash.get(facts.id)) ?? null,
    }),
    close: () => db.close(),
  };
}

function parsed(row: Row): KnownFacts {
  return Object.assign(row, { params: parseParams(row.params) });
}
