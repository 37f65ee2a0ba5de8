// Models with random weights, before they are written: a test may look at the weights or change
// them. The same seed makes the same model in every run.
import { f32ToF16 } from '../../../src/engine/gguf/half.ts';
import type { GgufValue } from '../../../src/engine/gguf/values.ts';
import { writeGguf, type GgufTensor } from '../../../src/engine/gguf/write-gguf.ts';
import { seeded } from '../random.ts';

export interface Weight {
  /** In ggml's order: a matrix of R rows and C columns is [C, R]. */
  shape: number[];
  /** Row after row; made when it is asked for, as the models of benches are large. */
  values: () => Float32Array;
}

export interface FixtureModel {
  metadata: Map<string, GgufValue>;
  weights: Map<string, Weight>;
}

/** A matrix of random numbers with a mean of 0; outputs are about as large as inputs times `gain`. */
export function matrix(columns: number, rows: number, seed: string, gain = 1): Weight {
  const range = gain * Math.sqrt(3 / columns);
  return {
    shape: [columns, rows],
    values: () => randomNumbers(columns * rows, seed, range),
  };
}

/** A vector of the same number everywhere: the weights of a norm are 1, biases that do nothing 0. */
export function constant(length: number, value: number): Weight {
  return { shape: [length], values: () => new Float32Array(length).fill(value) };
}

/** A vector of random numbers between −range and range. */
export function vector(length: number, seed: string, range: number): Weight {
  return { shape: [length], values: () => randomNumbers(length, seed, range) };
}

/** The same matrix with some rows multiplied by a factor. */
export function scaledRows(weight: Weight, rows: readonly number[], factor: number): Weight {
  const columns = weight.shape[0]!;
  const changed = (): Float32Array => {
    const values = weight.values();
    for (const row of rows) {
      for (let i = row * columns; i < (row + 1) * columns; i++) values[i]! *= factor;
    }
    return values;
  };
  return { shape: weight.shape, values: changed };
}

function randomNumbers(count: number, seed: string, range: number): Float32Array {
  const random = seeded(hash(seed));
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = (random.int(2 ** 24) / 2 ** 23 - 1) * range;
  return values;
}

/** FNV-1a by Fowler, Noll and Vo (public domain). */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const byte of Buffer.from(text)) state = Math.imul(state ^ byte, 0x01000193);
  return state >>> 0;
}

/** @param type of the matrices; vectors are always f32, as llama.cpp wants them */
export async function saveModel(
  path: string,
  { metadata, weights }: FixtureModel,
  type: 'f32' | 'f16' = 'f32',
): Promise<void> {
  const tensors = [...weights].map(([name, { shape, values }]): GgufTensor => {
    const stored = shape.length === 1 ? 'f32' : type;
    return { name, shape, type: stored, data: () => bytesOf(values(), stored) };
  });
  const fileType: GgufValue = { type: 'u32', value: type === 'f32' ? 0 : 1 };
  await writeGguf(path, {
    metadata: new Map([...metadata, ['general.file_type', fileType]]),
    tensors,
  });
}

function bytesOf(values: Float32Array, type: 'f32' | 'f16'): Uint8Array {
  if (type === 'f32') return new Uint8Array(values.buffer);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) halves[i] = f32ToF16(values[i]!);
  return new Uint8Array(halves.buffer);
}

export const u32 = (value: number): GgufValue => ({ type: 'u32', value });
export const f32 = (value: number): GgufValue => ({ type: 'f32', value });
export const text = (value: string): GgufValue => ({ type: 'string', value });
export const bool = (value: boolean): GgufValue => ({ type: 'bool', value });
