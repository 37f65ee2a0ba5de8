// An archive that holds itself: unpacked, its one file is the archive, to the byte, for ever. Made
// after Russ Cox, “Zip Files All The Way Down” (2010): a program of two instructions, print what
// follows and repeat what was printed, that prints itself with what stands before and behind it.
import { writeZip } from '../../src/engine/ingest/extract/containers/zip.ts';

/** The instructions take five bytes each, so that they can count themselves. */
const unit = 5;
/** Lengths that can be repeated by an instruction of exactly this size; the archive is padded to them. */
const headLength = 65 - unit;
const tailLength = 258 - unit;

/** Of a length that fills the head. */
const name = 'the-archive-holding-itself.zip';

export function zipQuine(): Uint8Array {
  // Sizes do not change lengths: a first draft tells them.
  const draft = assemble(Buffer.alloc(headLength), Buffer.alloc(tailLength));
  const size = draft.length;
  const packedSize = size - headLength - tailLength + unit;
  const plain = Buffer.from(writeZip([{ name, data: new Uint8Array() }]));
  const head = Buffer.from(plain.subarray(0, headLength));
  const directory = Buffer.from(plain.subarray(headLength));
  const central = directory.length - 22;
  for (const [bytes, at] of [
    [head, 8],
    [directory, 10],
  ] as const) {
    bytes.writeUInt16LE(8, at);
    bytes.writeUInt32LE(packedSize, at + 10);
    bytes.writeUInt32LE(size, at + 14);
  }
  directory.writeUInt32LE(headLength + packedSize, central + 16);
  const comment = tailLength - unit - directory.length;
  directory.writeUInt16LE(comment, central + 20);
  const last = Buffer.from([1, 0, 0, 0xff, 0xff]);
  return assemble(head, Buffer.concat([last, directory, Buffer.alloc(comment)]));
}

function assemble(head: Buffer, tail: Buffer): Buffer {
  const [l0, l1, l4] = [print(0), print(unit), print(4 * unit)];
  const r4 = repeat([match(10, 20), match(10, 20)]);
  const lHead = print(head.length + unit);
  const rHead = repeat([match(65, 65)], []);
  const lTail = print(tail.length + unit);
  const rTail = repeat([match(258, 258)], []);
  const opening = [head, lHead, head, lHead, rHead, l1, rHead, l1, l1, l4, rHead, l1, l1, l4, r4];
  const middle = [l4, r4, l4, r4, l4, r4, l4, r4, l0, l0, lTail, r4, l0, l0, lTail];
  return Buffer.concat([...opening, ...middle, rTail, tail, rTail, tail]);
}

/** A block of the next `length` bytes as they stand (RFC 1951, 3.2.4). */
function print(length: number): Buffer {
  const block = Buffer.alloc(unit);
  block.writeUInt16LE(length, 1);
  block.writeUInt16LE(length ^ 0xffff, 3);
  return block;
}

/** Blocks with fixed codes (RFC 1951, 3.2.6), each with matches. */
function repeat(...blocks: string[][]): Buffer {
  const bits = blocks.map((matches) => `010${matches.join('')}0000000`).join('');
  if (bits.length !== unit * 8) throw new Error(`${bits.length} bits`);
  const bytes = Buffer.alloc(unit);
  // The first bit of a byte is its lowest.
  for (let i = 0; i < bits.length; i++) bytes[i >> 3]! |= Number(bits[i]) << (i & 7);
  return bytes;
}

/** The bits of a match, in the order in which they are read. */
function match(length: 10 | 65 | 258, distance: 20 | 65 | 258): string {
  const lengths = { 10: '0001000', 65: `0010100${low(6, 3)}`, 258: '11000101' };
  const distances = { 20: `01000${low(3, 3)}`, 65: `01100${low(0, 5)}`, 258: `10000${low(1, 7)}` };
  return lengths[length] + distances[distance];
}

/** Extra bits: the lowest first. */
function low(value: number, count: number): string {
  return Array.from({ length: count }, (_, i) => (value >> i) & 1).join('');
}
