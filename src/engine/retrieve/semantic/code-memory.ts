// The codes of all vectors of a generation, in memory that the kernel scans. About 108 bytes a
// vector of 384 dimensions.
import {
  createTurn,
  innerLevel,
  outerLevel,
  placesPerBlock,
  planeBytes,
  type Direction,
} from '../../store/index/codes.ts';
import {
  admitEqual,
  candidateBytes,
  countOf,
  leastOf,
  searchHeader,
  sortedCandidates,
  startSearch,
} from './candidates.ts';
import { createCodeSlabs, slabBlocks } from './code-slabs.ts';
import { createMemory, type KernelModule, startKernel } from './kernel.ts';
import { placeQuery, queryBytes } from './query-tables.ts';
import type { StartHelper } from './scan-helper.ts';
import {
  announceScan,
  createControl,
  helperBytes,
  scanTogether,
  type SharedScan,
} from './shared-scan.ts';

export interface Estimated {
  chunkId: number;
  /** About the cosine. */
  estimate: number;
}

export interface CodeMemoryOptions {
  /** Starts a thread that helps with a large index; null: there is none. */
  startHelper?: StartHelper | null;
  /** From so many blocks on an index is large. */
  largeFrom?: number;
}

/** How many candidates the first plane leaves to the second, in a small and in a large index. */
const coarseSmall = 2048;
const coarseLarge = 4096;
const mostRoom = 2 * coarseLarge;
/** One in so many blocks of a large index tells what a candidate has to score. */
const sampleOf = 32;

export type CodeMemory = ReturnType<typeof createCodeMemory>;

/** Memory for the codes of one generation; it is given back when nobody refers to it any more. */
export function createCodeMemory(
  module: KernelModule,
  dimensions: number,
  { startHelper = null, largeFrom = 4096 }: CodeMemoryOptions = {},
) {
  const memory = createMemory();
  const kernel = startKernel(module, memory);
  const slabs = createCodeSlabs(memory, dimensions);
  const { reserve } = slabs;
  const turn = createTurn(dimensions);
  const queryAt = reserve(queryBytes(planeBytes(dimensions)));
  const search = reserve(searchHeader + mostRoom * candidateBytes);
  let centre: Float32Array | null = null;
  let wantedAt = 0;
  let wantedRoom = 0;
  let shared: SharedScan | null = null;
  let endHelper: (() => Promise<unknown>) | null = null;

  /** @returns the address of the bytes, 0 for none */
  function placeWanted(wanted: Uint8Array | null): number {
    if (!wanted) return 0;
    if (wantedAt === 0 || wanted.length > wantedRoom) {
      wantedRoom = 2 * wanted.length + 1024;
      wantedAt = reserve(wantedRoom);
    }
    new Uint8Array(memory.buffer, wantedAt).set(wanted);
    return wantedAt;
  }

  const start = (least: number, keep: number) => startSearch(memory, search, least, keep, 2 * keep);
  const found = () => countOf(memory, search);

  /**
   * What a candidate has to score, from a look at some of the blocks: without it most of what a
   * large index is first seen to hold becomes a candidate for nothing. −Infinity: not known.
   */
  function sampledLeast(): number {
    const sampled = (2 * coarseLarge) / sampleOf;
    start(-Infinity, sampled);
    for (let block = 0; block < slabs.blocks(); block += sampleOf) {
      kernel.scan(search, queryAt, block, 1);
    }
    if (found() < sampled) return -Infinity;
    kernel.keepBest(search, sampled);
    return leastOf(memory, search);
  }

  function scanSlab(slab: number): void {
    const first = slab * slabBlocks;
    kernel.scan(search, queryAt, first, Math.min(slabBlocks, slabs.blocks() - first));
  }

  /** Lets a helper, if there is one, begin to scan a large index. */
  function announce(least: number): number {
    return shared ? announceScan(shared, slabs.blocks(), least) : 0;
  }

  /** Scans what the helper has not scanned yet. */
  function scanLarge(scan: number, least: number): void {
    start(least, coarseLarge);
    if (!shared) return kernel.scan(search, queryAt, 0, slabs.blocks());
    const { left, found: helped } = scanTogether(shared, scan, scanSlab);
    kernel.merge(search, shared.found + searchHeader, helped);
    admitEqual(memory, search, least);
    for (const slab of left) scanSlab(slab);
  }

  function getHelp(): void {
    if (shared || !startHelper) return;
    const control = createControl(slabs.mostSlabs);
    shared = { module, memory, control, query: queryAt, found: reserve(helperBytes) };
    endHelper = startHelper(shared);
  }

  /** @returns what leaves the best candidates by the first plane */
  function beginScan(): () => void {
    if (slabs.blocks() < largeFrom) {
      return () => {
        start(-Infinity, coarseSmall);
        kernel.scan(search, queryAt, 0, slabs.blocks());
        kernel.keepBest(search, coarseSmall);
      };
    }
    getHelp();
    const least = sampledLeast();
    const scan = announce(least);
    return () => {
      scanLarge(scan, least);
      // The blocks looked at said too much: they held most of what is near.
      if (least > -Infinity && found() < coarseLarge / 2) scanLarge(announce(-Infinity), -Infinity);
      kernel.keepBest(search, coarseLarge);
    };
  }

  function candidates(): Estimated[] {
    const words = new Uint32Array(memory.buffer);
    const all = sortedCandidates(memory, search).map(({ place, score }) => ({
      chunkId: words[slabs.chunkAddress(place) / 4]!,
      estimate: score,
    }));
    // A place that an older version emptied has a factor, but no chunk.
    return all.filter(({ chunkId }) => chunkId !== 0);
  }

  return {
    /** What was taken off each turned vector; null: nothing. */
    setCentre(now: Float32Array | null) {
      centre = now;
    },
    /** Puts a block in its place; blocks before it that were never set are empty. */
    setBlock: slabs.set,
    /** Forgets the blocks from a number on. */
    trim: slabs.trim,
    /** Bytes held. */
    bytes: () => memory.buffer.byteLength,
    /**
     * Begins a search. What it returns ends it, at once or after other work, in which the helper
     * goes on; only the search that was begun last can be ended.
     *
     * @param wanted a byte for each document id, 1 if it counts; null if all do
     * @returns the chunks whose vectors seem nearest, best first: as many as it is asked for, at
     *   most 2048. If no more than that count, it is all of them
     */
    begin(query: Direction, wanted: Uint8Array | null): (keep: number) => Estimated[] {
      const turned = turn(query);
      const offset = centre ? dot(turned, centre) : 0;
      // May make the memory grow, which gives it another buffer.
      const wantedPlace = placeWanted(wanted);
      placeQuery(memory.buffer, queryAt, {
        turned,
        offset,
        wanted: wantedPlace,
        wantedCount: wanted?.length ?? 0,
        slabs: slabs.table,
      });
      const findCandidates = beginScan();
      return (keep) => {
        findCandidates();
        kernel.refine(search, queryAt, outerLevel, innerLevel);
        kernel.keepBest(search, keep);
        return candidates();
      };
    },
    /** How many vectors there is room for: more than there are. */
    places: () => slabs.blocks() * placesPerBlock,
    /** Ends the thread that helps, if there is one. */
    close() {
      void endHelper?.();
      endHelper = null;
      shared = null;
    },
  };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
