// Files that are given to the app as models and are none, or damaged, or made to harm who reads them.
import type { GgufValue } from '../../../src/engine/gguf/values.ts';
import { text, type FixtureModel } from './weights.ts';

/** A file by what is wrong with it, and what is to be said of it. */
export interface BadFile {
  bytes: Buffer;
  code: 'MODEL_NOT_GGUF' | 'MODEL_DAMAGED' | 'MODEL_UNSUPPORTED';
  /** Words of the sentence. */
  says: RegExp;
}

export const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
export const u64 = (value: number | bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const chars = (value: string): Buffer =>
  Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);

interface Counts {
  version?: number;
  tensors?: number | bigint;
  entries?: number | bigint;
}

/** A header with these counts, whatever follows. */
export function header(
  { version = 3, tensors = 0, entries = 0 }: Counts,
  ...rest: Buffer[]
): Buffer {
  return Buffer.concat([Buffer.from('GGUF'), u32(version), u64(tensors), u64(entries), ...rest]);
}

const architecture = Buffer.concat([chars('general.architecture'), u32(8), chars('llama')]);
const key = chars('some.key');

/** Numbers of value types in the file. */
const [u8Type, textType, arrayType] = [0, 8, 9];

function tensor(name: string, shape: (number | bigint)[], type: number, offset: number): Buffer {
  return Buffer.concat([chars(name), u32(shape.length), ...shape.map(u64), u32(type), u64(offset)]);
}

/** One tensor or two with as many bytes of data, 64 each, as they need in their places. */
function withTensors(...tensors: Buffer[]): Buffer {
  const front = header({ tensors: tensors.length, entries: 1 }, architecture, ...tensors);
  return Buffer.concat([front, Buffer.alloc(4096)]);
}

function nestedArrays(depth: number): Buffer {
  const level = Buffer.concat([u32(arrayType), u64(1)]);
  return header({ entries: 1 }, key, u32(arrayType), ...Array.from({ length: depth }, () => level));
}

const html = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body></body></html>';
const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 4661211808\n';
const safetensors = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';

