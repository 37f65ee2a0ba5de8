// Writes a GGUF file, version 3, little-endian: the layout is docs/gguf.md of ggml. Tensors are asked
// for one after the other, so that no more than one of them is in memory. The file stands under its
// name only once it is whole.
import { randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { scalarBytes, valueTypes, type GgufScalar, type GgufValue } from './values.ts';

export interface GgufTensor {
  /** At most 63 bytes, each name once. */
  name: string;
  /** In ggml's order, the length of a row first: a matrix of R rows and C columns is [C, R]. */
  shape: readonly number[];
  type: WrittenType;
  /** The elements, little-endian, row after row; called once. */
  data: () => Uint8Array | AsyncIterable<Uint8Array>;
}

export type WrittenType = 'f32' | 'f16' | 'bf16';

export interface GgufContent {
  /** `general.architecture` is in every file. The alignment is 32 and need not be given. */
  metadata: ReadonlyMap<string, GgufValue>;
  tensors: readonly GgufTensor[];
}

/** Where tensors may begin: what llama.cpp assumes unless the metadata says otherwise. */
const alignment = 32;

const writtenTypes: Readonly<Record<WrittenType, { number: number; bytes: number }>> = {
  f32: { number: 0, bytes: 4 },
  f16: { number: 1, bytes: 2 },
  bf16: { number: 30, bytes: 2 },
};

/**
 * Writes a model or an adapter to `path`, replacing what is there.
 *
 * @throws Error if a name, shape or value does not fit the format, or the data its shape; what
 *   the file system says; the signal's reason. Nothing is left behind then.
 */
export async function writeGguf(
  path: string,
  content: GgufContent,
  signal?: AbortSignal,
): Promise<void> {
  const header = headerOf(content);
  const draft = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(draft, 'wx');
    try {
      await file.appendFile(header);
      for (const tensor of content.tensors) {
        signal?.throwIfAborted();
        await writeTensor(file, tensor, signal);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    signal?.throwIfAborted();
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Bytes of a tensor's data, without what fills it up to the alignment. */
export function writtenBytes(type: WrittenType, shape: readonly number[]): number {
  return shape.reduce((count, length) => count * length, 1) * writtenTypes[type].bytes;
}

function aligned(size: number): number {
  return Math.ceil(size / alignment) * alignment;
}

async function writeTensor(
  file: FileHandle,
  tensor: GgufTensor,
  signal: AbortSignal | undefined,
): Promise<void> {
  const expected = writtenBytes(tensor.type, tensor.shape);
  const data = tensor.data();
  let written = 0;
  for await (const piece of data instanceof Uint8Array ? [data] : data) {
    signal?.throwIfAborted();
    written += piece.length;
    if (written > expected) break;
    await file.appendFile(piece);
  }
  if (written !== expected) {
    throw new Error(`${tensor.name} is ${written} bytes long, its shape says ${expected}`);
  }
  await file.appendFile(Buffer.alloc(aligned(expected) - expected));
}

/** All before the first tensor's data, filled up to the alignment. */
function headerOf({ metadata, tensors }: GgufContent): Buffer {
  const parts = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(metadata.size)];
  for (const [key, value] of metadata) {
    if (key === 'general.alignment') throw new Error('the alignment is not free to choose');
    parts.push(text(key), valueBytes(value));
  }
  const names = new Set<string>();
  let offset = 0;
  for (const tensor of tensors) {
    checkTensor(tensor, names);
    parts.push(text(tensor.name), u32(tensor.shape.length), ...tensor.shape.map(u64));
    parts.push(u32(writtenTypes[tensor.type].number), u64(offset));
    offset += aligned(writtenBytes(tensor.type, tensor.shape));
  }
  const header = Buffer.concat(parts);
  return Buffer.concat([header], aligned(header.length));
}

/** The limits are GGML_MAX_NAME and GGML_MAX_DIMS. */
function checkTensor({ name, shape }: GgufTensor, names: Set<string>): void {
  if (name === '' || Buffer.byteLength(name) > 63) throw new Error(`“${name}” is no tensor's name`);
  if (names.has(name)) throw new Error(`${name} is there twice`);
  names.add(name);
  const whole = shape.every((length) => Number.isSafeInteger(length) && length > 0);
  if (!whole || shape.length < 1 || shape.length > 4) {
    throw new Error(`${name} cannot have the shape [${shape.join(', ')}]`);
  }
}

function valueBytes(value: GgufValue): Buffer {
  const type = u32(valueTypes.indexOf(value.type));
  if (value.type !== 'array') return Buffer.concat([type, scalar(value)]);
  const { of, values } = value;
  const elements = values.map((element) => scalar({ type: of, value: element } as GgufScalar));
  return Buffer.concat([type, u32(valueTypes.indexOf(of)), u64(values.length), ...elements]);
}

function scalar(value: GgufScalar): Buffer {
  if (value.type === 'string') return text(value.value);
  const bytes = Buffer.alloc(scalarBytes[value.type]);
  switch (value.type) {
    case 'f32':
      bytes.writeFloatLE(value.value);
      break;
    case 'f64':
      bytes.writeDoubleLE(value.value);
      break;
    case 'bool':
      bytes.writeUInt8(value.value ? 1 : 0);
      break;
    case 'u64':
      bytes.writeBigUInt64LE(BigInt(value.value));
      break;
    case 'i64':
      bytes.writeBigInt64LE(BigInt(value.value));
      break;
    case 'u8':
    case 'u16':
    case 'u32':
      bytes.writeUIntLE(value.value, 0, bytes.length);
      break;
    case 'i8':
    case 'i16':
    case 'i32':
      bytes.writeIntLE(value.value, 0, bytes.length);
      break;
  }
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  return scalar({ type: 'u32', value });
}

function u64(value: number): Buffer {
  return scalar({ type: 'u64', value });
}
