// The container in which adapters come from Hugging Face: eight bytes of length, a JSON header that
// places every tensor, then the numbers (https://github.com/huggingface/safetensors, "Format").
// Such a file comes from anywhere. So nothing that the header says is believed before it fits the
// file: the tensors must cover the rest of the file exactly, without gaps and overlaps, as the
// format demands. Numbers are read one tensor at a time, when they are asked for.
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { z } from 'zod';
import { LorekeepError, systemCode } from '../../../shared/errors.ts';
import { adapterReasons } from '../../../shared/texts/adapter-reasons.ts';
import { fillText } from '../../../shared/texts/format.ts';

export type FloatType = 'F32' | 'F16' | 'BF16';

export interface SafeTensor {
  name: string;
  type: FloatType;
  /** Row by row: the last number counts what lies side by side. */
  shape: readonly number[];
  /** Where its bytes begin in the file, and how many they are. */
  start: number;
  bytes: number;
}

export interface SafetensorsFile {
  tensors: ReadonlyMap<string, SafeTensor>;
  /**
   * The bytes of a tensor, little-endian.
   * @throws LorekeepError ADAPTER_UNREADABLE if the file became shorter since it was opened
   */
  read(tensor: SafeTensor): Uint8Array;
  close(): void;
}

/** Far above the header of any adapter: a thousand modules take a third of a megabyte. */
const maxHeaderBytes = 32 * 2 ** 20;
/** What one tensor may take in memory. The largest of known adapters are a tenth of it. */
const maxTensorBytes = 2 ** 30;
const bytesOf: Readonly<Record<FloatType, number>> = { F32: 4, F16: 2, BF16: 2 };

const place = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()).max(8),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});

/**
 * Opens a safetensors file and reads its header. The caller closes it.
 * @throws LorekeepError ADAPTER_UNREADABLE if it is none or is damaged, ADAPTER_NOT_CONVERTIBLE if it
 *   holds other numbers than f32, f16 and bf16
 */
export function openSafetensors(path: string): SafetensorsFile {
  // Before opening: opening a pipe would wait for its other end.
  const file = orUnreadable(path, () => statSync(path));
  if (!file.isFile()) throw unreadable(path, adapterReasons.noFile);
  const handle = orUnreadable(path, () => openSync(path, 'r'));
  try {
    const tensors = readHeader(path, handle);
    return {
      tensors,
      read: (tensor) => readAt(path, handle, tensor.start, tensor.bytes),
      close: () => closeSync(handle),
    };
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}

function readHeader(path: string, handle: number): Map<string, SafeTensor> {
  const { size } = fstatSync(handle);
  if (size < 8) throw unreadable(path, adapterReasons.cutOff);
  const length = Buffer.from(readAt(path, handle, 0, 8)).readBigUInt64LE();
  if (length > maxHeaderBytes) throw unreadable(path, adapterReasons.noSafetensors);
  const start = 8 + Number(length);
  if (start > size) throw unreadable(path, adapterReasons.cutOff);
  const entries = parseHeader(path, readAt(path, handle, 8, Number(length)));
  const tensors = entries.map(([name, entry]) => placed(path, name, entry, start));
  checkCover(path, tensors, start, size);
  return new Map(tensors.map((tensor) => [tensor.name, tensor]));
}

function parseHeader(path: string, bytes: Uint8Array): [string, unknown][] {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw unreadable(path, adapterReasons.noSafetensors, error);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw unreadable(path, adapterReasons.noSafetensors);
  }
  return Object.entries(header).filter(([name]) => name !== '__metadata__');
}

function placed(path: string, name: string, entry: unknown, dataStart: number): SafeTensor {
  const parsed = place.safeParse(entry);
  if (!parsed.success) throw unreadable(path, fillText(adapterReasons.misplaced, { name }));
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  if (!isFloatType(dtype)) {
    const reason = fillText(adapterReasons.otherNumbers, { name, type: dtype });
    throw new LorekeepError('ADAPTER_NOT_CONVERTIBLE', { reason });
  }
  const bytes = shape.reduce((product, length) => product * length, bytesOf[dtype]);
  // A product that is no exact number any more is far beyond any file.
  if (bytes > maxTensorBytes || offsets[1] - offsets[0] !== bytes) {
    throw unreadable(path, fillText(adapterReasons.misplaced, { name }));
  }
  return { name, type: dtype, shape, start: dataStart + offsets[0], bytes };
}

/** Every byte behind the header belongs to exactly one tensor. */
function checkCover(path: string, tensors: SafeTensor[], start: number, size: number): void {
  let end = start;
  for (const tensor of tensors.toSorted((a, b) => a.start - b.start || a.bytes - b.bytes)) {
    if (tensor.start + tensor.bytes > size) throw unreadable(path, adapterReasons.cutOff);
    if (tensor.start !== end) {
      throw unreadable(path, fillText(adapterReasons.misplaced, { name: tensor.name }));
    }
    end = tensor.start + tensor.bytes;
  }
  if (end !== size) throw unreadable(path, adapterReasons.cutOff);
}

function readAt(path: string, handle: number, start: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const count = orUnreadable(path, () =>
      readSync(handle, bytes, done, length - done, start + done),
    );
    if (count === 0) throw unreadable(path, adapterReasons.cutOff);
    done += count;
  }
  return bytes;
}

function isFloatType(type: string): type is FloatType {
  return Object.hasOwn(bytesOf, type);
}

function orUnreadable<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = systemCode(error);
    if (code === '') throw error;
    throw unreadable(path, fillText(adapterReasons.notOpened, { reason: code }), error);
  }
}

function unreadable(path: string, reason: string, cause?: unknown): LorekeepError {
  return new LorekeepError('ADAPTER_UNREADABLE', { path, reason }, cause);
}
