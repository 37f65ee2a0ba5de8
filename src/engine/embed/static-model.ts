// The built-in embedder's file: a table of word vectors in four bits a number. Its layout, all
// numbers little-endian:
//   8 bytes  “LKSTATIC”
//   u32      length of the JSON header, then the header: StaticHeader
//   the rest, compressed by Zstandard:
//     f32 × rows             what to multiply each row with
//     u8 × rows × dims ÷ 2   numbers −7 to 7, stored +8, the first of two in the low half
//     the vocabulary: words joined by line feeds
// Rows are the words in order, then the buckets of word parts.
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

export interface StaticHeader {
  /** Names the vectors that it makes. */
  id: string;
  dimensions: number;
  words: number;
  buckets: number;
}

export interface StaticModel extends StaticHeader {
  /** Row of a word; undefined if the vocabulary does not hold it. */
  rowOf: ReadonlyMap<string, number>;
  scales: Float32Array;
  nibbles: Uint8Array;
}

const magic = 'LKSTATIC';

/** @throws Error if it is no such file or a part of it is missing */
export function readStaticModel(file: Buffer): StaticModel {
  if (file.toString('latin1', 0, magic.length) !== magic) throw new Error('no static model');
  const headerAt = magic.length + 4;
  const headerEnd = headerAt + file.readUInt32LE(magic.length);
  const header = JSON.parse(file.toString('utf8', headerAt, headerEnd)) as StaticHeader;
  const content = zstdDecompressSync(file.subarray(headerEnd));
  const rows = header.words + header.buckets;
  const nibblesAt = rows * 4;
  const wordsAt = nibblesAt + (rows * header.dimensions) / 2;
  const words = content.toString('utf8', wordsAt).split('\n');
  if (words.length !== header.words) throw new Error('the static model is cut off');
  // Copied, as the place of a buffer in memory is seldom a multiple of four.
  const scales = new Float32Array(new Uint8Array(content.subarray(0, nibblesAt)).buffer);
  const nibbles = content.subarray(nibblesAt, wordsAt);
  return { ...header, rowOf: new Map(words.map((word, row) => [word, row])), scales, nibbles };
}

/** Adds a row times a weight to a sum of `dimensions` numbers. */
export function addRow(model: StaticModel, sum: Float32Array, row: number, weight: number): void {
  const { dimensions, nibbles, scales } = model;
  const factor = weight * scales[row]!;
  let at = (row * dimensions) / 2;
  for (let i = 0; i < dimensions; i += 2) {
    const pair = nibbles[at++]!;
    sum[i]! += factor * ((pair & 15) - 8);
    sum[i + 1]! += factor * ((pair >> 4) - 8);
  }
}

/**
 * A table as a file. Each row is scaled so that its rounding errors are smallest.
 *
 * @param words as many as the header says, in the order of their rows
 * @param table rows × dimensions
 */
export function writeStaticModel(
  header: StaticHeader,
  words: readonly string[],
  table: Float32Array,
): Buffer {
  const { dimensions } = header;
  const rows = header.words + header.buckets;
  const scales = new Float32Array(rows);
  const nibbles = new Uint8Array((rows * dimensions) / 2);
  for (let row = 0; row < rows; row++) {
    const values = table.subarray(row * dimensions, (row + 1) * dimensions);
    const scale = bestScale(values);
    scales[row] = scale;
    for (let i = 0; i < dimensions; i += 2) {
      nibbles[(row * dimensions + i) / 2] =
        (nibbleOf(values[i]!, scale) + 8) | ((nibbleOf(values[i + 1]!, scale) + 8) << 4);
    }
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const content = [Buffer.from(scales.buffer), nibbles, Buffer.from(words.join('\n'))];
  const compressed = zstdCompressSync(Buffer.concat(content), {
    params: { [constants.ZSTD_c_compressionLevel]: 19 },
  });
  return Buffer.concat([Buffer.from(magic), length, json, compressed]);
}

function nibbleOf(value: number, scale: number): number {
  return scale === 0 ? 0 : Math.max(-7, Math.min(7, Math.round(value / scale)));
}

/** Cutting off a row's few largest numbers costs less than coarse steps for all the others. */
function bestScale(values: Float32Array): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let best = 0;
  let least = Infinity;
  for (let part = 0.4; part <= 1.001; part += 0.05) {
    const scale = (largest * part) / 7;
    let error = 0;
    for (const value of values) error += (value - nibbleOf(value, scale) * scale) ** 2;
    if (error < least) [best, least] = [scale, error];
  }
  return best;
}
