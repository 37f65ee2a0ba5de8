// The fields that a GGUF's header is made of, read one after the other. All numbers are
// little-endian, and a text is its length in bytes followed by UTF-8.
import { pieceBytes, type ByteReader } from './byte-reader.ts';
import { scalarBytes, type GgufScalarType } from './values.ts';

/** A place in a file that is read. */
export interface HeaderSource {
  path: string;
  bytes: ByteReader;
  /** Where the file ends. */
  size: number;
}

/** Bytes from here to the end of the file. */
export function bytesLeft({ bytes, size }: HeaderSource): number {
  return size - bytes.place();
}

export async function readU32(bytes: ByteReader): Promise<number> {
  if (!bytes.has(4)) await bytes.fill(4);
  return bytes.take(4).readUInt32LE();
}

/** A count, length or place: not exact beyond 2^53, where it is larger than any file. */
export async function readU64(bytes: ByteReader): Promise<number> {
  if (!bytes.has(8)) await bytes.fill(8);
  return bytes.takeU64();
}

/** @param length in bytes, which the caller has checked */
export async function readText(bytes: ByteReader, length: number): Promise<string> {
  if (length <= pieceBytes) {
    if (!bytes.has(length)) await bytes.fill(length);
    return bytes.take(length).toString();
  }
  const parts: Buffer[] = [];
  for (let left = length; left > 0;) {
    const next = Math.min(left, pieceBytes);
    if (!bytes.has(next)) await bytes.fill(next);
    parts.push(Buffer.from(bytes.take(next)));
    left -= next;
  }
  return Buffer.concat(parts).toString();
}

type FixedType = Exclude<GgufScalarType, 'string'>;

const readers: Readonly<Record<FixedType, (field: Buffer) => number | bigint | boolean>> = {
  u8: (field) => field.readUInt8(),
  i8: (field) => field.readInt8(),
  u16: (field) => field.readUInt16LE(),
  i16: (field) => field.readInt16LE(),
  u32: (field) => field.readUInt32LE(),
  i32: (field) => field.readInt32LE(),
  f32: (field) => field.readFloatLE(),
  f64: (field) => field.readDoubleLE(),
  bool: (field) => field[0] !== 0,
  u64: (field) => exact(field.readBigUInt64LE()),
  i64: (field) => exact(field.readBigInt64LE()),
};

/** A value of fixed size where its bytes are in memory. */
export function takeNumber(bytes: ByteReader, type: FixedType): number | bigint | boolean {
  return readers[type](bytes.take(scalarBytes[type]));
}

function exact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
