// The scan over the codes of all vectors, in AssemblyScript: TypeScript's syntax, compiled to
// WebAssembly with SIMD by scripts/build-kernels.ts. What a code is, and how a block of them
// lies in memory, stands in src/engine/store/index/codes.ts; who calls this is
// src/engine/retrieve/semantic/kernel.ts, which owns the memory. Nothing here allocates.
//
// The inner product of a query with 4 signs is one of 16 numbers. They are put in a table for
// each 4 dimensions, and one swizzle looks up 16 vectors at once (the "fast scan" of André,
// Kermarrec and Le Scouarnec, "Cache locality is not enough", VLDB 2015). The query keeps its
// precision, and that costs no more than counting bits would.

// A block: chunk ids, document ids, factors of the first and of both planes, planes.
const places: u32 = 128;
const documentsAt: usize = places * 4;
const coarseFactorsAt: usize = documentsAt + places * 4;
const fineFactorsAt: usize = coarseFactorsAt + places * 2;
const planesAt: usize = fineFactorsAt + places * 2;

// What a search holds: the least score that still counts, and the candidates found.
const leastAt: usize = 0;
const countAt: usize = 4;
const keepAt: usize = 8;
const roomAt: usize = 12;
const candidatesAt: usize = 16;

// A candidate: its score, the query's inner product with its signs, and where it lies.
const candidateBytes: usize = 16;
const sumAt: usize = 4;
const blockAt: usize = 8;
const placeAt: usize = 12;

/** Counters of `keepBest`; whoever calls leaves room for them behind the candidates. */
const bins: i32 = 2048;

/**
 * Adds to the candidates what scores best in a row of blocks by the first plane alone.
 *
 * @param search the candidates so far
 * @param blocks address of the first block
 * @param count how many blocks
 * @param bytes bytes of one vector's plane, a multiple of 4
 * @param tables 16 numbers from 0 to 31 for each 4 dimensions; after them 16 bytes that are 15
 * @param scale turns a sum of such numbers, with `shift`, into an inner product divided by what
 *   factors are multiplied by to be stored
 * @param centre the query's inner product with the centre
 * @param wanted a byte for each document, 1 if it counts; 0 where all do
 * @param wantedCount length of `wanted`
 */
export function scan(
  search: usize,
  blocks: usize,
  count: u32,
  bytes: u32,
  tables: usize,
  scale: f32,
  shift: f32,
  centre: f32,
  wanted: usize,
  wantedCount: u32,
): void {
  const size = planesAt + <usize>(2 * places * bytes);
  for (let i: u32 = 0; i < count; i++) {
    const block = blocks + <usize>i * size;
    for (let first: u32 = 0; first < places; first += 32) {
      const mask = wanted ? wantedPlaces(block, first, wanted, wantedCount) : 0xffffffff;
      if (mask) scan32(search, block, first, mask, bytes, tables, scale, shift, centre);
    }
  }
}

/** A bit for each of 32 places whose document counts. */
function wantedPlaces(block: usize, first: u32, wanted: usize, wantedCount: u32): u32 {
  let mask: u32 = 0;
  const documents = block + documentsAt + (<usize>first << 2);
  for (let i: u32 = 0; i < 32; i++) {
    const document = load<u32>(documents + (<usize>i << 2));
    if (document < wantedCount) mask |= <u32>load<u8>(wanted + document) << i;
  }
  return mask;
}

function scan32(
  search: usize,
  block: usize,
  first: u32,
  mask: u32,
  bytes: u32,
  tables: usize,
  scale: f32,
  shift: f32,
  centre: f32,
): void {
  let codes = block + planesAt + first * bytes;
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
  take16(search, block, first, mask & 0xffff, all0, odd0, scale, shift, centre);
  take16(search, block, first + 16, mask >> 16, all1, odd1, scale, shift, centre);
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
  block: usize,
  first: u32,
  mask: u32,
  all: v128,
  odd: v128,
  scale: f32,
  shift: f32,
  centre: f32,
): void {
  const even = i16x8.sub(all, i16x8.shl(odd, 8));
  const low = v128.shuffle<u16>(even, odd, 0, 8, 1, 9, 2, 10, 3, 11);
  const high = v128.shuffle<u16>(even, odd, 4, 12, 5, 13, 6, 14, 7, 15);
  const one = i32x4.extend_low_i16x8_u(low);
  const two = i32x4.extend_high_i16x8_u(low);
  const three = i32x4.extend_low_i16x8_u(high);
  const four = i32x4.extend_high_i16x8_u(high);
  take4(search, block, first, mask, one, scale, shift, centre);
  take4(search, block, first + 4, mask >> 4, two, scale, shift, centre);
  take4(search, block, first + 8, mask >> 8, three, scale, shift, centre);
  take4(search, block, first + 12, mask >> 12, four, scale, shift, centre);
}

