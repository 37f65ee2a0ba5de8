// Two indexes of the same folder compared row by row: documents, chunks, keyword rows, vectors.
// Numbers that only say in which order rows were written are put as paths and ordinals.
import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { chunkTextReader, type StoredText } from '../../src/engine/store/index/chunk-texts.ts';

/** Each row as text, by what it is a row of. */
export type IndexRows = ReadonlyMap<string, string>;

/** All rows of the index in a data folder; it may be in use. */
export function indexRows(dataDir: string): IndexRows {
  const db = new Database(join(dataDir, 'index.db'), { readonly: true });
  try {
    // One moment for all of it, also while somebody writes.
    return db.transaction(() => rowsOf(db))();
  } finally {
    db.close();
  }
}

/** The first differences in words, none if the indexes are the same. */
export function differences(actual: IndexRows, expected: IndexRows): string[] {
  const names = [...new Set([...actual.keys(), ...expected.keys()])].toSorted();
  return names
    .filter((name) => actual.get(name) !== expected.get(name))
    .slice(0, 12)
    .map((name) => {
      const [is, wanted] = [actual.get(name), expected.get(name)];
      if (is === undefined) return `${name} is missing`;
      if (wanted === undefined) return `${name} is too many`;
      let at = 0;
      while (wanted[at] === is[at]) at++;
      const near = (text: string) => text.slice(Math.max(0, at - 40), at + 40);
      return `${name} is …${near(is)}… instead of …${near(wanted)}…`;
    });
}

type Row = Record<string, unknown>;

function rowsOf(db: Database.Database): IndexRows {
  const rows = new Map<string, string>();
  const paths = new Map<unknown, string>();
  const places = new Map<unknown, string>();
  const placeOf = (chunk: number) => places.get(chunk) ?? `of no chunk (${chunk})`;
  const documents = db.prepare<[], Row>('SELECT * FROM documents').all();
  for (const { id, relative_path: path } of documents) paths.set(id, String(path));
  for (const { id, folder: _, container, ...facts } of documents) {
    const inside = container === null ? null : paths.get(container);
    rows.set(`document ${paths.get(id)}`, textOf({ ...facts, inside }));
  }
  const chunkText = chunkTextReader(db);
  for (const { id, document, ...chunk } of db.prepare<[], Row>('SELECT * FROM chunks').iterate()) {
    const place = `${paths.get(document)} ${String(chunk['ordinal'])}`;
    places.set(id, place);
    const text = chunkText(chunk['text'] as StoredText);
    rows.set(`chunk ${place}`, textOf({ ...chunk, text }));
  }
  for (const [chunk, terms] of keywords(db)) {
    rows.set(`keywords ${placeOf(chunk)}`, terms);
  }
  for (const [chunk, vector] of vectors(db)) {
    rows.set(`vector ${placeOf(chunk)}`, vector);
  }
  const waiting = db.prepare<[], number>('SELECT chunk FROM pending_embeddings').pluck().all();
  for (const chunk of waiting) rows.set(`waiting ${placeOf(chunk)}`, 'for a vector');
  return rows;
}

/** The terms of each keyword row with their places, by the chunk they are of. */
function keywords(db: Database.Database): Map<number, string> {
  const terms = new Map<number, string[]>();
  db.exec(`CREATE VIRTUAL TABLE temp.instances USING fts5vocab(main, keywords, instance)`);
  const all = db.prepare<[], { term: string; doc: number; col: string; offset: number }>(
    'SELECT term, doc, col, "offset" FROM temp.instances',
  );
  for (const { term, doc, col, offset } of all.iterate()) {
    const one = `${col}:${offset}:${term}`;
    const list = terms.get(doc);
    if (list) list.push(one);
    else terms.set(doc, [one]);
  }
  return new Map([...terms].map(([chunk, list]) => [chunk, list.toSorted().join(' ')]));
}

function vectors(db: Database.Database): Map<number, string> {
  const live = db.prepare<[], number>(`SELECT id FROM generations WHERE state = 'live'`).pluck();
  const found = new Map<number, string>();
  for (const generation of live.all()) {
    const all = db.prepare<[], { id: number; vector: Buffer }>(
      `SELECT chunk AS id, vector FROM embeddings_${generation}`,
    );
    for (const { id, vector } of all.iterate()) {
      found.set(id, createHash('sha256').update(vector).digest('hex'));
    }
  }
  return found;
}

function textOf(row: Row): string {
  const cells = Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return cells
    .map(([name, cell]) => `${name}=${Buffer.isBuffer(cell) ? cell.toString('hex') : String(cell)}`)
    .join(' | ');
}
