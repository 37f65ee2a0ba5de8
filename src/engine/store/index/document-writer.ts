// Writes documents. A document's row, its chunks and its keyword rows change in one transaction;
// what it was before is wholly gone or wholly there.
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Db } from '../sqlite.ts';
import type { ChunkTextWriter } from './chunk-texts.ts';
import type { ChunkRecord, ContentRecord, DocumentRecord } from './records.ts';
import { headingsOf } from './document-headings.ts';
import type { FolderKeys } from './folder-keys.ts';
import { nameOf } from './dropped-vectors.ts';
import type { GenerationSides } from './generation-side.ts';
import { storedJson } from './stored-json.ts';
import type { VocabularyWriter } from './vocabulary.ts';

interface OldChunk {
  id: number;
  embedding_key: Buffer;
}

interface DocumentAt {
  id: number;
  container: number | null;
  content_hash: Buffer | null;
  code: ErrorCode | null;
  reader: number;
}

/** Prepares the statements once; `write` and `remove` run inside the caller's transaction. */
export function documentWriter(
  db: Db,
  keys: FolderKeys,
  generations: GenerationSides,
  vocabulary: VocabularyWriter,
  texts: ChunkTextWriter,
) {
  // For RETURNING, OR REPLACE and changes of a container SQLite opens savepoints, at each of which
  // FTS5 writes the terms that it holds: they would be written one document at a time.
  const upsert = db.prepare(
    `INSERT INTO documents (folder, relative_path, state, code, params, size, modified_at,
         content_hash, format, language, title, pages, has_lines, text_length, reader, container)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (folder, relative_path) DO UPDATE SET
         state = excluded.state, code = excluded.code, params = excluded.params,
         size = excluded.size, modified_at = excluded.modified_at,
         content_hash = excluded.content_hash, format = excluded.format,
         language = excluded.language, title = excluded.title,
         pages = excluded.pages, has_lines = excluded.has_lines,
         text_length = excluded.text_length, reader = excluded.reader`,
  );
  const setContainer = db.prepare('UPDATE documents SET container = ? WHERE id = ?');
  const writeStructure = db.prepare(
    `INSERT INTO document_structures (document, blocks, page_ranges) VALUES (?, ?, ?)
     ON CONFLICT (document) DO UPDATE SET
       blocks = excluded.blocks, page_ranges = excluded.page_ranges`,
  );
  const dropStructure = db.prepare('DELETE FROM document_structures WHERE document = ?');
  const dropNames = db.prepare('DELETE FROM document_names WHERE document = ?');
  const writeNames = db.prepare('INSERT INTO document_names (document, headings) VALUES (?, ?)');
  const oldChunks = db.prepare<[number], OldChunk>(
    'SELECT id, embedding_key FROM chunks WHERE document = ? ORDER BY ordinal',
  );
  const insertChunk = db.prepare(
    `INSERT INTO chunks (id, document, ordinal, start, page, label, start_line, end_line,
       heading_path, text, embedding_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  // SQLite would give the id of a deleted last chunk again; who reads tells new chunks by it.
  let lastChunk = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM chunks').pluck().get()!;
  const updateChunk = db.prepare(
    `UPDATE chunks SET ordinal = ?, start = ?, page = ?, label = ?, start_line = ?, end_line = ?,
       heading_path = ?, text = ? WHERE id = ?`,
  );
  const deleteChunk = db.prepare('DELETE FROM chunks WHERE id = ?');
  const membersOf = db
    .prepare<[number], number>('SELECT id FROM documents WHERE container = ?')
    .pluck();
  const deleteDocument = db.prepare('DELETE FROM documents WHERE id = ?');
  const insertKeywords = db.prepare('INSERT INTO keywords (rowid, context, body) VALUES (?, ?, ?)');
  const deleteKeywords = db.prepare('DELETE FROM keywords WHERE rowid = ?');
  const documentAt = db.prepare<[number, string], DocumentAt>(
    `SELECT id, container, content_hash, code, reader FROM documents
     WHERE folder = ? AND relative_path = ?`,
  );
  const keepRecognised = db.prepare(
    'UPDATE documents SET container = ?, modified_at = ? WHERE id = ?',
  );

  function dropChunk({ id, embedding_key }: OldChunk): void {
    for (const side of generations.all()) side.drop(id, embedding_key);
    deleteKeywords.run(id);
    deleteChunk.run(id);
  }

  function writeChunks(document: number, chunks: readonly ChunkRecord[]): void {
    const reusable = new Map<string, OldChunk[]>();
    for (const chunk of oldChunks.all(document)) {
      deleteKeywords.run(chunk.id);
      const key = nameOf(chunk.embedding_key);
      reusable.set(key, [...(reusable.get(key) ?? []), chunk]);
    }
    const fresh: { id: number; key: Uint8Array }[] = [];
    for (const [ordinal, chunk] of chunks.entries()) {
      const place = [chunk.start, chunk.page, chunk.label, chunk.startLine, chunk.endLine];
      const headings = JSON.stringify(chunk.headingPath);
      const text = texts.pack(chunk.text);
      let id = reusable.get(nameOf(chunk.embeddingKey))?.shift()?.id;
      if (id === undefined) {
        id = ++lastChunk;
        insertChunk.run(id, document, ordinal, ...place, headings, text, chunk.embeddingKey);
        if (chunk.embeddingKey.length > 0) {
          for (const side of generations.all()) side.wait(id);
          fresh.push({ id, key: chunk.embeddingKey });
        }
      } else {
        updateChunk.run(ordinal, ...place, headings, text, id);
      }
      insertKeywords.run(id, chunk.contextTerms, chunk.bodyTerms);
      if (chunk.bodyTerms !== '') vocabulary.learn(chunk.text);
    }
    // New chunks look for twins before the old ones go: an edit that splits a chunk differently
    // may still find its strings there.
    for (const { id, key } of fresh) {
      for (const side of generations.all()) side.giveKnown(id, document, key);
    }
    for (const left of reusable.values()) left.forEach(dropChunk);
  }

  /**
   * A container that changed is read anew, but letter by letter only what is new in it.
   *
   * @returns the id of a member that was recognised before, with the same bytes
   */
  function recognisedBefore(record: DocumentRecord, folder: number): number | null {
    if (!isUnrecognised(record.problem?.code)) return null;
    const now = documentAt.get(folder, record.relativePath);
    if (!now || isUnrecognised(now.code) || now.reader !== record.reader) return null;
    return sameHash(now.content_hash, record.contentHash) ? now.id : null;
  }

  /**
   * Writes a document and those inside it; what was inside before and is not now goes.
   *
   * @returns the document's id
   */
  function write(record: DocumentRecord, container: number | null = null): number {
    const folder = keys.ensure(record.folderId);
    const { content, problem } = record;
    const recognised = container === null ? null : recognisedBefore(record, folder);
    if (recognised !== null) {
      keepRecognised.run(container, record.modifiedAt, recognised);
      return recognised;
    }
    upsert.run(
      folder,
      record.relativePath,
      record.state,
      problem?.code ?? null,
      problem ? JSON.stringify(problem.params) : null,
      record.size,
      record.modifiedAt,
      record.contentHash,
      ...contentColumns(content),
      record.reader,
      container,
    );
    const { id, container: containerBefore } = documentAt.get(folder, record.relativePath)!;
    if (containerBefore !== container) setContainer.run(container, id);
    if (content) {
      const { blocks, pageRanges } = content;
      const pages = pageRanges ? storedJson(pageRanges) : null;
      writeStructure.run(id, storedJson(blocks), pages);
    } else {
      dropStructure.run(id);
    }
    dropNames.run(id);
    writeNames.run(id, JSON.stringify(content ? headingsOf(content) : []));
    writeChunks(id, content?.chunks ?? []);
    if (content) vocabulary.learn(`${content.title ?? ''} ${record.relativePath}`);
    const members = new Set((record.members ?? []).map((member) => write(member, id)));
    // Asked for only now: one that lies deeper than before is not to go.
    for (const member of membersOf.all(id)) if (!members.has(member)) remove(member);
    return id;
  }

  /**
   * Writes what was read from a document's picture, if the document is still the same.
   *
   * @returns false if it is not
   */
  function writeRecognised(record: DocumentRecord): boolean {
    const now = documentAt.get(keys.ensure(record.folderId), record.relativePath);
    if (!now || !sameHash(now.content_hash, record.contentHash)) return false;
    write(record, now.container);
    return true;
  }

  /** Removes a document and those inside it. */
  function remove(documentId: number): void {
    membersOf.all(documentId).forEach(remove);
    oldChunks.all(documentId).forEach(dropChunk);
    deleteDocument.run(documentId);
  }

  return { write, writeRecognised, remove };
}

/** True for the picture of letters that nobody has read yet. */
function isUnrecognised(code: ErrorCode | null | undefined): boolean {
  return code === 'FILE_NO_TEXT' || code === 'FILE_PARTLY_TEXT';
}

function sameHash(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a !== null && b !== null && Buffer.compare(a, b) === 0;
}

function contentColumns(content: ContentRecord | null): unknown[] {
  if (!content) return [null, null, null, null, 0, 0];
  return [
    content.format,
    content.language,
    content.title,
    content.pageRanges?.length ?? null,
    content.hasLines ? 1 : 0,
    content.textLength,
  ];
}
