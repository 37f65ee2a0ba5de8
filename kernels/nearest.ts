// The scan over the codes of all vectors, in AssemblyScript: TypeScript's syntax, compiled to
// WebAssembly with SIMD by scripts/build-kernels.ts. What a code is, and how a block of them
// lies in memory, stands in src/engine/store/index/codes.ts; who calls this is
// src/engine/retrieve/semantic/kernel.ts, which owns the memory. Nothing here allocates.
//
// The inner product of a query with 4 signs is one of 16 numbers. They are put in a table for
// each 4 dimensions, and one swizzle looks up 16 vectors at once (the "fast scan" of André,
// Kermarrec and Le Scouarnec, "Cache locality is not enough", VLDB 2015). The query keeps its
// precision, and that costs no more than counting bits would.

// A slab holds 64 blocks: what is scanned of all of them (factors of the first plane, first plane),
// then their documents, then the rest (chunk ids, factors of both planes, second plane). A scan
// that skipped what it does not need would wait for memory twice as long.
const places: u32 = 128;
const placeBits: u32 = 7;
const slabBlocks: u32 = 64;
const slabBits: u32 = 6;
const planeAt: usize = places * 2;
const documentBytes: usize = places * 4;
const fineFactorsAt: usize = places * 4;
const secondPlaneAt: usize = fineFactorsAt + places * 2;

// A query: bytes of one vector's plane, a multiple of 4; what turns a sum from its tables, with
// `shift`, into an inner product divided by what factors are multiplied by to be stored; its inner
// product with the centre; a byte for each document, 1 if it counts, and how many (0: all count);
// where the addresses of the slabs are. After that 16 numbers from 0 to 31 for each 4 dimensions,
// 16 bytes that are 15, and the query's inner product with 4 signs, divided likewise: 16 floats for
// each 4 dimensions.
const scaleAt: usize = 4;
const shiftAt: usize = 8;
const centreAt: usize = 12;
const wantedAt: usize = 16;
const wantedCountAt: usize = 20;
const slabsAt: usize = 24;
const tablesAt: usize = 64;

// What a search holds: the least score that still counts, the number of candidates, how many are
// kept when there is no room for more, and that room.
const leastAt: usize = 0;
const countAt: usize = 4;
const keepAt: usize = 8;
const roomAt: usize = 12;
const candidatesAt: usize = 16;

// A candidate: its key, and the query's inner product with its signs. The smaller key is better:
// above the score, turned round; below the place, which tells equal scores apart, so that what is
// chosen does not depend on the order of scanning.
const candidateBytes: usize = 16;
const sumAt: usize = 8;

/**
 * Adds to the candidates what scores best in a row of blocks by the first plane alone.
 *
 * @param search the candidates so far
 * @param from number of the first block
 * @param count how many blocks
 */
export function scan(search: usize, query: usize, from: u32, count: u32): void {
  const size = planeAt + <usize>places * load<u32>(query);
  const wanted = <usize>load<u32>(query, wantedAt);
  const wantedCount = load<u32>(query, wantedCountAt);
  for (let number = from; number < from + count; number++) {
    const slab = slabOf(query, number);
    const inSlab = <usize>(number & (slabBlocks - 1));
    const block = slab + inSlab * size;
    const documents = slab + slabBlocks * size + inSlab * documentBytes;
    for (let first: u32 = 0; first < places; first += 32) {
      const mask = wanted ? wantedPlaces(documents, first, wanted, wantedCount) : 0xffffffff;
      if (mask) scan32(search, query, block, (number << placeBits) + first, mask);
    }
  }
}

@inline
function slabOf(query: usize, block: u32): usize {
  const slabs = <usize>load<u32>(query, slabsAt);
  return <usize>load<u32>(slabs + (<usize>(block >> slabBits) << 2));
}

/** A bit for each of 32 places whose document counts. */
function wantedPlaces(documents: usize, first: u32, wanted: usize, wantedCount: u32): u32 {
  let mask: u32 = 0;
  const from = documents + (<usize>first << 2);
  for (let i: u32 = 0; i < 32; i++) {
    const document = load<u32>(from + (<usize>i << 2));
    if (document < wantedCount) mask |= <u32>load<u8>(wanted + document) << i;
  }
  return mask;
}

