// What writing documents does to one generation: new chunks wait for its vectors, chunks that go
// take theirs along. The same string is never embedded twice for it: a twin's vector is copied.
import type { Db } from '../sqlite.ts';
import { createDroppedVectors, nameOf } from './dropped-vectors.ts';
import type { VectorRecord } from './records.ts';
import { type VectorWriter, vectorWriter } from './vector-writer.ts';
import { bytesOf, type Generation } from './vectors.ts';

export interface GenerationSide {
  readonly generation: Generation;
  readonly vectors: VectorWriter;
  /** A new chunk waits for its vector. */
  wait(chunk: number): void;
  /** Gives a chunk that waits the vector of its string, if that is known. */
  giveKnown(chunk: number, document: number, embeddingKey: Uint8Array): void;
  /** Takes out a chunk that goes. */
  drop(chunk: number, embeddingKey: Uint8Array): void;
  /**
   * Gives vectors to all chunks that wait for them. They are found by the string that was
   * embedded, not by id: a chunk may be gone by now, and its id another's.
   */
  give(records: readonly VectorRecord[]): void;
}

/** Every function runs inside the caller's transaction. */
export function generationSide(db: Db, generation: Generation): GenerationSide {
  const { id: own } = generation;
  const vectors = vectorWriter(db, generation);
  const insertPending = db.prepare(
    'INSERT OR IGNORE INTO pending_embeddings (generation, chunk) VALUES (?, ?)',
  );
  const dropPending = db.prepare(
    'DELETE FROM pending_embeddings WHERE generation = ? AND chunk = ?',
  );
  const embeddedTwin = db
    .prepare<[Uint8Array, number, number], number>(
      // All that wait for a string get its vector at once: if one twin waits, all do.
      `SELECT id FROM (SELECT id FROM chunks WHERE embedding_key = ? AND id <> ? LIMIT 1)
       WHERE NOT EXISTS (
         SELECT 1 FROM pending_embeddings p WHERE p.generation = ? AND p.chunk = id)`,
    )
    .pluck();
  // CROSS JOIN keeps the order: from the few chunks of a string to whether they wait. The other
  // way round would walk over all that waits, once for each vector.
  const waitingFor = db.prepare<[Uint8Array, number], { id: number; document: number }>(
    `SELECT c.id, c.document FROM chunks c
     CROSS JOIN pending_embeddings p ON p.chunk = c.id
     WHERE c.embedding_key = ? AND p.generation = ?`,
  );
  const dropped = createDroppedVectors();

  return {
    generation,
    vectors,
    wait: (chunk) => void insertPending.run(own, chunk),
    giveKnown(chunk, document, embeddingKey) {
      const twin = embeddedTwin.get(embeddingKey, chunk, own);
      const vector = twin === undefined ? dropped.find(embeddingKey) : vectors.get(twin);
      // A twin that waits for no vector and has none: its text is one without words.
      if (!vector && twin === undefined) return;
      dropPending.run(own, chunk);
      if (vector) vectors.insert(chunk, document, vector);
    },
    drop(chunk, embeddingKey) {
      const vector = vectors.get(chunk);
      if (vector) dropped.keep(embeddingKey, vector);
      vectors.remove(chunk);
    },
    give(records) {
      const byKey = new Map(records.map((record) => [nameOf(record.embeddingKey), record]));
      for (const { embeddingKey, vector } of byKey.values()) {
        // All zeros: a text of signs without words. It is near to nothing, so such a chunk has
        // no vector and waits for none.
        const hasDirection = vector.some((value) => value !== 0);
        for (const { id, document } of waitingFor.all(embeddingKey, own)) {
          dropPending.run(own, id);
          if (hasDirection) vectors.insert(id, document, bytesOf(vector));
        }
      }
    },
  };
}

/** The sides of all generations; they change with the generations. */
export interface GenerationSides {
  all(): Iterable<GenerationSide>;
  find(id: number): GenerationSide | null;
}
