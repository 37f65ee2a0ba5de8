// A query as the kernel reads it: its inner product with each of the 16 combinations of 4 signs,
// for each 4 dimensions. Where what stands is told in kernels/nearest.ts.
import { factorScale } from '../../store/index/codes.ts';

/** The largest number in the rounded tables: the kernel adds up eight of them in a byte. */
const most = 31;

/** What turns a sum from the rounded tables into an inner product, see `scan` of the kernel. */
interface Rounding {
  scale: number;
  shift: number;
}

/** Bytes of what stands before the tables, and of the constant between them. */
const headerBytes = 64;
const lowBitsBytes = 16;

/** @param bytes of one vector's plane */
export function queryBytes(bytes: number): number {
  return headerBytes + bytes * 32 + lowBitsBytes + bytes * 128;
}

export interface PlacedQuery {
  /** Turned, see codes.ts. */
  turned: Float32Array;
  /** Its inner product with the centre. */
  offset: number;
  /** Address of a byte for each document; 0 if all count. */
  wanted: number;
  wantedCount: number;
  /** Address of the addresses of the slabs. */
  slabs: number;
}

/** Writes a query where the kernel reads it. */
export function placeQuery(
  buffer: SharedArrayBuffer,
  at: number,
  { turned, offset, wanted, wantedCount, slabs }: PlacedQuery,
): void {
  const bytes = turned.length / 8;
  const rounded = at + headerBytes;
  const exact = rounded + bytes * 32 + lowBitsBytes;
  const { scale, shift } = fillTables(
    turned,
    new Float32Array(buffer, exact, bytes * 32),
    new Uint8Array(buffer, rounded, bytes * 32),
  );
  new Uint8Array(buffer, rounded + bytes * 32, lowBitsBytes).fill(15);
  const view = new DataView(buffer, at, headerBytes);
  view.setUint32(0, bytes, true);
  for (const [i, number] of [scale, shift, offset].entries()) {
    view.setFloat32(4 + 4 * i, number, true);
  }
  for (const [i, number] of [wanted, wantedCount, slabs].entries()) {
    view.setUint32(16 + 4 * i, number, true);
  }
}

/**
 * @param query turned, see codes.ts
 * @param exact gets 16 numbers for each 4 dimensions
 * @param rounded gets the same as 0 to 31
 */
function fillTables(query: Float32Array, exact: Float32Array, rounded: Uint8Array): Rounding {
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