/** @param number of the first place, counted over all blocks */
function scan32(search: usize, query: usize, block: usize, number: u32, mask: u32): void {
  const bytes = load<u32>(query);
  const tables = query + tablesAt;
  const factors = block + (<usize>(number & (places - 1)) << 1);
  let codes = block + planeAt + <usize>((number & (places - 1)) * bytes);
  const second = <usize>bytes << 4;
  // Sums of 16 bits: of all bytes, those with an odd place 256 times too large; and of the odd.
  let all0 = i16x8.splat(0);
  let odd0 = i16x8.splat(0);
  let all1 = i16x8.splat(0);
  let odd1 = i16x8.splat(0);
  const end = tables + (<usize>bytes << 5);
  // Read and not written here: a constant would be made anew at each use.
  const lowBits = v128.load(end);
  for (let table = tables; table < end; table += 128) {
    const sum0 = sum4(codes, table, lowBits);
    const sum1 = sum4(codes + second, table, lowBits);
    codes += 64;
    all0 = i16x8.add(all0, sum0);
    odd0 = i16x8.add(odd0, i16x8.shr_u(sum0, 8));
    all1 = i16x8.add(all1, sum1);
    odd1 = i16x8.add(odd1, i16x8.shr_u(sum1, 8));
  }
  take16(search, query, factors, number, mask & 0xffff, all0, odd0);
  take16(search, query, factors + 32, number + 16, mask >> 16, all1, odd1);
}

/** What 4 bytes of 16 vectors look up: eight numbers up to 31 fit into a byte. */
@inline
function sum4(codes: usize, table: usize, lowBits: v128): v128 {
  const one = v128.load(codes);
  const two = v128.load(codes, 16);
  const three = v128.load(codes, 32);
  const four = v128.load(codes, 48);
  return i8x16.add(
    i8x16.add(
      i8x16.add(look(low(one, lowBits), table), look(high(one, lowBits), table + 16)),
      i8x16.add(look(low(two, lowBits), table + 32), look(high(two, lowBits), table + 48)),
    ),
    i8x16.add(
      i8x16.add(look(low(three, lowBits), table + 64), look(high(three, lowBits), table + 80)),
      i8x16.add(look(low(four, lowBits), table + 96), look(high(four, lowBits), table + 112)),
    ),
  );
}

@inline
function low(codes: v128, lowBits: v128): v128 {
  return v128.and(codes, lowBits);
}

@inline
function high(codes: v128, lowBits: v128): v128 {
  return v128.and(i16x8.shr_u(codes, 4), lowBits);
}

@inline
function look(places: v128, table: usize): v128 {
  return i8x16.relaxed_swizzle(v128.load(table), places);
}

/** Brings 16 sums back into their order. */
@inline
function take16(
  search: usize,
  query: usize,
  factors: usize,
  number: u32,
  mask: u32,
  all: v128,
  odd: v128,
): void {
  const even = i16x8.sub(all, i16x8.shl(odd, 8));
  const low = v128.shuffle<u16>(even, odd, 0, 8, 1, 9, 2, 10, 3, 11);
  const high = v128.shuffle<u16>(even, odd, 4, 12, 5, 13, 6, 14, 7, 15);
  const one = i32x4.extend_low_i16x8_u(low);
  const two = i32x4.extend_high_i16x8_u(low);
  const three = i32x4.extend_low_i16x8_u(high);
  const four = i32x4.extend_high_i16x8_u(high);
  take4(search, query, factors, number, mask, one);
  take4(search, query, factors + 8, number + 4, mask >> 4, two);
  take4(search, query, factors + 16, number + 8, mask >> 8, three);
  take4(search, query, factors + 24, number + 12, mask >> 12, four);
}

/** Keeps those of 4 vectors that score better than the least that counts. */
@inline
function take4(
  search: usize,
  query: usize,
  factors: usize,
  number: u32,
  mask: u32,
  sums: v128,
): void {
  const stored = v128.load_ext<u16>(factors);
  const products = f32x4.add(
    f32x4.mul(f32x4.convert_i32x4_u(sums), v128.load_splat<f32>(query, scaleAt)),
    v128.load_splat<f32>(query, shiftAt),
  );
  const scores = f32x4.add(
    f32x4.mul(products, f32x4.convert_i32x4_u(stored)),
    v128.load_splat<f32>(query, centreAt),
  );
  const better = f32x4.gt(scores, v128.load_splat<f32>(search, leastAt));
  // An empty place has no factor. Its chunk id would tell as well, but lies far from what is read.
  const there = i32x4.gt_s(stored, i32x4.splat(0));
  const bits = <u32>i32x4.bitmask(v128.and(better, there)) & mask & 15;
  if (!bits) return;
  if (bits & 1) {
    take(search, number, f32x4.extract_lane(scores, 0), f32x4.extract_lane(products, 0));
  }
  if (bits & 2) {
    take(search, number + 1, f32x4.extract_lane(scores, 1), f32x4.extract_lane(products, 1));
  }
  if (bits & 4) {
    take(search, number + 2, f32x4.extract_lane(scores, 2), f32x4.extract_lane(products, 2));
  }
  if (bits & 8) {
    take(search, number + 3, f32x4.extract_lane(scores, 3), f32x4.extract_lane(products, 3));
  }
}

