// Codes of vectors: what the search keeps in memory of each, two bits a dimension instead of the
// eight on disk. They are derived, and only choose which vectors are worth reading.
//
// A vector is turned by a fixed rotation, so that what it says is spread over all dimensions, and
// the centre of all vectors is taken off. Its first plane holds the signs of what is left, its
// second tells large from small entries. One factor a plane makes the estimate of an inner product
// right in the mean ("RaBitQ", Gao and Long, SIGMOD 2024: a query that keeps its precision
// against codes of signs; measured here it finds with 100 candidates what counting equal signs
// does not find with 800).
//
// Vectors have places in blocks. A block is one BLOB, whose parts lie as the scan reads them
// (kernels/nearest.ts), so that loading is copying. All numbers are little-endian.
//
//   128 × u32  chunk id; 0: the place is empty
//   128 × u32  document id
//   128 × u16  factor of the first plane × 32767; 0: the place is empty (one that was emptied by an
//              older version may keep its factor)
//   128 × u16  factor of both planes × 32767
//   first plane: for 16 vectors each their first bytes (8 dimensions), their second bytes …
//   second plane: vector by vector

export const placesPerBlock = 128;
export const factorScale = 32767;
// Where in a block its parts begin.
export const documentsAt = placesPerBlock * 4;
export const coarseFactorsAt = documentsAt + placesPerBlock * 4;
export const fineFactorsAt = coarseFactorsAt + placesPerBlock * 2;
export const planesAt = fineFactorsAt + placesPerBlock * 2;

// The best four levels for a normal distribution lie at ±0.4528 and ±1.510 standard deviations,
// with a border at 0.9816 (Max, "Quantizing for minimum distortion", 1960). As a multiple of the
// smaller one the larger is 3.335.
const border = 0.9816;
const largeLevel = 3.335;
/** What a sign of the first and of the second plane count: levels are ± outer ± inner. */
export const outerLevel = (largeLevel + 1) / 2;
export const innerLevel = (largeLevel - 1) / 2;

/** Dimensions of a turned vector: the scan takes 32 at a time. */
export function turnedDimensions(dimensions: number): number {
  return Math.ceil(dimensions / 32) * 32;
}

/** Bytes of one vector's plane. */
export function planeBytes(dimensions: number): number {
  return turnedDimensions(dimensions) / 8;
}

export function blockBytes(dimensions: number): number {
  return planesAt + 2 * placesPerBlock * planeBytes(dimensions);
}

/** A vector of which only the direction counts. */
export type Direction = Int8Array | Float32Array;

/** A vector of length one, turned; all zeros if the vector is. The numbers are the caller's. */
export type Turn = (vector: Direction) => Float32Array;

/**
 * The rotation of all vectors of so many dimensions: three rounds of shuffled entries, random
 * signs and Hadamard transforms. What is stored depends on it: it never changes.
 */
export function createTurn(dimensions: number): Turn {
  const length = turnedDimensions(dimensions);
  // The largest power of two that divides the length.
  const span = length & -length;
  const random = seeded(length);
  const rounds = [0, 1, 2].map(() => ({
    from: shuffled(length, random),
    signs: Float32Array.from({ length }, () => (random() < 0x80000000 ? -1 : 1) / Math.sqrt(span)),
  }));
  return (vector) => {
    let now = new Float32Array(length);
    let sum = 0;
    for (const value of vector) sum += value * value;
    if (sum === 0) return now;
    const scale = 1 / Math.sqrt(sum);
    for (let i = 0; i < vector.length; i++) now[i] = vector[i]! * scale;
    let next = new Float32Array(length);
    for (const { from, signs } of rounds) {
      for (let i = 0; i < length; i++) next[i] = now[from[i]!]! * signs[i]!;
      hadamard(next, span);
      [now, next] = [next, now];
    }
    return now;
  };
}

/** Walsh–Hadamard transform in place, span by span. */
function hadamard(values: Float32Array, span: number): void {
  for (let half = 1; half < span; half *= 2) {
    for (let start = 0; start < values.length; start += 2 * half) {
      for (let i = start; i < start + half; i++) {
        const a = values[i]!;
        const b = values[i + half]!;
        values[i] = a + b;
        values[i + half] = a - b;
      }
    }
  }
}

function shuffled(length: number, random: () => number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = random() % (i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** Numbers of 32 bits, the same each time (SplitMix32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

export interface CodedChunk {
  chunk: number;
  document: number;
  /** Turned, see `createTurn`. */
  turned: Float32Array;
}

/** Writes the code of a vector at a place of a block. */
export function writeCode(
  block: Uint8Array,
  place: number,
  { chunk, document, turned }: CodedChunk,
  centre: Float32Array,
): void {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const bytes = turned.length / 8;
  let squares = 0;
  let sum = 0;
  for (let i = 0; i < turned.length; i++) {
    const left = turned[i]! - centre[i]!;
    squares += left * left;
    sum += Math.abs(left);
  }
  const large = border * Math.sqrt(squares / turned.length);
  let onLevels = 0;
  const first = planesAt + (place >> 4) * 16 * bytes + (place & 15);
  const second = planesAt + (placesPerBlock + place) * bytes;
  for (let j = 0; j < bytes; j++) {
    let signs = 0;
    let inner = 0;
    for (let bit = 0; bit < 8; bit++) {
      const left = turned[8 * j + bit]! - centre[8 * j + bit]!;
      const isLarge = Math.abs(left) > large;
      onLevels += Math.abs(left) * (isLarge ? largeLevel : 1);
      if (left > 0) signs |= 1 << bit;
      if (left > 0 === isLarge) inner |= 1 << bit;
    }
    block[first + 16 * j] = signs;
    block[second + j] = inner;
  }
  view.setUint32(place * 4, chunk, true);
  view.setUint32(documentsAt + place * 4, document, true);
  view.setUint16(coarseFactorsAt + place * 2, stored(squares, sum), true);
  view.setUint16(fineFactorsAt + place * 2, stored(squares, onLevels), true);
}

/** At least 1: a place without a factor is an empty one. */
function stored(squares: number, sum: number): number {
  return sum === 0 ? 1 : Math.max(1, Math.round((factorScale * squares) / sum));
}

/** The chunk at a place; 0 if it is empty. */
export function chunkAt(block: Uint8Array, place: number): number {
  return new DataView(block.buffer, block.byteOffset).getUint32(place * 4, true);
}

export function clearPlace(block: Uint8Array, place: number): void {
  const view = new DataView(block.buffer, block.byteOffset);
  view.setUint32(place * 4, 0, true);
  view.setUint16(coarseFactorsAt + place * 2, 0, true);
}
