// Blocks of codes as they are stored, made without an index.
import {
  blockBytes,
  createTurn,
  placesPerBlock,
  writeCode,
} from '../../src/engine/store/index/codes.ts';

/** Blocks of these vectors; chunk ids count from 1, three chunks a document. */
export function blocksOf(
  vectors: readonly Int8Array[],
  dimensions: number,
  centre: Float32Array,
): Uint8Array[] {
  const turn = createTurn(dimensions);
  const blocks: Uint8Array[] = [];
  for (const [i, vector] of vectors.entries()) {
    const place = i % placesPerBlock;
    if (place === 0) blocks.push(new Uint8Array(blockBytes(dimensions)));
    const coded = { chunk: i + 1, document: Math.floor(i / 3), turned: turn(vector) };
    writeCode(blocks[blocks.length - 1]!, place, coded, centre);
  }
  return blocks;
}