function take(search: usize, number: u32, score: f32, sum: f32): void {
  add(search, keyOf(score, number), sum);
}

function add(search: usize, key: u64, sum: f32): void {
  const count = load<u32>(search, countAt);
  const candidate = search + candidatesAt + <usize>count * candidateBytes;
  store<u64>(candidate, key);
  store<f32>(candidate, sum, sumAt);
  store<u32>(search, count + 1, countAt);
  if (count + 1 === load<u32>(search, roomAt)) keepBest(search, load<u32>(search, keepAt));
}

/** The bits of floats are in order but for the sign: negative ones count down. */
@inline
function keyOf(score: f32, number: u32): u64 {
  const bits = reinterpret<i32>(score);
  const rising = bits ^ ((bits >> 31) | i32.MIN_VALUE);
  return (<u64>(<u32>~rising) << 32) | number;
}

@inline
function scoreOf(key: u64): f32 {
  const rising = ~(<i32>(key >> 32));
  return reinterpret<f32>(rising < 0 ? rising ^ i32.MIN_VALUE : ~rising);
}

/**
 * Adds candidates that were found elsewhere by the same query.
 *
 * @param found address of the first
 */
export function merge(search: usize, found: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const candidate = found + <usize>i * candidateBytes;
    const key = load<u64>(candidate);
    // Equal ones may lie before those that are here: the key decides.
    if (scoreOf(key) >= load<f32>(search, leastAt)) add(search, key, load<f32>(candidate, sumAt));
  }
}

/**
 * Scores the candidates anew by both planes.
 *
 * @param outer, inner what the signs of the first and of the second plane count
 */
export function refine(search: usize, query: usize, outer: f32, inner: f32): void {
  const bytes = load<u32>(query);
  const centre = load<f32>(query, centreAt);
  const products = query + tablesAt + (<usize>bytes << 5) + 16;
  const scannedBytes = planeAt + <usize>places * bytes;
  const restBytes = secondPlaneAt + <usize>places * bytes;
  const restAt = <usize>slabBlocks * (scannedBytes + documentBytes);
  const count = load<u32>(search, countAt);
  for (let i: u32 = 0; i < count; i++) {
    const candidate = search + candidatesAt + <usize>i * candidateBytes;
    const number = <u32>load<u64>(candidate);
    const block = number >> placeBits;
    const place = <usize>(number & (places - 1));
    const inSlab = <usize>(block & (slabBlocks - 1));
    const rest = slabOf(query, block) + restAt + inSlab * restBytes;
    const codes = rest + secondPlaneAt + place * bytes;
    let low: f32 = 0;
    let high: f32 = 0;
    let table = products;
    for (let j: u32 = 0; j < bytes; j++) {
      const code = <usize>load<u8>(codes + j);
      low += load<f32>(table + ((code & 15) << 2));
      high += load<f32>(table + ((code >> 4) << 2), 64);
      table += 128;
    }
    const factor = <f32>load<u16>(rest + fineFactorsAt + (place << 1));
    const product = outer * load<f32>(candidate, sumAt) + inner * (low + high);
    store<u64>(candidate, keyOf(centre + factor * product, number));
  }
}

/** Leaves the `keep` best candidates, and raises the least score that counts to the last of them. */
export function keepBest(search: usize, keep: u32): void {
  if (load<u32>(search, countAt) <= keep) return;
  const from = search + candidatesAt;
  select(from, <i32>load<u32>(search, countAt), <i32>keep - 1);
  store<u32>(search, keep, countAt);
  store<f32>(search, scoreOf(keyAt(from, <i32>keep - 1)), leastAt);
}

/** Brings the nth best to its place, all better ones before it (Hoare's quickselect). */
function select(from: usize, count: i32, nth: i32): void {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = median(
      keyAt(from, low),
      keyAt(from, (low + high) >> 1),
      keyAt(from, high),
    );
    let left = low;
    let right = high;
    while (left <= right) {
      while (keyAt(from, left) < pivot) left++;
      while (keyAt(from, right) > pivot) right--;
      if (left <= right) swap(from, left++, right--);
    }
    if (nth <= right) high = right;
    else if (nth >= left) low = left;
    else return;
  }
}

@inline
function keyAt(from: usize, i: i32): u64 {
  return load<u64>(from + <usize>i * candidateBytes);
}

function median(a: u64, b: u64, c: u64): u64 {
  return max(min(a, b), min(max(a, b), c));
}

@inline
function swap(from: usize, i: i32, j: i32): void {
  const a = from + <usize>i * candidateBytes;
  const b = from + <usize>j * candidateBytes;
  const kept = v128.load(a);
  v128.store(a, v128.load(b));
  v128.store(b, kept);
}