/** What no reader may take for a model, all but the largest in a few bytes. */
export const badFiles: Readonly<Record<string, BadFile>> = {
  // of another kind
  empty: { bytes: Buffer.alloc(0), code: 'MODEL_NOT_GGUF', says: /empty/ },
  zeros: { bytes: Buffer.alloc(4096), code: 'MODEL_NOT_GGUF', says: /zeros/ },
  text: { bytes: Buffer.from('Dear reader,\n\nhello.\n'), code: 'MODEL_NOT_GGUF', says: /is text/ },
  noise: {
    bytes: Buffer.from([1, 2, 3, 250, 0, 17, 9, 200]),
    code: 'MODEL_NOT_GGUF',
    says: /Choose the .gguf file/,
  },
  page: { bytes: Buffer.from(html), code: 'MODEL_NOT_GGUF', says: /web page/ },
  pointer: { bytes: Buffer.from(pointer), code: 'MODEL_NOT_GGUF', says: /git lfs pull/ },
  safetensors: {
    bytes: Buffer.concat([chars(safetensors), Buffer.alloc(4)]),
    code: 'MODEL_NOT_GGUF',
    says: /safetensors/,
  },
  pytorch: {
    bytes: Buffer.from('PK\u0003\u0004\0\0\0\0archive/data.pkl'),
    code: 'MODEL_NOT_GGUF',
    says: /PyTorch/,
  },
  oldPytorch: {
    bytes: Buffer.from([0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc]),
    code: 'MODEL_NOT_GGUF',
    says: /PyTorch/,
  },
  zip: {
    bytes: Buffer.from('PK\u0003\u0004\0\0model.gguf'),
    code: 'MODEL_NOT_GGUF',
    says: /Unpack/,
  },
  ggjt: { bytes: Buffer.from('tjgg\u0003\0\0\0'), code: 'MODEL_NOT_GGUF', says: /before GGUF/ },
  // of a version that is not read
  version1: { bytes: header({ version: 1 }), code: 'MODEL_UNSUPPORTED', says: /version 1;/ },
  version9: { bytes: header({ version: 9 }), code: 'MODEL_UNSUPPORTED', says: /version 9;/ },
  bigEndian: {
    bytes: header({ version: 0x03000000 }),
    code: 'MODEL_UNSUPPORTED',
    says: /big-endian/,
  },
  // with counts and lengths that cannot be
  onlyMark: { bytes: Buffer.from('GGUF'), code: 'MODEL_DAMAGED', says: /ends before/ },
  manyTensors: {
    bytes: Buffer.concat([header({ tensors: 2n ** 60n, entries: 1 }, architecture)]),
    code: 'MODEL_DAMAGED',
    says: /weights, which it has no room for/,
  },
  manyEntries: {
    bytes: header({ entries: 2n ** 60n }, architecture),
    code: 'MODEL_DAMAGED',
    says: /facts, which it has no room for/,
  },
  missingEntries: {
    bytes: header({ entries: 2 }, architecture, Buffer.from('cut off')),
    code: 'MODEL_DAMAGED',
    says: /ends before|no room/,
  },
  longKey: {
    bytes: header({ entries: 1 }, u64(2n ** 40n), Buffer.alloc(64)),
    code: 'MODEL_DAMAGED',
    says: /no room/,
  },
  longText: {
    bytes: header({ entries: 1 }, key, u32(textType), u64(2n ** 40n), Buffer.alloc(64)),
    code: 'MODEL_DAMAGED',
    says: /“some.key” is 1099511627776 long/,
  },
  longArray: {
    bytes: header({ entries: 1 }, key, u32(arrayType), u32(u8Type), u64(2n ** 63n)),
    code: 'MODEL_DAMAGED',
    says: /no room/,
  },
  longTexts: {
    bytes: header({ entries: 1 }, key, u32(arrayType), u32(textType), u64(2n ** 61n)),
    code: 'MODEL_DAMAGED',
    says: /no room/,
  },
  longTextInside: {
    bytes: header(
      { entries: 1 },
      key,
      u32(arrayType),
      u32(textType),
      u64(2000),
      u64(2n ** 62n),
      Buffer.alloc(16_000),
    ),
    code: 'MODEL_DAMAGED',
    says: /no room/,
  },
  nestedArrays: { bytes: nestedArrays(100_000), code: 'MODEL_UNSUPPORTED', says: /list of lists/ },
  unknownType: {
    bytes: header({ entries: 1 }, key, u32(77), Buffer.alloc(64)),
    code: 'MODEL_DAMAGED',
    says: /kind \(77\)/,
  },
  keyTwice: {
    bytes: header({ entries: 2 }, architecture, architecture),
    code: 'MODEL_DAMAGED',
    says: /“general.architecture” twice/,
  },
  alignment: {
    bytes: header({ entries: 1 }, chars('general.alignment'), u32(4), u32(24)),
    code: 'MODEL_DAMAGED',
    says: /alignment/,
  },
  // with weights that cannot be
  tensorTwice: {
    bytes: withTensors(tensor('a', [16], 0, 0), tensor('a', [16], 0, 64)),
    code: 'MODEL_DAMAGED',
    says: /weights “a” twice/,
  },
  tensorBehindEnd: {
    bytes: withTensors(tensor('a', [4096, 4096], 0, 0)),
    code: 'MODEL_DAMAGED',
    says: /should have at least/,
  },
  tensorOverlap: {
    bytes: withTensors(tensor('a', [16], 0, 0), tensor('b', [16], 0, 0)),
    code: 'MODEL_DAMAGED',
    says: /not in their place/,
  },
  tensorHuge: {
    bytes: withTensors(tensor('a', [2n ** 62n, 2n ** 62n], 0, 0)),
    code: 'MODEL_DAMAGED',
    says: /shape/,
  },
  tensorDimensions: {
    bytes: withTensors(tensor('a', [1, 1, 1, 1, 1], 0, 0)),
    code: 'MODEL_DAMAGED',
    says: /shape/,
  },
  tensorBlocks: {
    bytes: withTensors(tensor('a', [100], 12, 0)),
    code: 'MODEL_DAMAGED',
    says: /shape/,
  },
  tensorType: {
    bytes: withTensors(tensor('a', [16], 31, 0)),
    code: 'MODEL_UNSUPPORTED',
    says: /type 31/,
  },
  tensorName: {
    bytes: withTensors(tensor('a'.repeat(64), [16], 0, 0)),
    code: 'MODEL_DAMAGED',
    says: /name cannot be right/,
  },
};

/** A model whose vocabulary holds a token twice: llama.cpp ends the process that loads it. */
export function withTokenTwice(model: FixtureModel): FixtureModel {
  const tokens = model.metadata.get('tokenizer.ggml.tokens');
  if (tokens?.type !== 'array') throw new Error('no vocabulary');
  const values = [...tokens.values.slice(0, -1), tokens.values.at(-2)!];
  return {
    ...model,
    metadata: new Map([...model.metadata, ['tokenizer.ggml.tokens', { ...tokens, values }]]),
  };
}

/** A model of an architecture that llama.cpp does not know. */
export function withUnknownArchitecture(model: FixtureModel): FixtureModel {
  const metadata = new Map<string, GgufValue>();
  for (const [key, value] of model.metadata) {
    metadata.set(key.replace(/^llama[.]/, 'perceptron9.'), value);
  }
  return { ...model, metadata: metadata.set('general.architecture', text('perceptron9')) };
}
