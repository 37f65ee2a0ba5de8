// The writer's side of a generation: vectors and their codes, always changed together.
import type { Db } from '../sqlite.ts';
import { codeBlocks } from './code-blocks.ts';
import { createTurn, turnedDimensions } from './codes.ts';
import { bytesOf, embeddingsOf, floatsOf, type Generation, int8Of } from './vectors.ts';

interface PlacedVector {
  place: number | null;
  vector: Buffer;
}

export type VectorWriter = ReturnType<typeof vectorWriter>;

/** Every function runs inside the caller's transaction, which ends with `flush`. */
export function vectorWriter(db: Db, generation: Generation) {
  const table = embeddingsOf(generation);
  const insert = db.prepare(`INSERT INTO ${table} (chunk, place, vector) VALUES (?, ?, ?)`);
  const remove = db
    .prepare<[number], number>(`DELETE FROM ${table} WHERE chunk = ? RETURNING place`)
    .pluck();
  const select = db
    .prepare<[number], Buffer>(`SELECT vector FROM ${table} WHERE chunk = ?`)
    .pluck();
  const selectCentre = db
    .prepare<[number], Buffer | null>('SELECT centre FROM generations WHERE id = ?')
    .pluck();
  const setCentre = db.prepare('UPDATE generations SET centre = ? WHERE id = ?');
  const selectSome = db.prepare<
    [number, number],
    { chunk: number; document: number } & PlacedVector
  >(
    `SELECT v.chunk, v.place, v.vector, c.document FROM ${table} v JOIN chunks c ON c.id = v.chunk
     WHERE v.chunk > ? ORDER BY v.chunk LIMIT ?`,
  );
  // Written only where it is another: that writes the vector too.
  const setPlace = db.prepare(
    `UPDATE ${table} SET place = @place WHERE chunk = @chunk AND place IS NOT @place`,
  );

  const blocks = codeBlocks(db, generation);
  const turn = createTurn(generation.dimensions);
  let centre = storedCentre();

  function storedCentre(): Float32Array {
    const stored = selectCentre.get(generation.id);
    return stored ? floatsOf(stored) : new Float32Array(turnedDimensions(generation.dimensions));
  }

  return {
    insert(chunk: number, document: number, vector: Uint8Array) {
      const place = blocks.insert({ chunk, document, turned: turn(int8Of(vector)) }, centre);
      insert.run(chunk, place, vector);
    },
    remove(chunk: number) {
      const place = remove.get(chunk);
      if (typeof place === 'number') blocks.remove(place);
    },
    get: (chunk: number) => select.get(chunk) ?? null,
    flush: blocks.flush,
    /** Forgets what a transaction did that was rolled back. */
    forget() {
      blocks.forget();
      centre = storedCentre();
    },
    turn,
    centre: () => centre,
    /**
     * Makes all codes anew, side by side in the order of their chunks.
     *
     * @param newCentre what is taken off each vector from now on; null: as before
     */
    recode(newCentre: Float32Array | null) {
      if (newCentre) {
        setCentre.run(bytesOf(newCentre), generation.id);
        centre = newCentre;
      }
      blocks.clear();
      let last = 0;
      for (let some = selectSome.all(last, readAtOnce); some.length > 0;) {
        for (const { chunk, document, vector } of some) {
          const turned = turn(int8Of(vector));
          setPlace.run({ chunk, place: blocks.insert({ chunk, document, turned }, centre) });
          last = chunk;
        }
        some = selectSome.all(last, readAtOnce);
      }
      blocks.flush();
    },
  };
}

/** Vectors that are read in one statement. */
const readAtOnce = 1000;
