// Which document each chunk is of, held in memory: four bytes a chunk. With it a filter of
// documents becomes one of chunks that the keyword index can apply row by row.
//
// A chunk's id is never given to another chunk as long as the writer lives (document-writer.ts), so
// that following changes is reading what has a higher id. Chunks that are gone stay in here; no
// index names them any more.
import type { Db } from '../sqlite.ts';
import type { WantedDocuments } from './document-filter.ts';

/** Chunks as a mask, indexed by id: 1 counts. */
export interface WantedChunks {
  mask: Buffer;
  count: number;
}

export interface ChunkDocuments {
  /** The chunks of the wanted documents, as of now. */
  wantedChunks(documents: WantedDocuments): WantedChunks;
  /** The document of a chunk, for each of them. */
  documentsOf(chunkIds: readonly number[]): number[];
}

interface Span {
  document: number;
  first: number;
  last: number;
  count: number;
}

/** @param version changes whenever the index may have changed */
export function chunkDocuments(db: Db, version: () => number): ChunkDocuments {
  const lastId = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM chunks').pluck();
  // The index of documents and ordinals holds all that this asks for.
  const spans = db.prepare<[], Span>(
    `SELECT document, min(id) AS first, max(id) AS last, count(*) AS count
     FROM chunks INDEXED BY chunks_document GROUP BY document`,
  );
  const chunksOf = db.prepare<[number], number>('SELECT id FROM chunks WHERE document = ?').pluck();
  const newer = db.prepare<[number], { id: number; document: number }>(
    'SELECT id, document FROM chunks WHERE id > ?',
  );

  let documents = new Uint32Array(0);
  let upTo = 0;
  let knownVersion: number | null = null;
  let kept: { documents: WantedDocuments; chunks: WantedChunks } | null = null;

  function load(last: number): void {
    documents = new Uint32Array(roomFor(last));
    for (const { document, first, last: end, count } of spans.iterate()) {
      if (end - first + 1 === count) documents.fill(document, first, end + 1);
      else for (const id of chunksOf.all(document)) documents[id] = document;
    }
    upTo = last;
  }

  function follow(): void {
    const now = version();
    if (now === knownVersion) return;
    const last = lastId.get()!;
    // Fewer than before: the end was deleted, and another writer may use its ids again.
    if (knownVersion === null || last < upTo) {
      load(last);
    } else {
      if (last >= documents.length) {
        const larger = new Uint32Array(roomFor(last));
        larger.set(documents);
        documents = larger;
      }
      for (const { id, document } of newer.iterate(upTo)) documents[id] = document;
      upTo = last;
    }
    knownVersion = now;
    kept = null;
  }

  return {
    wantedChunks(wanted) {
      follow();
      if (kept?.documents === wanted) return kept.chunks;
      const mask = Buffer.alloc(upTo + 1);
      let count = 0;
      for (let id = 0; id <= upTo; id++) {
        const counts = wanted[documents[id]!] ?? 0;
        mask[id] = counts;
        count += counts;
      }
      kept = { documents: wanted, chunks: { mask, count } };
      return kept.chunks;
    },
    documentsOf(chunkIds) {
      follow();
      return chunkIds.map((id) => documents[id] ?? 0);
    },
  };
}

/** Some more than is needed now, so that following new chunks does not copy all each time. */
function roomFor(last: number): number {
  return Math.ceil((last + 1) * 1.1) + 1024;
}
