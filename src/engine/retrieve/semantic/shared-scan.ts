// One scan by two threads. Whoever is free takes the next slab from a counter that both share. The
// searching thread never waits: what the helper has taken and not finished by the end is scanned
// again, so a helper that gets no core, or dies, costs no more than one slab.
//
// Scans have numbers, and everything that a helper says carries that of the scan it is about: what
// comes late is recognized. A helper only ever appends to its list, so that what it has finished
// can be read while it goes on.
import { placesPerBlock } from '../../store/index/codes.ts';
import { slabBlocks } from './code-slabs.ts';
import { candidateBytes, countOf, searchHeader, startSearch } from './candidates.ts';
import type { Kernel, KernelModule, Memory } from './kernel.ts';

/** What a helper needs to know; structured-cloned, memory and control are shared. */
export interface SharedScan {
  module: KernelModule;
  memory: Memory;
  control: SharedArrayBuffer;
  /** Where the query is in memory, and where the helper's candidates go. */
  query: number;
  found: number;
}

// Places in the control, in numbers of 32 bits. Claims and progress have the scan's number in
// their upper half; below it the next slab, and how many slabs the helper has finished.
const scanAt = 0;
const claimsAt = 1;
const progressAt = 2;
const blocksAt = 3;
const leastAt = 4;
/** For each slab that the helper finished its number, and how many candidates it has since. */
const finishedAt = 8;
const half = 0xffff;

/** A helper stops when there might be no room for all of the next slab. */
const helperRoom = 4 * slabBlocks * placesPerBlock;

/** Bytes for what a helper finds. */
export const helperBytes = searchHeader + helperRoom * candidateBytes;

export function createControl(mostSlabs: number): SharedArrayBuffer {
  return new SharedArrayBuffer((finishedAt + 2 * mostSlabs) * 4);
}

/** The next slab that nobody has taken; null if there is none left in this scan. */
function claim(control: Int32Array, scan: number): number | null {
  const claimed = Atomics.add(control, claimsAt, 1);
  const slab = claimed & half;
  const isLast = slab * slabBlocks >= control[blocksAt]!;
  return claimed >>> 16 !== scan || isLast ? null : slab;
}

/** How many slabs of the latest scan the helper has finished. */
export function finishedByHelper({ control: shared }: SharedScan): number {
  const control = new Int32Array(shared);
  const progress = Atomics.load(control, progressAt);
  // Only a helper that is still at an earlier scan can have written another number.
  return progress >>> 16 === control[scanAt] ? progress & half : 0;
}

export interface ScanOutcome {
  /** Slabs that nobody has finished. */
  left: number[];
  /** How many candidates the helper has found in those that it finished. */
  found: number;
}

/**
 * Begins a scan: a helper is at it from now on.
 *
 * @param least what a candidate has to score
 * @returns the number of the scan
 */
export function announceScan(
  { control: shared }: SharedScan,
  blocks: number,
  least: number,
): number {
  const control = new Int32Array(shared);
  const scan = (control[scanAt]! + 1) & half;
  control[blocksAt] = blocks;
  new Float32Array(shared)[leastAt] = least;
  Atomics.store(control, progressAt, scan << 16);
  Atomics.store(control, claimsAt, scan << 16);
  Atomics.store(control, scanAt, scan);
  Atomics.notify(control, scanAt);
  return scan;
}

/**
 * The searching thread's part of the scan that was announced last.
 *
 * @param scanSlab scans one slab here
 */
export function scanTogether(
  shared: SharedScan,
  scan: number,
  scanSlab: (slab: number) => void,
): ScanOutcome {
  const control = new Int32Array(shared.control);
  const slabs = Math.ceil(control[blocksAt]! / slabBlocks);
  const left = new Set(Array.from({ length: slabs }, (_, i) => i));
  for (let slab = claim(control, scan); slab !== null; slab = claim(control, scan)) {
    scanSlab(slab);
    left.delete(slab);
  }
  const finished = finishedByHelper(shared);
  for (let i = 0; i < finished; i++) left.delete(control[finishedAt + 2 * i]!);
  const found = finished > 0 ? control[finishedAt + 2 * finished - 1]! : 0;
  return { left: [...left], found };
}

/** The helper's part, without end: it sleeps between scans until its thread is ended. */
export function helpScanning(shared: SharedScan, kernel: Pick<Kernel, 'scan'>): never {
  const control = new Int32Array(shared.control);
  let scan = 0;
  for (;;) {
    Atomics.wait(control, scanAt, scan);
    scan = helpOnce(shared, kernel);
  }
}

/** @returns the number of the scan in which it helped until no slab was left */
export function helpOnce(shared: SharedScan, kernel: Pick<Kernel, 'scan'>): number {
  const { memory, query, found } = shared;
  const control = new Int32Array(shared.control);
  const scan = Atomics.load(control, scanAt);
  startSearch(memory, found, new Float32Array(shared.control)[leastAt]!, helperRoom, helperRoom);
  let finished = 0;
  let count = 0;
  while (count + slabBlocks * placesPerBlock < helperRoom) {
    const slab = claim(control, scan);
    if (slab === null) break;
    const first = slab * slabBlocks;
    kernel.scan(found, query, first, Math.min(slabBlocks, control[blocksAt]! - first));
    count = countOf(memory, found);
    control[finishedAt + 2 * finished] = slab;
    control[finishedAt + 2 * finished + 1] = count;
    finished++;
    Atomics.store(control, progressAt, (scan << 16) | finished);
  }
  return scan;
}
