// JSON as it stands in a column: as TEXT, or deflated as a BLOB where that is smaller.
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Shorter JSON is left as it is. */
const worthPacking = 256;

export function storedJson(value: unknown): string | Buffer {
  const text = JSON.stringify(value);
  if (text.length < worthPacking) return text;
  const packed = deflateRawSync(text);
  return packed.length < Buffer.byteLength(text) ? packed : text;
}

export function parseStored(stored: string | Buffer): unknown {
  return JSON.parse(typeof stored === 'string' ? stored : inflateRawSync(stored).toString());
}
