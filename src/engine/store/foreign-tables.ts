// Reads the tables of a database that is not ours and that nobody vouches for. It is opened as a
// copy in memory, so that the file is never locked or written, and nothing in its schema runs: no
// views, triggers, virtual tables or generated columns, and no functions but harmless ones.
import Database from 'better-sqlite3';
import type { Db } from './sqlite.ts';

export interface ForeignTable {
  name: string;
  columns: string[];
  /** Cells as text; a blob is an empty one. Throws where the table is damaged. */
  rows: () => Generator<string[]>;
}

/** A cell's text is cut behind so many characters. */
const maxCell = 20_000;
const maxNames = 10_000;

/** Opens a database's bytes. Throws what SQLite throws if they are none. */
export function openForeign(bytes: Uint8Array): Db {
  const copy = Buffer.from(bytes);
  // A database in memory has no log to write ahead: it is opened as it was at the last checkpoint.
  if (copy[18] === 2) copy[18] = 1;
  if (copy[19] === 2) copy[19] = 1;
  const db = new Database(copy);
  try {
    db.pragma('trusted_schema = OFF');
    db.pragma('query_only = ON');
    db.pragma('cell_size_check = ON');
    db.pragma('mmap_size = 0');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The tables that people made, in the order in which they were made. */
export function* foreignTables(db: Db): Generator<ForeignTable> {
  const found = db
    .prepare<[number], { name: string; sql: string | null }>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'table' LIMIT ?",
    )
    .all(maxNames);
  const virtual = found.filter(({ sql }) => /^\s*create\s+virtual\b/i.test(sql ?? ''));
  const shadows = virtual.flatMap(({ name }) => shadowNames.map((part) => `${name}_${part}`));
  const left = new Set([...virtual.map(({ name }) => name), ...shadows]);
  for (const { name } of found) {
    if (typeof name !== 'string' || name.startsWith('sqlite_') || left.has(name)) continue;
    // Leaves generated columns out.
    const columns = db
      .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)')
      .all(name)
      .map((column) => column.name);
    if (columns.length > 0) yield { name, columns, rows: () => rowsOf(db, name, columns) };
  }
}

/** What full-text and spatial indexes keep beside the text itself, which is in “content”. */
const shadowNames = 'config data docsize idx node parent rowid segments segdir stat'.split(' ');

function* rowsOf(db: Db, table: string, columns: readonly string[]): Generator<string[]> {
  const cells = columns.map((column) => {
    const cell = quoted(column);
    return `CASE typeof(${cell}) WHEN 'blob' THEN NULL WHEN 'text' THEN substr(${cell}, 1, ${maxCell}) ELSE ${cell} END`;
  });
  const select = db.prepare<[], unknown[]>(`SELECT ${cells.join(', ')} FROM main.${quoted(table)}`);
  for (const row of select.raw().safeIntegers().iterate()) yield row.map(textOf);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'bigint' || typeof value === 'number' ? String(value) : '';
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
