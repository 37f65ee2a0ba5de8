// The list of candidates that the kernel fills, see kernels/nearest.ts.
import type { Memory } from './kernel.ts';

/** Bytes of a candidate, and of what stands before the first. */
export const candidateBytes = 16;
export const searchHeader = 16;

/** Candidates are those that score above `least`: of these the best, at least `keep`. */
export function startSearch(
  memory: Memory,
  search: number,
  least: number,
  keep: number,
  room: number,
): void {
  const view = new DataView(memory.buffer, search);
  view.setFloat32(0, least, true);
  view.setUint32(4, 0, true);
  view.setUint32(8, keep, true);
  view.setUint32(12, room, true);
}

export function leastOf(memory: Memory, search: number): number {
  return new DataView(memory.buffer, search).getFloat32(0, true);
}

export function countOf(memory: Memory, search: number): number {
  return new DataView(memory.buffer, search).getUint32(4, true);
}

/**
 * Before slabs are scanned out of their order: where scores are equal, what lies before others goes
 * before them, so what scores as much as the last one kept counts again.
 *
 * @param from what the search began with
 */
export function admitEqual(memory: Memory, search: number, from: number): void {
  const least = leastOf(memory, search);
  if (least === from) return;
  const lower = least - Math.abs(least) * 2 ** -20 - 1e-30;
  new DataView(memory.buffer, search).setFloat32(0, Math.max(from, lower), true);
}

export interface Placed {
  /** Counted over all blocks. */
  place: number;
  score: number;
}

/** All candidates, best first, equal ones in the order of their places. */
export function sortedCandidates(memory: Memory, search: number): Placed[] {
  const count = countOf(memory, search);
  const found = new Uint32Array(memory.buffer, search + searchHeader, 4 * count);
  const words = new Uint32Array(2 * count);
  for (let i = 0; i < count; i++) {
    words[2 * i] = found[4 * i]!;
    words[2 * i + 1] = found[4 * i + 1]!;
  }
  // As numbers of 64 bits keys sort many times faster than objects do.
  new BigUint64Array(words.buffer).sort();
  const scores = new Float32Array(words.buffer);
  return Array.from({ length: count }, (_, i) => {
    const rising = ~words[2 * i + 1]!;
    words[2 * i + 1] = rising < 0 ? rising ^ 0x80000000 : ~rising;
    return { place: words[2 * i]!, score: scores[2 * i + 1]! };
  });
}
