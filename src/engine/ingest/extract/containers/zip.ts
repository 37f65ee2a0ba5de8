// Reading and writing ZIP archives where size must be bounded: what an archive declares is
// checked against limits before anything is inflated, and inflating stops at what was declared.
// Format: PKWARE APPNOTE 6.3, without encryption and split archives.
import { crc32, inflateRawSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { LorekeepError } from '../../../../shared/errors.ts';
import { directoryAt, wideSizes } from './zip64.ts';

export interface ZipEntry {
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  packedSize: number;
  size: number;
  encrypted: boolean;
  /** Milliseconds since 1970; the archive states local time, to two seconds. */
  modifiedAt: number;
  /** Offset of the local header. */
  offset: number;
}

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const localSignature = 0x04034b50;
const maxEntries = 100_000;

/** The entries of an archive, from its central directory. Throws FILE_DAMAGED if it has none. */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] {
  const view = viewOf(bytes);
  const end = findEnd(view);
  const { count, offset } = directoryAt(view, end);
  let at = offset;
  const entries: ZipEntry[] = [];
  for (let i = 0; i < Math.min(count, maxEntries); i++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== directorySignature) {
      throw damaged('central directory is cut short');
    }
    const nameLength = view.getUint16(at + 28, true);
    const extra = at + 46 + nameLength;
    const extraEnd = extra + view.getUint16(at + 30, true);
    entries.push({
      name: decodeName(bytes.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      modifiedAt: dosTime(view.getUint16(at + 14, true), view.getUint16(at + 12, true)),
      ...wideSizes(view, extra, Math.min(extraEnd, view.byteLength), {
        packedSize: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true),
        offset: view.getUint32(at + 42, true),
      }),
    });
    at = extraEnd + view.getUint16(at + 32, true);
  }
  return entries;
}

/** UTF-8, or what DOS wrote names in: the flag that tells them apart is often wrong. */
function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return iconv.decode(bytes, 'cp437');
  }
}

function dosTime(date: number, time: number): number {
  const [year, month, day] = [1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31];
  return new Date(year, month, day, time >> 11, (time >> 5) & 63, (time & 31) * 2).getTime();
}

/** The content of an entry, never more than the size it declares. Throws FILE_DAMAGED. */
export function readZipEntry(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const packed = packedBytes(bytes, entry);
  if (entry.method === 0) return packed;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
  } catch (error) {
    throw new LorekeepError('FILE_DAMAGED', {}, error);
  }
}

/** An entry as it is packed, by a method that can be read. Throws FILE_DAMAGED, FILE_UNSUPPORTED. */
export function packedBytes(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = viewOf(bytes);
  const { offset, packedSize, method, name } = entry;
  if (offset + 30 > view.byteLength || view.getUint32(offset, true) !== localSignature) {
    throw damaged(`no local header for ${name}`);
  }
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const packed = bytes.subarray(start, start + packedSize);
  if (packed.length !== packedSize) throw damaged(`${name} is cut short`);
  if (method !== 0 && method !== 8) {
    throw new LorekeepError('FILE_UNSUPPORTED', { format: `ZIP ${method}` });
  }
  return packed;
}

/** An archive of the given files, not compressed. Names in the order given. */
export function writeZip(files: readonly { name: string; data: Uint8Array }[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, data } of files) {
    const nameBytes = new TextEncoder().encode(name);
    const local = new Uint8Array(30 + nameBytes.length);
    const central = new Uint8Array(46 + nameBytes.length);
    const localView = viewOf(local);
    const centralView = viewOf(central);
    localView.setUint32(0, localSignature, true);
    centralView.setUint32(0, directorySignature, true);
    writeSizes(localView, 4, data, nameBytes.length);
    centralView.setUint16(4, 20, true);
    writeSizes(centralView, 6, data, nameBytes.length);
    centralView.setUint32(42, offset, true);
    local.set(nameBytes, 30);
    central.set(nameBytes, 46);
    parts.push(local, data);
    directory.push(central);
    offset += local.length + data.length;
  }
  const end = new Uint8Array(22);
  const endView = viewOf(end);
  endView.setUint32(0, endSignature, true);
  endView.setUint16(8, files.length, true);
  endView.setUint16(10, files.length, true);
  endView.setUint32(12, sum(directory), true);
  endView.setUint32(16, offset, true);
  return Buffer.concat([...parts, ...directory, end]);
}

/** The fields that local and central headers share, from "version needed" on. */
function writeSizes(view: DataView, at: number, data: Uint8Array, nameLength: number): void {
  view.setUint16(at, 20, true);
  view.setUint16(at + 2, 0x800, true); // names are UTF-8
  view.setUint32(at + 10, crc32(data), true);
  view.setUint32(at + 14, data.length, true);
  view.setUint32(at + 18, data.length, true);
  view.setUint16(at + 22, nameLength, true);
}

/** The end record stands at the end, before a comment of at most 64 KiB. */
function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= first; at--) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  throw damaged('no end of central directory');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function sum(parts: Uint8Array[]): number {
  return parts.reduce((total, part) => total + part.length, 0);
}

function damaged(reason: string): LorekeepError {
  return new LorekeepError('FILE_DAMAGED', {}, new Error(reason));
}
