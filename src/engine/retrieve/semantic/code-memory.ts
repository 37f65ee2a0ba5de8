// The codes of all vectors of a generation, in memory that the kernel scans: one block after the
// other, as they are stored. About 108 bytes a vector of 384 dimensions.
import {
  blockBytes,
  createTurn,
  innerLevel,
  outerLevel,
  placesPerBlock,
  planeBytes,
} from '../../store/index/codes.ts';
import { type Kernel, type KernelModule, startKernel } from './kernel.ts';
import { fillTables } from './query-tables.ts';

export interface Estimated {
  chunkId: number;
  /** About the cosine. */
  estimate: number;
}

/** How many candidates the first plane leaves to the second, in a small and in a large index. */
const coarseSmall = 2048;
const coarseLarge = 4096;
/** From so many blocks on an index is large. */
const largeBlocks = 4096;
const mostRoom = 2 * coarseLarge;
/** One in so many blocks of a large index tells what a candidate has to score. */
const sampleOf = 32;

/** Scans blocks that lie side by side. */
type Scan = (address: number, count: number) => void;

/** Bytes of a candidate, of what stands before the first, and of the counters behind the last. */
const candidateBytes = 16;
const searchHeader = 16;
const counterBytes = 2048 * 4;
/** Blocks that lie side by side: memory grows by so many. */
const slabBlocks = 64;
const pageBytes = 65_536;

export type CodeMemory = ReturnType<typeof createCodeMemory>;

