// What always holds of index.db, looked up with a reading connection of our own: nothing without
// its owner, texts tiled by chunks, each chunk either with the right vector or waiting for one.
import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createBuiltInEmbedder } from '../../src/engine/embed/built-in-embedder.ts';
import { chunkTextReader, type StoredText } from '../../src/engine/store/index/chunk-texts.ts';
import { embeddingText } from '../../src/engine/text/chunk-text.ts';
import { createNodeHost } from '../../src/hosting/node-host.ts';
import type { DocumentFormat } from '../../src/shared/contract/documents.ts';
import { brokenCodes } from './code-check.ts';

interface ChunkRow {
  id: number;
  document: number | null;
  folder: number | null;
  format: DocumentFormat | null;
  ordinal: number;
  start: number;
  headings: string;
  text: string;
  key: Buffer;
}

/** Fails with a list of what is broken. With `complete`, nothing may be waiting or queued. */
export async function expectWholeIndex(
  dataDir: string,
  { complete = true }: { complete?: boolean } = {},
): Promise<void> {
  expect(await brokenIn(dataDir, complete)).toEqual([]);
}

async function brokenIn(dataDir: string, complete: boolean): Promise<string[]> {
  const db = new Database(join(dataDir, 'index.db'), { readonly: true });
  try {
    const textOf = chunkTextReader(db);
    const chunks = db
      .prepare<[], Omit<ChunkRow, 'text'> & { text: StoredText }>(
        `SELECT c.id, d.id AS document, d.folder, d.format, c.ordinal, c.start,
           c.heading_path AS headings, c.text, c.embedding_key AS key
         FROM chunks c LEFT JOIN documents d ON d.id = c.document ORDER BY c.document, c.ordinal`,
      )
      .all()
      .map((chunk) => ({ ...chunk, text: textOf(chunk.text) }));
    return [
      ...brokenRows(db),
      ...brokenMembers(db),
      ...brokenTiles(db, chunks),
      ...brokenKeywords(db, chunks),
      ...(await brokenVectors(db, chunks)),
      ...brokenCodes(db.name),
      ...(complete ? leftOver(db) : []),
    ];
  } finally {
    db.close();
  }
}

function brokenRows(db: Database.Database): string[] {
  const health = db.pragma('integrity_check(5)', { simple: true });
  const foreign = db.pragma('foreign_key_check') as unknown[];
  const states = db
    .prepare<[], { path: string; state: string; code: string | null; hash: Buffer | null }>(
      'SELECT relative_path AS path, state, code, content_hash AS hash FROM documents',
    )
    .all();
  return [
    ...(health === 'ok' ? [] : [`integrity: ${String(health)}`]),
    ...(foreign.length === 0 ? [] : [`foreign keys: ${JSON.stringify(foreign)}`]),
    ...states
      .filter(({ state, code }) => (state === 'indexed' || state === 'queued') !== (code === null))
      .map(({ path, state, code }) => `${path} is ${state} with code ${code}`),
    ...states
      .filter(({ state, hash }) => state === 'indexed' && hash?.length !== 32)
      .map(({ path }) => `${path} is indexed without a hash`),
  ];
}

/** Documents inside others: below their container's path and in its folder. */
function brokenMembers(db: Database.Database): string[] {
  return db
    .prepare<[], string>(
      `SELECT m.relative_path FROM documents m JOIN documents c ON c.id = m.container
       WHERE m.folder <> c.folder OR c.format IS NULL
         OR substr(m.relative_path, 1, length(c.relative_path) + 1) <> c.relative_path || '/'`,
    )
    .pluck()
    .all()
    .map((path) => `${path} is not inside its container`);
}

