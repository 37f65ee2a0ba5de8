// The codes of an index against its vectors: each vector has its place, each place its vector,
// and the code there is that of the vector.
import Database from 'better-sqlite3';
import {
  blockBytes,
  chunkAt,
  createTurn,
  placesPerBlock,
  turnedDimensions,
  writeCode,
} from '../../src/engine/store/index/codes.ts';
import { floatsOf, int8Of } from '../../src/engine/store/index/vectors.ts';

interface GenerationRow {
  id: number;
  dimensions: number;
  version: number;
  blocks: number;
  centre: Buffer | null;
}

interface BlockRow {
  block: number;
  version: number;
  free: number;
  data: Buffer;
}

/** What is broken, in words; nothing if all is well. */
export function brokenCodes(file: string): string[] {
  const db = new Database(file, { readonly: true });
  try {
    return db
      .prepare<[], GenerationRow>('SELECT id, dimensions, version, blocks, centre FROM generations')
      .all()
      .flatMap((generation) => brokenGeneration(db, generation));
  } finally {
    db.close();
  }
}

function brokenGeneration(db: Database.Database, generation: GenerationRow): string[] {
  const { id, dimensions } = generation;
  const broken: string[] = [];
  const rows = db.prepare<[], BlockRow>(`SELECT * FROM codes_${id} ORDER BY block`).all();
  if (rows.length !== generation.blocks) broken.push(`${rows.length} blocks are not all`);
  const byBlock = new Map(rows.map((row) => [row.block, row]));
  let used = 0;
  for (const { block, free, version, data } of rows) {
    const taken = Array.from({ length: placesPerBlock }, (_, i) => chunkAt(data, i)).filter(
      Boolean,
    );
    used += taken.length;
    if (block >= generation.blocks) broken.push(`block ${block} is too many`);
    if (data.length !== blockBytes(dimensions)) broken.push(`block ${block} has another size`);
    if (free !== placesPerBlock - taken.length) broken.push(`block ${block} miscounts its places`);
    if (version > generation.version) broken.push(`block ${block} is of the future`);
  }
  const vectors = db
    .prepare<[], { chunk: number; place: number | null; vector: Buffer; document: number }>(
      `SELECT e.chunk, e.place, e.vector, c.document FROM embeddings_${id} e
       LEFT JOIN chunks c ON c.id = e.chunk`,
    )
    .all();
  if (used !== vectors.length) broken.push(`${used} codes for ${vectors.length} vectors`);
  const turn = createTurn(dimensions);
  const none = new Float32Array(turnedDimensions(dimensions));
  const centre = generation.centre ? floatsOf(generation.centre) : none;
  for (const { chunk, place, vector, document } of vectors) {
    const block = place === null ? undefined : byBlock.get(Math.floor(place / placesPerBlock));
    if (place === null || !block || chunkAt(block.data, place % placesPerBlock) !== chunk) {
      broken.push(`chunk ${chunk} is not in its place`);
      continue;
    }
    const again = Buffer.from(block.data);
    const coded = { chunk, document, turned: turn(int8Of(vector)) };
    writeCode(again, place % placesPerBlock, coded, centre);
    if (!again.equals(block.data)) broken.push(`chunk ${chunk} has another code`);
  }
  return broken.slice(0, 10);
}
