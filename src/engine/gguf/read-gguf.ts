// Reads what a GGUF file says about itself without loading it: metadata, and which tensors are where.
// The layout is docs/gguf.md of ggml. Files come from anywhere: every count and length is checked
// against the file and a limit before anything is held for it, and reading goes on in small
// pieces that a signal ends.
import { open, stat, type FileHandle } from 'node:fs/promises';
import { LorekeepError, systemCode } from '../../shared/errors.ts';
import { EndOfFile, openByteReader } from './byte-reader.ts';
import { bytesLeft, readText, readU32, readU64, type HeaderSource } from './fields.ts';
import { modelFault } from './model-faults.ts';
import {
  longestText,
  readMetadata,
  type GgufFarArray,
  type GgufMetadata,
} from './read-metadata.ts';
import { readTensors, type GgufTensorInfo } from './read-tensors.ts';
import { recognise, recognisedBytes } from './recognise.ts';

export interface GgufHeader {
  /** 2 or 3. */
  version: number;
  /** Bytes of the file. */
  size: number;
  metadata: GgufMetadata;
  tensors: readonly GgufTensorInfo[];
}

/** More than any model has, of weights as well as of facts. */
const mostEntries = 65_536;
/** Bytes that the shortest entry takes in each of the two lists. */
const leastTensor = 24;
const leastEntry = 13;
/** The headers of models with the largest vocabularies have some 30 MB. */
const largestHeader = 128 * 1024 * 1024;

/**
 * The header of a GGUF file, version 2 or 3.
 *
 * @param options.whole keys of arrays that are wanted however long they are
 * @throws LorekeepError FILE_UNREADABLE; MODEL_NOT_GGUF for any other kind of file; MODEL_DAMAGED for
 *   a file that is cut off or contradicts itself; MODEL_UNSUPPORTED; the signal's reason
 */
export async function readGguf(
  path: string,
  options: { whole?: readonly string[]; signal?: AbortSignal } = {},
): Promise<GgufHeader> {
  return withFile(path, async (file, size) => {
    await checkMark(file, path, size);
    const end = Math.min(size, largestHeader);
    const bytes = openByteReader(file, end, 4, options.signal);
    try {
      return await readHeader({ path, bytes, size }, new Set(options.whole));
    } catch (error) {
      if (!(error instanceof EndOfFile)) throw error;
      throw size > end
        ? modelFault('MODEL_UNSUPPORTED', path, 'headerTooLarge')
        : modelFault('MODEL_DAMAGED', path, 'cutHeader');
    }
  });
}

/**
 * Reads the texts of an array that `readGguf` passed over, one after the other.
 *
 * @param array of texts, from the header of the same file
 * @param visit gets each text with its number
 * @throws like `readGguf`, and what `visit` throws
 */
export async function eachGgufText(
  path: string,
  array: GgufFarArray,
  visit: (text: string, index: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  await withFile(path, async (file, size) => {
    const source = { path, bytes: openByteReader(file, size, array.offset, signal), size };
    try {
      await visitTexts(source, array.length, visit);
    } catch (error) {
      throw error instanceof EndOfFile ? modelFault('MODEL_DAMAGED', path, 'cutHeader') : error;
    }
  });
}

/** Only a regular file is opened: a pipe would be waited for without an end. */
async function withFile<T>(
  path: string,
  action: (file: FileHandle, size: number) => Promise<T>,
): Promise<T> {
  const { file, size } = await openModel(path);
  try {
    return await action(file, size);
  } finally {
    await file.close();
  }
}

async function openModel(path: string): Promise<{ file: FileHandle; size: number }> {
  try {
    const about = await stat(path);
    if (!about.isFile()) throw modelFault('MODEL_NOT_GGUF', path, 'noFile');
    return { file: await open(path, 'r'), size: about.size };
  } catch (error) {
    if (error instanceof LorekeepError) throw error;
    const reason = systemCode(error) || 'unknown';
    throw new LorekeepError('FILE_UNREADABLE', { reason }, error);
  }
}

async function checkMark(file: FileHandle, path: string, size: number): Promise<void> {
  const head = Buffer.alloc(Math.min(size, recognisedBytes));
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  if (head.toString('latin1', 0, 4) === 'GGUF') return;
  throw modelFault('MODEL_NOT_GGUF', path, recognise(head.subarray(0, bytesRead), size));
}

async function readHeader(source: HeaderSource, whole: ReadonlySet<string>): Promise<GgufHeader> {
  const { bytes, path, size } = source;
  const version = await readU32(bytes);
  // In the other order of bytes a small number stands in the upper half.
  if (version !== 0 && (version & 0xffff) === 0) {
    throw modelFault('MODEL_UNSUPPORTED', path, 'bigEndian');
  }
  if (version !== 2 && version !== 3) {
    throw modelFault('MODEL_UNSUPPORTED', path, 'version', { version });
  }
  const tensorCount = await readCount(source, 'tensorCount', leastTensor);
  const entryCount = await readCount(source, 'entryCount', leastEntry);
  const metadata = await readMetadata(source, entryCount, whole);
  const tensors = await readTensors(source, tensorCount, alignmentOf(metadata, path));
  return { version, size, metadata, tensors };
}

async function readCount(
  source: HeaderSource,
  reason: 'tensorCount' | 'entryCount',
  least: number,
): Promise<number> {
  const count = await readU64(source.bytes);
  if (count > mostEntries || count * least > bytesLeft(source)) {
    throw modelFault('MODEL_DAMAGED', source.path, reason, { count });
  }
  return count;
}

function alignmentOf(metadata: GgufMetadata, path: string): number {
  const value = metadata.get('general.alignment') ?? { type: 'u32', value: 32 };
  const alignment = value.type === 'u32' ? value.value : 0;
  if (alignment === 0 || (alignment & (alignment - 1)) !== 0) {
    throw modelFault('MODEL_DAMAGED', path, 'alignment');
  }
  return alignment;
}

async function visitTexts(
  source: HeaderSource,
  count: number,
  visit: (text: string, index: number) => void,
): Promise<void> {
  const { bytes, path } = source;
  for (let i = 0; i < count; i++) {
    if (!bytes.has(8)) await bytes.fill(8);
    const length = bytes.takeU64();
    if (length > longestText) throw modelFault('MODEL_DAMAGED', path, 'cutHeader');
    visit(bytes.has(length) ? bytes.take(length).toString() : await readText(bytes, length), i);
  }
}
