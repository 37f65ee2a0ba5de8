// When codes are worth making anew: there are none yet, many places are empty, or the vectors lie
// around another centre than the one that their codes are measured from. They are right in any
// case; what this buys is memory, and fewer vectors read for the same result.
import type { Db } from '../sqlite.ts';
import { placesPerBlock } from './codes.ts';
import type { VectorWriter } from './vector-writer.ts';
import { codesOf, embeddingsOf, type Generation, int8Of } from './vectors.ts';

/** Fewer vectors have no centre worth the name. */
const leastForCentre = 4096;
/** The centre is looked at again when there are so many times as many vectors, or changes. */
const growth = 4;
/** Another centre pays when it takes away this part of the squared length that is left. */
const worthMoving = 0.05;
/** Vectors that a centre is made from. */
const sampled = 8192;
/** Codes are packed when more than this share of their places is empty, and at least so many. */
const emptyShare = 0.25;
const leastEmpty = 4096;

interface State {
  blocks: number;
  version: number;
  centredVersion: number;
  /** Blocks that there were when the centre was last looked at; 0: never. */
  centredBlocks: number;
}

/**
 * Runs in a transaction of its own.
 *
 * @returns true if the codes were made anew
 */
export function keepUpCodes(db: Db, generation: Generation, vectors: VectorWriter): boolean {
  const state = db
    .prepare<[number], State>(
      `SELECT blocks, version, centred_version AS centredVersion, centred_blocks AS centredBlocks
       FROM generations WHERE id = ?`,
    )
    .get(generation.id)!;
  return db.transaction(() => {
    if (state.blocks === 0) return hasVectors(db, generation) && recode(null);
    const centre = isDue(state) ? betterCentre() : null;
    return (centre !== null || isSparse(db, generation, state)) && recode(centre);
  })();

  function recode(centre: Float32Array | null): true {
    vectors.recode(centre);
    return true;
  }

  function betterCentre(): Float32Array | null {
    db.prepare(
      'UPDATE generations SET centred_version = version, centred_blocks = blocks WHERE id = ?',
    ).run(generation.id);
    return findBetterCentre(db, generation, vectors);
  }
}

/** True when the first centre should be looked for. */
export function wantsFirstCentre(db: Db, generation: Generation): boolean {
  return (
    db
      .prepare<[number, number], number>(
        'SELECT centred_blocks = 0 AND blocks >= ? FROM generations WHERE id = ?',
      )
      .pluck()
      .get(leastForCentre / placesPerBlock, generation.id) === 1
  );
}

function isDue({ blocks, version, centredBlocks, centredVersion }: State): boolean {
  if (blocks < leastForCentre / placesPerBlock) return false;
  if (centredBlocks === 0) return true;
  return blocks >= growth * centredBlocks || version - centredVersion >= growth * blocks;
}

function hasVectors(db: Db, generation: Generation): boolean {
  return db.prepare(`SELECT 1 FROM ${embeddingsOf(generation)} LIMIT 1`).get() !== undefined;
}

function isSparse(db: Db, generation: Generation, { blocks }: State): boolean {
  const free =
    db
      .prepare<[], number>(`SELECT sum(free) FROM ${codesOf(generation)}`)
      .pluck()
      .get() ?? 0;
  return free > leastEmpty && free > blocks * placesPerBlock * emptyShare;
}

/** The centre of some vectors from all over, if it is much better than the one in use. */
function findBetterCentre(db: Db, generation: Generation, vectors: VectorWriter) {
  const now = vectors.centre();
  const table = embeddingsOf(generation);
  const last = db.prepare<[], number>(`SELECT max(chunk) FROM ${table}`).pluck().get() ?? 0;
  const from = db
    .prepare<[number], Buffer>(`SELECT vector FROM ${table} WHERE chunk >= ? LIMIT 1`)
    .pluck();
  const sum = new Float64Array(now.length);
  let squares = 0;
  for (let i = 0; i < sampled; i++) {
    const vector = from.get(Math.floor((i * last) / sampled) + 1);
    if (!vector) continue;
    const turned = vectors.turn(int8Of(vector));
    for (let j = 0; j < sum.length; j++) {
      sum[j]! += turned[j]!;
      squares += (turned[j]! - now[j]!) ** 2;
    }
  }
  const centre = Float32Array.from(sum, (value) => value / sampled);
  let moved = 0;
  for (let j = 0; j < centre.length; j++) moved += (centre[j]! - now[j]!) ** 2;
  return moved > (worthMoving * squares) / sampled ? centre : null;
}
