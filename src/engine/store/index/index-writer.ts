// The one writer of index.db. It runs in a thread of its own (index-writer.thread.ts), so that
// neither searching nor the engine's event loop waits for a transaction.
import { existsSync, statSync } from 'node:fs';
import * as sqliteVec from 'sqlite-vec';
import { type Db, explained, migrate, openForWriting } from '../sqlite.ts';
import { documentWriter } from './document-writer.ts';
import { nameOf } from './dropped-vectors.ts';
import { fileWriter, type Move } from './file-writer.ts';
import { folderKeys } from './folder-keys.ts';
import { keepUpCodes, wantsFirstCentre } from './code-upkeep.ts';
import { maintain } from './maintenance.ts';
import { takePending } from './pending.ts';
import type { DocumentRecord, FileFacts, VectorRecord } from './records.ts';
import { indexMigrations } from './schema.ts';
import { vocabularyWriter } from './vocabulary.ts';
import { type VectorWriter, vectorWriter } from './vector-writer.ts';
import { bytesOf, ensureGeneration } from './vectors.ts';

export interface IndexWriterOptions {
  file: string;
  embedder: string;
  dimensions: number;
}

export type IndexWriter = ReturnType<typeof openIndexWriter>;

/** Documents removed in one transaction when a whole folder goes. */
const removeBatch = 200;

/**
 * Opens (or makes) the index.
 *
 * @throws LorekeepError INDEX_DAMAGED, DISK_FULL, DATA_NEWER
 */
export function openIndexWriter(options: IndexWriterOptions) {
  const { file } = options;
  // SQLite removes the log when the last connection closes.
  const endedCleanly = !existsSync(`${file}-wal`);
  const db = explained(file, () => openForWriting(file));
  const parts = explained(file, () => openParts(db, options, endedCleanly));
  const { keys, documents, files, vectors, generation, vocabulary } = parts;
  function transact<T>(change: () => T): T {
    try {
      return explained(file, () => changeAll(db, vectors, change));
    } catch (error) {
      vocabulary.undone();
      throw error;
    }
  }

  const dropPending = db.prepare(
    'DELETE FROM pending_embeddings WHERE generation = ? AND chunk = ?',
  );
  // CROSS JOIN keeps the order: from the few chunks of a string to whether they wait. The other
  // way round would walk over all that waits, once for each vector.
  const waitingFor = db.prepare<[Uint8Array, number], { id: number; document: number }>(
    `SELECT c.id, c.document FROM chunks c
     CROSS JOIN pending_embeddings p ON p.chunk = c.id
     WHERE c.embedding_key = ? AND p.generation = ?`,
  );
  const documentAt = db
    .prepare<[string, string], number>(
      `SELECT id FROM documents WHERE folder = (SELECT key FROM folders WHERE id = ?)
         AND relative_path = ? AND container IS NULL`,
    )
    .pluck();
  const someOfFolder = db
    .prepare<[number, number], number>('SELECT id FROM documents WHERE folder = ? LIMIT ?')
    .pluck();

  return {
    /** Writes what was read from a document's picture; false if it is another document by now. */
    writeRecognised: (record: DocumentRecord): boolean =>
      transact(() => documents.writeRecognised(record)),
    writeDocuments(records: DocumentRecord[]) {
      transact(() => records.forEach((record) => documents.write(record)));
    },
    /** Removes documents whose files are gone. Paths that the index does not know are passed over. */
    removeFiles(folderId: string, relativePaths: string[]) {
      transact(() => {
        for (const path of relativePaths) {
          const id = documentAt.get(folderId, path);
          if (id !== undefined) documents.remove(id);
        }
      });
    },
    queueFiles(folderId: string, list: FileFacts[]) {
      transact(() => files.queue(folderId, list));
    },
    touchFiles(list: Move[]) {
      transact(() => files.touch(list));
    },
    moveFiles(list: Move[]) {
      transact(() => files.move(list));
    },
    markScanned(folderId: string, at: number, device: string) {
      transact(() => files.markScanned(folderId, at, device));
    },
    /** Removes some documents of a folder; false when it was the last of it. */
    removeSomeOfFolder(folderId: string): boolean {
      const key = keys.find(folderId);
      if (key === null) return false;
      const ids = someOfFolder.all(key, removeBatch);
      transact(() => {
        ids.forEach(documents.remove);
        if (ids.length < removeBatch) files.dropFolder(folderId);
      });
      return ids.length === removeBatch;
    },
    /** The next chunks that wait for a vector, in the order of their writing. */
    takePending: (limit: number) => explained(file, () => takePending(db, generation, limit)),
    /**
     * Gives vectors to all chunks that wait for them. They are found by the string that was
     * embedded, not by id: a chunk may be gone by now, and its id another's.
     */
    writeVectors(records: VectorRecord[]) {
      transact(() => {
        const byKey = new Map(records.map((record) => [nameOf(record.embeddingKey), record]));
        for (const { embeddingKey, vector } of byKey.values()) {
          // All zeros: a text of signs without words. It is near to nothing, so such a chunk has
          // no vector and waits for none.
          const hasDirection = vector.some((value) => value !== 0);
          for (const { id, document } of waitingFor.all(embeddingKey, generation.id)) {
            dropPending.run(generation.id, id);
            if (hasDirection) vectors.insert(id, document, bytesOf(vector));
          }
        }
      });
      if (wantsFirstCentre(db, generation)) {
        explained(file, () => keepUpCodes(db, generation, vectors));
      }
    },
    /** Gives back the space of what was deleted, if it is much. */
    maintain(): boolean {
      transact(vocabulary.settle);
      return explained(file, () => maintain(db, generation, vectors));
    },
    close() {
      db.pragma('optimize');
      db.close();
    },
  };
}

/** One transaction, at the end of which the codes are those of the vectors. */
function changeAll<T>(db: Db, vectors: VectorWriter, change: () => T): T {
  try {
    return db.transaction(() => {
      const result = change();
      vectors.flush();
      return result;
    })();
  } catch (error) {
    vectors.forget();
    throw error;
  }
}

/** Larger indexes are not checked at start: damage then shows when the page is read. */
const checkedBytes = 256 * 1024 * 1024;

/** After an unclean end, damage shows here and not in the middle of somebody's search. */
function checkHealth(db: Db): void {
  if (statSync(db.name).size > checkedBytes) return;
  const health = db.pragma('quick_check(1)', { simple: true });
  if (health !== 'ok') throw Object.assign(new Error(String(health)), { code: 'SQLITE_CORRUPT' });
}

function openParts(db: Db, options: IndexWriterOptions, endedCleanly: boolean) {
  if (!endedCleanly) checkHealth(db);
  // Indexes of earlier versions hold their vectors in its tables.
  sqliteVec.load(db);
  migrate(db, indexMigrations);
  const keys = folderKeys(db);
  const generation = ensureGeneration(db, options.embedder, options.dimensions);
  const vectors = vectorWriter(db, generation);
  keepUpCodes(db, generation, vectors);
  const vocabulary = vocabularyWriter(db);
  const documents = documentWriter(db, keys, generation, vectors, vocabulary);
  const files = fileWriter(db, keys, documents.remove);
  return { keys, generation, vectors, documents, files, vocabulary };
}
