// The numbers of an adapter on their way into a GGUF. They are written as f32, whatever they were:
// that is exact for all three, and the only type that llama.cpp multiplies as exactly everywhere. For
// f16 its CPU code rounds what the layer is given to f16 first, where the large values of some models
// become infinite; bf16 is not multiplied by every GPU, and llama.cpp ends the process if it has to.
// An adapter is small beside its model, so the size does not matter.
import { bf16ToF32, f16ToF32 } from '../../gguf/half.ts';
import type { FloatType } from './read-safetensors.ts';

const readers: Readonly<Record<FloatType, (view: DataView, at: number) => number>> = {
  F32: (view, at) => view.getFloat32(at, true),
  F16: (view, at) => f16ToF32(view.getUint16(at, true)),
  BF16: (view, at) => bf16ToF32(view.getUint16(at, true)),
};

/** The numbers in a tensor's bytes; exact. */
export function toFloats(bytes: Uint8Array, type: FloatType): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = type === 'F32' ? 4 : 2;
  const floats = new Float32Array(bytes.length / size);
  for (let i = 0; i < floats.length; i++) floats[i] = readers[type](view, i * size);
  return floats;
}

/** The bytes of numbers as a GGUF has them. */
export function toBytes(floats: Float32Array): Uint8Array {
  const bytes = new Uint8Array(floats.length * 4);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < floats.length; i++) view.setFloat32(i * 4, floats[i]!, true);
  return bytes;
}

/**
 * Rows of q or k in llama.cpp's order: within a head, the first half and the second half of the rows
 * take turns. The rows are those of the weights, so of the second matrix alone, as a product's rows
 * are its left matrix's. Source: LlamaModel.permute in llama.cpp's conversion/llama.py.
 *
 * @param heads divides `rows` into parts of even length
 */
export function interleaveHeads(floats: Float32Array, rows: number, heads: number): Float32Array {
  const width = floats.length / rows;
  const perHead = rows / heads;
  const half = perHead / 2;
  const ordered = new Float32Array(floats.length);
  for (let row = 0; row < rows; row++) {
    const head = Math.floor(row / perHead);
    const place = row % perHead;
    const to = head * perHead + (place < half ? place * 2 : (place - half) * 2 + 1);
    ordered.set(floats.subarray(row * width, (row + 1) * width), to * width);
  }
  return ordered;
}
