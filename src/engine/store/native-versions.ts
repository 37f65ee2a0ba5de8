import Database from 'better-sqlite3';
import * as sqliteVec from 'sqlite-vec';

/** Versions of the native parts, read by loading them. Throws if one does not load. */
export function nativeVersions(): { sqlite: string; vec: string } {
  const db = new Database(':memory:');
  try {
    sqliteVec.load(db);
    return db
      .prepare<[], { sqlite: string; vec: string }>(
        'SELECT sqlite_version() AS sqlite, vec_version() AS vec',
      )
      .get()!;
  } finally {
    db.close();
  }
}
