// Changes to documents that leave their content alone: queued, touched, moved, folder gone.
import { contextTerms, bodyTerms } from '../../text/chunk-text.ts';
import type { DocumentFormat } from '../../../shared/contract/documents.ts';
import type { Db } from '../sqlite.ts';
import { chunkTextReader, type StoredText } from './chunk-texts.ts';
import type { FileFacts } from './records.ts';
import type { FolderKeys } from './folder-keys.ts';

export interface Move extends FileFacts {
  id: number;
}

interface MovedRow {
  title: string | null;
  format: DocumentFormat | null;
}

interface ChunkRow {
  id: number;
  heading_path: string;
  text: StoredText;
}

/**
 * Prepares the statements once; every function runs inside the caller's transaction.
 *
 * @param removeDocument takes out a document and all that hangs on it
 */
export function fileWriter(db: Db, keys: FolderKeys, removeDocument: (id: number) => void) {
  const queue = db.prepare(
    `INSERT INTO documents (folder, relative_path, state, size, modified_at)
     VALUES (?, ?, 'queued', ?, ?)
     ON CONFLICT (folder, relative_path)
       DO UPDATE SET state = 'queued', code = NULL, params = NULL, container = NULL`,
  );
  const touch = db.prepare(
    `UPDATE documents SET size = ?, modified_at = ?, state = 'indexed', code = NULL, params = NULL
     WHERE id = ?`,
  );
  const move = db.prepare<unknown[], MovedRow>(
    `UPDATE documents SET relative_path = ?, size = ?, modified_at = ? WHERE id = ?
       RETURNING title, format`,
  );
  /** Under a new id, by which its new path is noticed. */
  const renewNames = db.prepare(
    `INSERT OR REPLACE INTO document_names (document, headings)
     SELECT document, headings FROM document_names WHERE document = ?`,
  );
  const chunksOf = db.prepare<[number], ChunkRow>(
    'SELECT id, heading_path, text FROM chunks WHERE document = ?',
  );
  const textOf = chunkTextReader(db);
  const deleteKeywords = db.prepare('DELETE FROM keywords WHERE rowid = ?');
  const insertKeywords = db.prepare('INSERT INTO keywords (rowid, context, body) VALUES (?, ?, ?)');
  const documentAt = db
    .prepare<[string, number], number>(
      `SELECT id FROM documents WHERE relative_path = ?
         AND folder = (SELECT folder FROM documents WHERE id = ?)`,
    )
    .pluck();
  /** Documents inside one, with the part of their paths behind its own. */
  const membersOf = db.prepare<
    [number],
    { id: number; name: string; size: number; modifiedAt: number }
  >(
    `SELECT m.id, substr(m.relative_path, length(d.relative_path) + 1) AS name, m.size,
       m.modified_at AS modifiedAt
     FROM documents m JOIN documents d ON d.id = m.container WHERE d.id = ?`,
  );
  const timeOf = db
    .prepare<[number], number>('SELECT modified_at FROM documents WHERE id = ?')
    .pluck();
  /** Documents inside one that have no time of their own, but its. */
  const inherit = db
    .prepare<[number, number, number], number>(
      'UPDATE documents SET modified_at = ? WHERE container = ? AND modified_at = ? RETURNING id',
    )
    .pluck();
  const scanned = db.prepare('UPDATE folders SET scanned_at = ?, device = ? WHERE id = ?');
  const dropFolder = db.prepare('DELETE FROM folders WHERE key = ?');

  function moveOne(file: Move): void {
    // What stands there was queued before it was known to be a rename, or was overwritten.
    const before = documentAt.get(file.relativePath, file.id);
    if (before !== undefined && before !== file.id) removeDocument(before);
    inheritTime(file.id, timeOf.get(file.id), file.modifiedAt);
    const members = membersOf.all(file.id);
    const document = move.get(file.relativePath, file.size, file.modifiedAt, file.id);
    if (!document) return;
    renewNames.run(file.id);
    writeNames(file, document);
    for (const { name, ...member } of members) {
      moveOne({ ...member, relativePath: file.relativePath + name });
    }
  }

  function inheritTime(id: number, before: number | undefined, now: number): void {
    if (before === undefined || before === now) return;
    for (const member of inherit.all(now, id, before)) inheritTime(member, before, now);
  }

  function writeNames({ id, relativePath }: Move, { title, format }: MovedRow): void {
    if (!format) return;
    for (const chunk of chunksOf.all(id)) {
      const headings = JSON.parse(chunk.heading_path) as string[];
      deleteKeywords.run(chunk.id);
      insertKeywords.run(
        chunk.id,
        contextTerms({ title, relativePath, headings }),
        bodyTerms(textOf(chunk.text), format),
      );
    }
  }

  return {
    /** Marks files as waiting. What the index holds of them stays searchable until replaced. */
    queue(folderId: string, files: readonly FileFacts[]) {
      const folder = keys.ensure(folderId);
      for (const file of files) queue.run(folder, file.relativePath, file.size, file.modifiedAt);
    },
    /** Notes a new time of files whose content is what is indexed. */
    touch(files: readonly Move[]) {
      for (const file of files) {
        inheritTime(file.id, timeOf.get(file.id), file.modifiedAt);
        touch.run(file.size, file.modifiedAt, file.id);
      }
    },
    /**
     * Follows a rename, of the documents inside too. Nothing is embedded again; names count as
     * keywords, so those change.
     */
    move(files: readonly Move[]) {
      files.forEach(moveOne);
    },
    markScanned(folderId: string, at: number, device: string) {
      keys.ensure(folderId);
      scanned.run(at, device, folderId);
    },
    dropFolder(folderId: string) {
      const key = keys.find(folderId);
      if (key !== null) dropFolder.run(key);
    },
  };
}