/** Keeps those of 4 vectors that score better than the least that counts. */
@inline
function take4(
  search: usize,
  block: usize,
  first: u32,
  mask: u32,
  sums: v128,
  scale: f32,
  shift: f32,
  centre: f32,
): void {
  const stored = v128.load_ext<u16>(block + coarseFactorsAt + (<usize>first << 1));
  const factors = f32x4.convert_i32x4_u(stored);
  const products = f32x4.add(
    f32x4.mul(f32x4.convert_i32x4_u(sums), f32x4.splat(scale)),
    f32x4.splat(shift),
  );
  const scores = f32x4.add(f32x4.mul(products, factors), f32x4.splat(centre));
  const better = f32x4.gt(scores, f32x4.splat(load<f32>(search, leastAt)));
  // An empty place has no factor. Its chunk id would tell as well, but lies far from what is read.
  const there = i32x4.gt_s(stored, i32x4.splat(0));
  const bits = <u32>i32x4.bitmask(v128.and(better, there)) & mask & 15;
  if (!bits) return;
  if (bits & 1) {
    const score = f32x4.extract_lane(scores, 0);
    take(search, block, first, score, f32x4.extract_lane(products, 0));
  }
  if (bits & 2) {
    const score = f32x4.extract_lane(scores, 1);
    take(search, block, first + 1, score, f32x4.extract_lane(products, 1));
  }
  if (bits & 4) {
    const score = f32x4.extract_lane(scores, 2);
    take(search, block, first + 2, score, f32x4.extract_lane(products, 2));
  }
  if (bits & 8) {
    const score = f32x4.extract_lane(scores, 3);
    take(search, block, first + 3, score, f32x4.extract_lane(products, 3));
  }
}

function take(search: usize, block: usize, place: u32, score: f32, sum: f32): void {
  const count = load<u32>(search, countAt);
  const candidate = search + candidatesAt + <usize>count * candidateBytes;
  store<f32>(candidate, score);
  store<f32>(candidate, sum, sumAt);
  store<u32>(candidate, <u32>block, blockAt);
  store<u32>(candidate, place, placeAt);
  store<u32>(search, count + 1, countAt);
  if (count + 1 === load<u32>(search, roomAt)) keepBest(search, load<u32>(search, keepAt));
}

/**
 * Scores the candidates anew by both planes.
 *
 * @param products the query's inner product with 4 signs, divided likewise: 16 floats for each 4
 *   dimensions
 * @param outer, inner what the signs of the first and of the second plane count
 */
export function refine(
  search: usize,
  bytes: u32,
  products: usize,
  outer: f32,
  inner: f32,
  centre: f32,
): void {
  const count = load<u32>(search, countAt);
  for (let i: u32 = 0; i < count; i++) {
    const candidate = search + candidatesAt + <usize>i * candidateBytes;
    const block = <usize>load<u32>(candidate, blockAt);
    const place = <usize>load<u32>(candidate, placeAt);
    const codes = block + planesAt + (<usize>places + place) * bytes;
    let low: f32 = 0;
    let high: f32 = 0;
    let table = products;
    for (let j: u32 = 0; j < bytes; j++) {
      const code = <usize>load<u8>(codes + j);
      low += load<f32>(table + ((code & 15) << 2));
      high += load<f32>(table + ((code >> 4) << 2), 64);
      table += 128;
    }
    const factor = <f32>load<u16>(block + fineFactorsAt + (place << 1));
    const product = outer * load<f32>(candidate, sumAt) + inner * (low + high);
    store<f32>(candidate, centre + factor * product);
  }
}

/**
 * Leaves the `keep` best candidates, where scores are too close to be told apart the first of
 * them, and raises the least score that counts.
 */
export function keepBest(search: usize, keep: u32): void {
  const count = load<u32>(search, countAt);
  if (count <= keep) return;
  const from = search + candidatesAt;
  let least = load<f32>(from);
  let most = least;
  for (let i: u32 = 1; i < count; i++) {
    const score = load<f32>(from + <usize>i * candidateBytes);
    least = min(least, score);
    most = max(most, score);
  }
  const counters = from + <usize>load<u32>(search, roomAt) * candidateBytes;
  memory.fill(counters, 0, bins << 2);
  // Scores that are all but equal are equal.
  const perScore: f32 = most - least > 1e-30 ? <f32>(bins - 1) / (most - least) : 0;
  for (let i: u32 = 0; i < count; i++) {
    const bin = <usize>((load<f32>(from + <usize>i * candidateBytes) - least) * perScore);
    const counter = counters + (bin << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  let bin = bins - 1;
  let above: u32 = 0;
  while (above + load<u32>(counters + (<usize>bin << 2)) < keep) {
    above += load<u32>(counters + (<usize>bin << 2));
    bin--;
  }
  // Of the last bin only as many as fit: a thousand equal vectors must not fill the room.
  let ofLast = keep - above;
  let kept: u32 = 0;
  let bound = most;
  for (let i: u32 = 0; i < count; i++) {
    const candidate = from + <usize>i * candidateBytes;
    const score = load<f32>(candidate);
    const at = <i32>((score - least) * perScore);
    if (at < bin || (at === bin && ofLast === 0)) continue;
    if (at === bin) ofLast--;
    bound = min(bound, score);
    memory.copy(from + <usize>kept * candidateBytes, candidate, candidateBytes);
    kept++;
  }
  store<u32>(search, kept, countAt);
  store<f32>(search, bound, leastAt);
}