function brokenTiles(db: Database.Database, chunks: readonly ChunkRow[]): string[] {
  const lengths = db
    .prepare<[], { id: number; path: string; length: number }>(
      'SELECT id, relative_path AS path, text_length AS length FROM documents',
    )
    .all();
  const broken = chunks
    .filter(({ document }) => document === null)
    .map(({ id }) => `chunk ${id} has no document`);
  const byDocument = Map.groupBy(chunks, ({ document }) => document);
  for (const { id, path, length } of lengths) {
    let end = 0;
    for (const [i, chunk] of (byDocument.get(id) ?? []).entries()) {
      if (chunk.ordinal !== i) broken.push(`${path}: chunk ${i} has ordinal ${chunk.ordinal}`);
      if (chunk.start !== end)
        broken.push(`${path}: chunk ${i} begins at ${chunk.start}, not ${end}`);
      end = chunk.start + chunk.text.length;
    }
    // A document without any words has a text but no chunks.
    if (end !== length && end > 0) broken.push(`${path}: chunks end at ${end} of ${length}`);
  }
  return broken;
}

function brokenKeywords(db: Database.Database, chunks: readonly ChunkRow[]): string[] {
  const rows = db.prepare<[], number>('SELECT id FROM keywords_docsize').pluck().all();
  return difference(
    'keyword row',
    rows,
    'chunk',
    chunks.map(({ id }) => id),
  );
}

async function brokenVectors(
  db: Database.Database,
  chunks: readonly ChunkRow[],
): Promise<string[]> {
  const generations = db
    .prepare<[], number>(`SELECT id FROM generations WHERE state = 'live'`)
    .pluck()
    .all();
  if (generations.length !== 1) return [`${generations.length} live generations`];
  const vectors = db
    .prepare<[], { id: number; vector: Buffer }>(
      `SELECT chunk AS id, vector FROM embeddings_${generations[0]}`,
    )
    .all();
  const pending = db.prepare<[], number>('SELECT chunk FROM pending_embeddings').pluck().all();
  const held = new Map(vectors.map((row) => [row.id, row]));
  const texts = chunks.map((chunk) =>
    embeddingText({
      headings: JSON.parse(chunk.headings) as string[],
      text: chunk.text,
      format: chunk.format ?? 'text',
    }),
  );
  const wanted = await embed(texts);
  // A text without words has a vector without a direction, which is not kept.
  const wordless = chunks.filter((_, i) => wanted[i]!.every((value) => value === 0));
  // What repeats on every page is not embedded.
  const unsearched = chunks.filter(({ key }) => key.length === 0);
  const broken = difference(
    'vector or waiting chunk',
    [...held.keys(), ...pending, ...[...wordless, ...unsearched].map(({ id }) => id)],
    'chunk',
    chunks.map(({ id }) => id),
  );
  const twice = pending.filter((id) => held.has(id));
  broken.push(...twice.map((id) => `chunk ${id} has a vector and waits for one`));
  for (const [i, { id, key }] of chunks.entries()) {
    const hash = createHash('sha256').update(texts[i]!).digest().subarray(0, 16);
    if (key.length > 0 && !hash.equals(key))
      broken.push(`chunk ${id}: its key is not that of its text`);
    const row = held.get(id);
    if (!row) continue;
    if (key.length === 0) broken.push(`chunk ${id} has a vector and no key`);
    if (!row.vector.equals(wanted[i]!)) broken.push(`chunk ${id}: another text's vector`);
  }
  return broken;
}

async function embed(texts: string[]): Promise<Buffer[]> {
  const embedder = createBuiltInEmbedder(
    createNodeHost().threadUrl('embedder'),
    createNodeHost().resourcePath('embedder'),
  );
  const vectors = await embedder.embedDocuments(texts, new AbortController().signal);
  await embedder.close();
  return vectors.map((vector) => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength));
}

function leftOver(db: Database.Database): string[] {
  const count = (sql: string) => db.prepare<[], number>(sql).pluck().get() ?? 0;
  const queued = count(`SELECT count(*) FROM documents WHERE state = 'queued'`);
  const pending = count('SELECT count(*) FROM pending_embeddings');
  return [
    ...(queued ? [`${queued} documents are still queued`] : []),
    ...(pending ? [`${pending} chunks still wait for a vector`] : []),
  ];
}

function difference(a: string, left: readonly number[], b: string, right: readonly number[]) {
  const [inLeft, inRight] = [new Set(left), new Set(right)];
  return [
    ...[...inLeft.difference(inRight)].map((id) => `${a} ${id} has no ${b}`),
    ...[...inRight.difference(inLeft)].map((id) => `${b} ${id} has no ${a}`),
  ];
}
