// A query as the kernel reads it: its inner product with each of the 16 combinations of 4 signs,
// for each 4 dimensions.
import { factorScale } from '../../store/index/codes.ts';

/** The largest number in the rounded tables: the kernel adds up eight of them in a byte. */
const most = 31;

/** What turns a sum from the rounded tables into an inner product, see `scan` of the kernel. */
export interface Rounding {
  scale: number;
  shift: number;
}

/**
 * @param query turned, see codes.ts
 * @param exact gets 16 numbers for each 4 dimensions
 * @param rounded gets the same as 0 to 31
 */
export function fillTables(
  query: Float32Array,
  exact: Float32Array,
  rounded: Uint8Array,
): Rounding {
  const tables = query.length / 4;
  const leasts = new Float32Array(tables);
  let widest = 0;
  let shift = 0;
  for (let table = 0; table < tables; table++) {
    const a = query[4 * table]!;
    const b = query[4 * table + 1]!;
    const c = query[4 * table + 2]!;
    const d = query[4 * table + 3]!;
    const sum = Math.abs(a) + Math.abs(b) + Math.abs(c) + Math.abs(d);
    widest = Math.max(widest, 2 * sum);
    // The query's own signs turned round give the least.
    leasts[table] = -sum;
    shift -= sum;
    for (let signs = 0; signs < 16; signs++) {
      exact[16 * table + signs] =
        (signs & 1 ? a : -a) + (signs & 2 ? b : -b) + (signs & 4 ? c : -c) + (signs & 8 ? d : -d);
    }
  }
  const step = widest / most || 1;
  for (let i = 0; i < 16 * tables; i++) {
    rounded[i] = Math.round((exact[i]! - leasts[i >> 4]!) / step);
    exact[i]! /= factorScale;
  }
  return { scale: step / factorScale, shift: shift / factorScale };
}
