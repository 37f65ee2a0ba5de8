// The one writer of index.db. It runs in a thread of its own (index-writer.thread.ts), so that
// neither searching nor the engine's event loop waits for a transaction.
import { existsSync, statSync } from 'node:fs';
import * as sqliteVec from 'sqlite-vec';
import { type Db, explained, migrate, openForWriting } from '../sqlite.ts';
import { chunkTextReader, chunkTextWriter } from './chunk-texts.ts';
import { documentWriter } from './document-writer.ts';
import { fileWriter, type Move } from './file-writer.ts';
import { folderKeys } from './folder-keys.ts';
import { keepUpCodes, wantsFirstCentre } from './code-upkeep.ts';
import { type GoLive, openGenerations } from './generation-switch.ts';
import { maintain } from './maintenance.ts';
import { takePending } from './pending.ts';
import type { WantedGeneration } from './generations.ts';
import type { DocumentRecord, FileFacts, VectorRecord } from './records.ts';
import { indexMigrations } from './schema.ts';
import { vocabularyWriter } from './vocabulary.ts';

export interface IndexWriterOptions {
  file: string;
  /** The built-in embedder: its vectors are searched until there are those of another. */
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
  const { keys, documents, files, generations, vocabulary, texts, textOf } = parts;
  function transact<T>(change: () => T): T {
    try {
      return explained(file, () => generations.transact(change));
    } catch (error) {
      vocabulary.undone();
      texts.forget();
      throw error;
    }
  }

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
    /**
     * The next chunks that wait for a vector, in the order of their writing.
     *
     * @param generation the live one if none is named; none waits for one that is gone
     */
    takePending: (limit: number, generation?: number) =>
      explained(file, () => {
        const side = generations.find(generation);
        return side ? takePending(db, side.generation, limit, textOf) : [];
      }),
    /** Gives vectors to all chunks that wait for them, in the live generation if none is named. */
    writeVectors(records: VectorRecord[], generation?: number) {
      const side = generations.find(generation);
      if (!side) return;
      transact(() => side.give(records));
      if (wantsFirstCentre(db, side.generation)) {
        explained(file, () => keepUpCodes(db, side.generation, side.vectors));
      }
    },
    /**
     * The generation of an embedder, to be built if there is none. Another one that was being built
     * goes: nobody asks for it any more.
     */
    beginGeneration: (wanted: WantedGeneration) => explained(file, () => generations.begin(wanted)),
    /**
     * Makes a generation the one that is searched; the one that was is kept, the one kept before goes.
     *
     * @returns false if that cannot be: it is gone, or chunks wait for it and it has to be `whole`
     */
    goLive: (id: number, how: GoLive) => explained(file, () => generations.goLive(id, how)),
    /** Drops a generation that was being built. */
    dropBuilding: () => explained(file, generations.dropBuilding),
    /** Gives back the space of what was deleted, if it is much, and keeps things in order. */
    maintain(): boolean {
      explained(file, generations.calibrate);
      transact(() => {
        vocabulary.settle();
        vocabulary.trim();
      });
      return explained(file, () => maintain(db, generations.all()));
    },
    close() {
      db.pragma('optimize');
      db.close();
    },
  };
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
  const generations = openGenerations(db, options);
  for (const { generation, vectors } of generations.all()) keepUpCodes(db, generation, vectors);
  const vocabulary = vocabularyWriter(db);
  const texts = chunkTextWriter(db);
  const documents = documentWriter(db, keys, generations, vocabulary, texts);
  const files = fileWriter(db, keys, documents.remove);
  const textOf = chunkTextReader(db);
  return { keys, generations, documents, files, vocabulary, texts, textOf };
}
