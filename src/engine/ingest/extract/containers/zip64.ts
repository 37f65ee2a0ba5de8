// The parts of ZIP64 (APPNOTE 4.3.14, 4.5.3): programs that write archives as a stream use them for
// small files, too. Where a field of the old format is full, the wide one stands elsewhere.

const full16 = 0xffff;
const full32 = 0xffffffff;

interface Directory {
  count: number;
  offset: number;
}

/** The directory that the end record at `end` tells of. */
export function directoryAt(view: DataView, end: number): Directory {
  const count = view.getUint16(end + 10, true);
  const offset = view.getUint32(end + 16, true);
  const locator = end - 20;
  if ((count !== full16 && offset !== full32) || locator < 0) return { count, offset };
  if (view.getUint32(locator, true) !== 0x07064b50) return { count, offset };
  const wide = wideNumber(view, locator + 8);
  if (wide + 56 > view.byteLength || view.getUint32(wide, true) !== 0x06064b50) {
    return { count, offset };
  }
  return { count: wideNumber(view, wide + 32), offset: wideNumber(view, wide + 48) };
}

interface Sizes {
  size: number;
  packedSize: number;
  offset: number;
}

/** The sizes of an entry, from its extra field where they are too large for their own. */
export function wideSizes(view: DataView, extra: number, end: number, sizes: Sizes): Sizes {
  const wide = { ...sizes };
  for (let at = extra; at + 4 <= end;) {
    const next = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) {
      let value = at + 4;
      for (const key of ['size', 'packedSize', 'offset'] as const) {
        if (sizes[key] !== full32 || value + 8 > Math.min(next, end)) continue;
        wide[key] = wideNumber(view, value);
        value += 8;
      }
    }
    at = next;
  }
  return wide;
}

/** Exact up to 2^53; what claims more lies outside of any file. */
function wideNumber(view: DataView, at: number): number {
  return at + 8 <= view.byteLength ? Number(view.getBigUint64(at, true)) : Infinity;
}
