// library.db as the engine sees it: one repository a concept. Small, so it lives on the engine's
// own thread.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorParams } from '../../../shared/errors.ts';
import {
  type Db,
  explainDisk,
  explainedAll,
  isDamage,
  migrate,
  openForWriting,
  schemaVersion,
} from '../sqlite.ts';
import { backUp, backupIsDue, restoreBackup } from './backup.ts';
import { assistantRepository } from './assistants.ts';
import { collectionRepository } from './collections.ts';
import { conversationTurnRepository } from './conversation-turns.ts';
import { conversationRepository } from './conversations.ts';
import { folderRepository } from './folders.ts';
import { ignoredRepository } from './ignored.ts';
import { modelFileRepository } from './model-files.ts';
import { libraryMigrations } from './schema.ts';
import { remoteServerRepository } from './remote-servers.ts';
import { settingsRepository } from './settings.ts';
import { sourcePageRepository } from './source-pages.ts';
import { sourceRepository } from './sources.ts';

export interface LibraryStore {
  readonly folders: ReturnType<typeof folderRepository>;
  readonly assistants: ReturnType<typeof assistantRepository>;
  readonly conversations: ReturnType<typeof conversationRepository>;
  readonly collections: ReturnType<typeof collectionRepository>;
  readonly ignored: ReturnType<typeof ignoredRepository>;
  readonly modelFiles: ReturnType<typeof modelFileRepository>;
  readonly remoteServers: ReturnType<typeof remoteServerRepository>;
  readonly settings: ReturnType<typeof settingsRepository>;
  readonly sources: ReturnType<typeof sourceRepository>;
  readonly sourcePages: ReturnType<typeof sourcePageRepository>;
  readonly turns: ReturnType<typeof conversationTurnRepository>;
  /** Params of LIBRARY_DAMAGED if the library was set aside when this store was opened. */
  readonly restored: ErrorParams | null;
  /** Why the daily backup could not be made when this store was opened, if so. */
  readonly backupFailure: unknown;
  bytes(): number;
  close(): void;
}

/**
 * Opens (or makes) the library of a data folder; backs it up when that is due.
 *
 * @throws LorekeepError DATA_NEWER
 */
export async function openLibraryStore(dataDir: string): Promise<LibraryStore> {
  const file = join(dataDir, 'library.db');
  const backups = join(dataDir, 'backups');
  try {
    return store(await open(file, backups), file, null);
  } catch (error) {
    if (!isDamage(error)) throw explainDisk(error, file);
    const aside = restoreBackup(file, backups);
    const restored = { file: aside.file, date: aside.day ?? '—' };
    return store(await open(file, backups), file, restored);
  }
}

interface Opened {
  db: Db;
  backupFailure: unknown;
}

async function open(file: string, backups: string): Promise<Opened> {
  const isNew = !existsSync(file);
  const db = openForWriting(file);
  try {
    const health = db.pragma('quick_check(1)', { simple: true });
    if (health !== 'ok') throw Object.assign(new Error(String(health)), { code: 'SQLITE_CORRUPT' });
    const outdated = schemaVersion(db) < libraryMigrations.length;
    let backupFailure: unknown = null;
    if (!isNew && (outdated || backupIsDue(backups))) {
      try {
        await backUp(db, backups);
      } catch (error) {
        // Without its copy nothing is migrated; otherwise the library is usable as it is.
        if (outdated) throw error;
        backupFailure = error;
      }
    }
    migrate(db, libraryMigrations);
    return { db, backupFailure };
  } catch (error) {
    db.close();
    throw error;
  }
}

function store({ db, backupFailure }: Opened, file: string, restored: ErrorParams | null) {
  return {
    folders: explainedAll(file, folderRepository(db), explainDisk),
    assistants: explainedAll(file, assistantRepository(db), explainDisk),
    conversations: explainedAll(file, conversationRepository(db), explainDisk),
    collections: explainedAll(file, collectionRepository(db), explainDisk),
    ignored: explainedAll(file, ignoredRepository(db), explainDisk),
    modelFiles: explainedAll(file, modelFileRepository(db), explainDisk),
    remoteServers: explainedAll(file, remoteServerRepository(db), explainDisk),
    settings: explainedAll(file, settingsRepository(db), explainDisk),
    sources: explainedAll(file, sourceRepository(db), explainDisk),
    sourcePages: explainedAll(file, sourcePageRepository(db), explainDisk),
    turns: explainedAll(file, conversationTurnRepository(db), explainDisk),
    restored,
    backupFailure,
    bytes: () => statSync(file, { throwIfNoEntry: false })?.size ?? 0,
    close: () => db.close(),
  };
}
