// How many bytes of an index file each of its tables takes, its own indexes included.
import Database from 'better-sqlite3';
import { chunkTextReader, type StoredText } from '../src/engine/store/index/chunk-texts.ts';

export interface TableSizes {
  /** UTF-8 bytes of all texts. */
  textBytes: number;
  /** Largest first. */
  tables: { name: string; bytes: number }[];
}

export function tableSizes(file: string): TableSizes {
  const db = new Database(file, { readonly: true });
  try {
    const textOf = chunkTextReader(db);
    let textBytes = 0;
    for (const text of db.prepare<[], StoredText>('SELECT text FROM chunks').pluck().iterate()) {
      textBytes += Buffer.byteLength(textOf(text));
    }
    const tables = db
      .prepare<[], { name: string; bytes: number }>(
        `SELECT coalesce(s.tbl_name, t.name) AS name, sum(t.pgsize) AS bytes
         FROM dbstat t LEFT JOIN sqlite_schema s ON s.name = t.name
         WHERE t.aggregate = TRUE GROUP BY 1 ORDER BY 2 DESC`,
      )
      .all();
    return { textBytes, tables };
  } finally {
    db.close();
  }
}