/** Memory for the codes of one generation; it is given back when nobody refers to it any more. */
export function createCodeMemory(module: KernelModule, dimensions: number) {
  const kernel = startKernel(module);
  const bytes = planeBytes(dimensions);
  const stride = blockBytes(dimensions);
  const turn = createTurn(dimensions);
  const reserve = reserver(kernel);
  const tables = reserve(bytes * 32 + 16);
  const products = reserve(bytes * 128);
  const search = reserve(searchHeader + mostRoom * candidateBytes + counterBytes);
  const slabs: number[] = [];
  let centre: Float32Array | null = null;
  let blocks = 0;
  let wantedAt = 0;
  let wantedRoom = 0;
  new Uint8Array(kernel.memory.buffer, tables + bytes * 32, 16).fill(15);

  const addressOf = (block: number) =>
    slabs[Math.floor(block / slabBlocks)]! + (block % slabBlocks) * stride;

  /** @returns the address of the bytes, 0 for none */
  function placeWanted(wanted: Uint8Array | null): number {
    if (!wanted) return 0;
    if (wantedAt === 0 || wanted.length > wantedRoom) {
      wantedRoom = 2 * wanted.length + 1024;
      wantedAt = reserve(wantedRoom);
    }
    new Uint8Array(kernel.memory.buffer, wantedAt).set(wanted);
    return wantedAt;
  }

  /** Candidates are those that score above `least`: of these the best, at least `keep`. */
  function startSearch(least: number, keep: number): void {
    const view = new DataView(kernel.memory.buffer, search);
    view.setFloat32(0, least, true);
    view.setUint32(4, 0, true);
    view.setUint32(8, keep, true);
    view.setUint32(12, 2 * keep, true);
  }

  const found = () => new DataView(kernel.memory.buffer, search).getUint32(4, true);

  /**
   * What a candidate has to score, from a look at some of the blocks: without it most of what a
   * large index is first seen to hold becomes a candidate for nothing. −Infinity: not known.
   */
  function leastOf(scan: Scan, coarse: number): number {
    const sampled = (2 * coarse) / sampleOf;
    startSearch(-Infinity, sampled);
    for (let block = 0; block < blocks; block += sampleOf) scan(addressOf(block), 1);
    if (found() < sampled) return -Infinity;
    kernel.keepBest(search, sampled);
    return new DataView(kernel.memory.buffer, search).getFloat32(0, true);
  }

  function scanAll(scan: Scan): void {
    for (const [i, slab] of slabs.entries()) {
      const count = Math.min(slabBlocks, blocks - i * slabBlocks);
      if (count > 0) scan(slab, count);
    }
  }

  /** Leaves the best candidates by the first plane. */
  function findCandidates(scan: Scan): void {
    const large = blocks >= largeBlocks;
    const coarse = large ? coarseLarge : coarseSmall;
    const least = large ? leastOf(scan, coarse) : -Infinity;
    startSearch(least, coarse);
    scanAll(scan);
    // The blocks looked at said too much: they held most of what is near.
    if (least > -Infinity && found() < coarse / 2) {
      startSearch(-Infinity, coarse);
      scanAll(scan);
    }
    kernel.keepBest(search, coarse);
  }

  function candidates(): Estimated[] {
    const view = new DataView(kernel.memory.buffer);
    const addressAt = (i: number) => search + searchHeader + i * candidateBytes;
    // Numbers sort many times faster than objects: the estimate, and which one it is of.
    const order = Float64Array.from({ length: view.getUint32(search + 4, true) }, (_, i) => {
      return Math.round(-view.getFloat32(addressAt(i), true) * 2 ** 30) * mostRoom + i;
    }).toSorted();
    const all = Array.from(order, (key) => {
      const at = addressAt(((key % mostRoom) + mostRoom) % mostRoom);
      const block = view.getUint32(at + 8, true);
      const place = view.getUint32(at + 12, true);
      const chunkId = view.getUint32(block + 4 * place, true);
      return { chunkId, estimate: view.getFloat32(at, true) };
    });
    // A place that an older version emptied has a factor, but no chunk.
    return all.filter(({ chunkId }) => chunkId !== 0);
  }

  return {
    /** What was taken off each turned vector; null: nothing. */
    setCentre(now: Float32Array | null) {
      centre = now;
    },
    /** Puts a block in its place; blocks before it that were never set are empty. */
    setBlock(block: number, data: Uint8Array) {
      while (slabs.length * slabBlocks <= block) slabs.push(reserve(slabBlocks * stride));
      new Uint8Array(kernel.memory.buffer).set(data, addressOf(block));
      blocks = Math.max(blocks, block + 1);
    },
    /** Forgets the blocks from a number on. */
    trim(count: number) {
      for (let block = count; block < blocks; block++) {
        new Uint8Array(kernel.memory.buffer, addressOf(block), stride).fill(0);
      }
      blocks = Math.min(blocks, count);
    },
    /** Bytes held. */
    bytes: () => kernel.memory.buffer.byteLength,
    /**
     * The chunks whose vectors seem nearest, best first. If no more than `keep` count, it is all
     * of them.
     *
     * @param keep how many, at most 2048
     * @param wanted a byte for each document id, 1 if it counts; null if all do
     */
    select(query: Int8Array, keep: number, wanted: Uint8Array | null): Estimated[] {
      const turned = turn(query);
      const offset = centre ? dot(turned, centre) : 0;
      const wantedPlace = placeWanted(wanted);
      const { buffer } = kernel.memory;
      const { scale, shift } = fillTables(
        turned,
        new Float32Array(buffer, products, bytes * 32),
        new Uint8Array(buffer, tables, bytes * 32),
      );
      const length = wanted?.length ?? 0;
      findCandidates((at, count) => {
        // prettier-ignore
        kernel.scan(search, at, count, bytes, tables, scale, shift, offset, wantedPlace, length);
      });
      kernel.refine(search, bytes, products, outerLevel, innerLevel, offset);
      kernel.keepBest(search, keep);
      return candidates();
    },
    /** How many vectors there is room for: more than there are. */
    places: () => blocks * placesPerBlock,
  };
}

/** Gives out memory that is never taken back; address 0 stands for "none". */
function reserver({ memory }: Kernel): (size: number) => number {
  let end = 1024;
  return (size) => {
    const at = end;
    end += Math.ceil(size / 64) * 64;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    return at;
  };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
