// Reads the list of tensors in a GGUF's header, and whether their data can be where it says.
import { readText, readU32, readU64, type HeaderSource } from './fields.ts';
import { modelFault } from './model-faults.ts';
import { tensorBytes, tensorType } from './tensor-types.ts';

export interface GgufTensorInfo {
  name: string;
  /** In ggml's order, the length of a row first. */
  shape: readonly number[];
  /** As in `tensor-types.ts`: F16, Q4_K … */
  type: string;
  /** Place of its data in the file. */
  offset: number;
  bytes: number;
}

/** Limits of llama.cpp: GGML_MAX_NAME with its closing zero, GGML_MAX_DIMS. */
const longestName = 63;
const mostDimensions = 4;

/**
 * @returns the tensors in the order of the file; llama.cpp wants their data in the same order and
 *   without gaps but for the alignment, and so does this
 */
export async function readTensors(
  source: HeaderSource,
  count: number,
  alignment: number,
): Promise<GgufTensorInfo[]> {
  const tensors: GgufTensorInfo[] = [];
  const names = new Set<string>();
  let expected = 0;
  for (let i = 0; i < count; i++) {
    const tensor = await readTensor(source);
    const { name } = tensor;
    if (names.has(name)) throw modelFault('MODEL_DAMAGED', source.path, 'tensorTwice', { name });
    if (tensor.offset !== expected) {
      throw modelFault('MODEL_DAMAGED', source.path, 'tensorPlace', { name });
    }
    names.add(name);
    tensors.push(tensor);
    expected += Math.ceil(tensor.bytes / alignment) * alignment;
  }
  const start = Math.ceil(source.bytes.place() / alignment) * alignment;
  const placed = tensors.map((tensor) => ({ ...tensor, offset: start + tensor.offset }));
  checkEnd(source, placed.at(-1));
  return placed;
}

/** Its offset is still counted from the first tensor's data. */
async function readTensor(source: HeaderSource): Promise<GgufTensorInfo> {
  const { bytes, path } = source;
  const length = await readU64(bytes);
  if (length > longestName || length === 0) throw modelFault('MODEL_DAMAGED', path, 'tensorName');
  const name = await readText(bytes, length);
  const dimensions = await readU32(bytes);
  if (dimensions > mostDimensions) {
    throw modelFault('MODEL_DAMAGED', path, 'tensorShape', { name });
  }
  const shape: number[] = [];
  for (let i = 0; i < dimensions; i++) shape.push(await readU64(bytes));
  const number = await readU32(bytes);
  const type = tensorType(number);
  if (!type) {
    throw modelFault('MODEL_UNSUPPORTED', path, 'tensorType', { name, type: number });
  }
  const size = tensorBytes(type, shape);
  if (size === null || !Number.isSafeInteger(size)) {
    throw modelFault('MODEL_DAMAGED', path, 'tensorShape', { name });
  }
  return { name, shape, type: type.name, offset: await readU64(bytes), bytes: size };
}

/** The last tensor's data need not be filled up to the alignment. */
function checkEnd(source: HeaderSource, last: GgufTensorInfo | undefined): void {
  if (!last) return;
  const expected = last.offset + last.bytes;
  if (expected > source.size) {
    throw modelFault('MODEL_DAMAGED', source.path, 'cutData', { expected, size: source.size });
  }
}
