// Where codes lie in memory: 64 blocks make a slab. Of each block as it is stored (codes.ts), what
// every scan reads lies side by side with that of the slab's other blocks, then the documents that
// filters ask for, then what few candidates need. See kernels/nearest.ts.
import {
  blockBytes,
  coarseFactorsAt,
  documentsAt,
  fineFactorsAt,
  placesPerBlock,
  planeBytes,
  planesAt,
} from '../../store/index/codes.ts';
import type { Memory } from './kernel.ts';

/** Blocks of a slab: memory grows by so many, and threads that scan share work by so many. */
export const slabBlocks = 64;
const pageBytes = 65_536;
const addressable = 2 ** 32;

export function createCodeSlabs(memory: Memory, dimensions: number) {
  const plane = placesPerBlock * planeBytes(dimensions);
  const documentBytes = coarseFactorsAt - documentsAt;
  const factorBytes = fineFactorsAt - coarseFactorsAt;
  const scannedBytes = factorBytes + plane;
  const restBytes = documentsAt + factorBytes + plane;
  const slabBytes = slabBlocks * blockBytes(dimensions);
  const reserve = reserver(memory);
  /** Addresses of the slabs, for the kernel. */
  const mostSlabs = Math.ceil(addressable / slabBytes);
  const table = reserve(mostSlabs * 4);
  const slabs: number[] = [];
  let blocks = 0;

  /** Where the three parts of a block lie. */
  function partsOf(block: number) {
    const slab = slabs[Math.floor(block / slabBlocks)]!;
    const inSlab = block % slabBlocks;
    const documents = slab + slabBlocks * scannedBytes;
    return {
      scanned: slab + inSlab * scannedBytes,
      documents: documents + inSlab * documentBytes,
      rest: documents + slabBlocks * documentBytes + inSlab * restBytes,
    };
  }

  function addSlab(): void {
    const slab = reserve(slabBytes);
    const { buffer } = memory;
    // Touched in order: pages that are given out one after the other are read faster.
    new Uint8Array(buffer, slab, slabBytes).fill(0);
    new Uint32Array(buffer, table, mostSlabs)[slabs.length] = slab;
    slabs.push(slab);
  }

  return {
    /** Gives out memory that is never taken back; address 0 stands for "none". */
    reserve,
    /** Where the addresses of the slabs are. */
    table,
    /** The most slabs that there can be. */
    mostSlabs,
    /** How many blocks there are. */
    blocks: () => blocks,
    /** Puts a block in its place; blocks before it that were never set are empty. */
    set(block: number, data: Uint8Array) {
      while (slabs.length * slabBlocks <= block) addSlab();
      const { scanned, documents, rest } = partsOf(block);
      const all = new Uint8Array(memory.buffer);
      const second = planesAt + plane;
      all.set(data.subarray(coarseFactorsAt, fineFactorsAt), scanned);
      all.set(data.subarray(planesAt, second), scanned + factorBytes);
      all.set(data.subarray(documentsAt, coarseFactorsAt), documents);
      all.set(data.subarray(0, documentsAt), rest);
      all.set(data.subarray(fineFactorsAt, planesAt), rest + documentsAt);
      all.set(data.subarray(second), rest + documentsAt + factorBytes);
      blocks = Math.max(blocks, block + 1);
    },
    /** Forgets the blocks from a number on. */
    trim(count: number) {
      const all = new Uint8Array(memory.buffer);
      for (let block = count; block < blocks; block++) {
        const { scanned, documents, rest } = partsOf(block);
        all.fill(0, scanned, scanned + scannedBytes);
        all.fill(0, documents, documents + documentBytes);
        all.fill(0, rest, rest + restBytes);
      }
      blocks = Math.min(blocks, count);
    },
    /** Where the id of the chunk at a place is, counted over all blocks. */
    chunkAddress(place: number): number {
      return partsOf(Math.floor(place / placesPerBlock)).rest + 4 * (place % placesPerBlock);
    },
  };
}

function reserver(memory: Memory): (size: number) => number {
  let end = 1024;
  return (size) => {
    const at = end;
    end += Math.ceil(size / 64) * 64;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    return at;
  };
}
