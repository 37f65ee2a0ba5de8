import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eachGgufText, readGguf } from '../../../src/engine/gguf/read-gguf.ts';
import type { GgufFarArray } from '../../../src/engine/gguf/read-metadata.ts';
import type { GgufValue } from '../../../src/engine/gguf/values.ts';
import { writeGguf, type GgufTensor } from '../../../src/engine/gguf/write-gguf.ts';
import { temporaryFolder } from '../../support/folder.ts';

const texts = Array.from({ length: 5000 }, (_, i) => `token ${i} ${'ü'.repeat(i % 40)}`);

/** Each type of value, with its ends. */
const metadata = new Map<string, GgufValue>([
  ['general.architecture', { type: 'string', value: 'llama' }],
  ['u8', { type: 'u8', value: 255 }],
  ['i8', { type: 'i8', value: -128 }],
  ['u16', { type: 'u16', value: 65_535 }],
  ['i16', { type: 'i16', value: -32_768 }],
  ['u32', { type: 'u32', value: 4_294_967_295 }],
  ['i32', { type: 'i32', value: -2_147_483_648 }],
  ['u64', { type: 'u64', value: Number.MAX_SAFE_INTEGER }],
  ['u64, largest', { type: 'u64', value: 2n ** 64n - 1n }],
  ['i64', { type: 'i64', value: -5 }],
  ['i64, smallest', { type: 'i64', value: -(2n ** 63n) }],
  ['f32', { type: 'f32', value: 0.5 }],
  ['f64', { type: 'f64', value: Math.PI }],
  ['yes', { type: 'bool', value: true }],
  ['no', { type: 'bool', value: false }],
  ['empty text', { type: 'string', value: '' }],
  ['Schlüssel 🗝', { type: 'string', value: 'Straße\n🦙' }],
  ['long text', { type: 'string', value: 'ä'.repeat(400_000) }],
  ['numbers', { type: 'array', of: 'i32', values: [1, -2, 3] }],
  ['nothing', { type: 'array', of: 'string', values: [] }],
  ['flags', { type: 'array', of: 'bool', values: [true, false] }],
  ['texts', { type: 'array', of: 'string', values: texts }],
  ['after', { type: 'array', of: 'u64', values: Array.from({ length: 2000 }, (_, i) => i) }],
]);

function tensor(name: string, shape: number[], fill: number): GgufTensor {
  const bytes = 4 * shape.reduce((product, length) => product * length, 1);
  return { name, shape, type: 'f32', data: () => new Uint8Array(bytes).fill(fill) };
}

async function* pieces(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(10).fill(7);
  yield new Uint8Array(32).fill(7);
}

const tensors: GgufTensor[] = [
  tensor('first', [5], 1),
  tensor('second', [3, 4, 2], 2),
  { name: 'in pieces', shape: [7, 3], type: 'f16', data: pieces },
  { name: 'last', shape: [1], type: 'bf16', data: () => new Uint8Array([8, 9]) },
];

test('what is written is what is read', async () => {
  const path = join(temporaryFolder(), 'Modell mit ü 🦙.gguf');
  await writeGguf(path, { metadata, tensors });
  const header = await readGguf(path, { whole: ['texts', 'after'] });
  expect(header.metadata).toEqual(metadata);
  expect(header.version).toBe(3);
  expect(header.tensors.map(({ name, shape, type, bytes }) => [name, shape, type, bytes])).toEqual([
    ['first', [5], 'F32', 20],
    ['second', [3, 4, 2], 'F32', 96],
    ['in pieces', [7, 3], 'F16', 42],
    ['last', [1], 'BF16', 2],
  ]);
  const file = readFileSync(path);
  const starts = header.tensors.map(({ offset, bytes }) => file.subarray(offset, offset + bytes));
  expect(starts[1]!.every((byte) => byte === 2)).toBe(true);
  expect(starts[2]!.every((byte) => byte === 7)).toBe(true);
  expect([...starts[3]!]).toEqual([8, 9]);
  expect(header.tensors.every(({ offset }) => offset % 32 === 0)).toBe(true);
  expect(header.size).toBe(file.length);
});

test('long arrays stay in the file and can be read from there', async () => {
  const path = join(temporaryFolder(), 'model.gguf');
  await writeGguf(path, { metadata, tensors });
  const header = await readGguf(path);
  const far = header.metadata.get('texts') as GgufFarArray;
  expect(far).toMatchObject({ type: 'far', of: 'string', length: texts.length });
  const read: string[] = [];
  await eachGgufText(path, far, (text, index) => (read[index] = text));
  expect(read).toEqual(texts);
  expect(header.metadata.get('after')).toMatchObject({ type: 'far', of: 'u64', length: 2000 });
  expect(header.metadata.get('numbers')).toEqual(metadata.get('numbers'));
});

test('a file of version 2 is read as well', async () => {
  const path = join(temporaryFolder(), 'model.gguf');
  await writeGguf(path, { metadata, tensors });
  const file = readFileSync(path);
  file.writeUInt32LE(2, 4);
  writeFileSync(path, file);
  expect((await readGguf(path)).tensors).toHaveLength(4);
});

test('wherever a file is cut off, it is said to be damaged', async () => {
  const path = join(temporaryFolder(), 'model.gguf');
  const few = new Map([...metadata].filter(([key]) => !key.includes('text') && key !== 'after'));
  await writeGguf(path, { metadata: few, tensors });
  const whole = readFileSync(path);
  // The last tensor's data may end where they end: what fills it up is not asked for.
  const { tensors: read } = await readGguf(path);
  const end = read.at(-1)!.offset + read.at(-1)!.bytes;
  for (let size = end - 1; size >= 4; size--) {
    truncateSync(path, size);
    await expect(readGguf(path), `cut at ${size}`).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
  }
  writeFileSync(path, whole.subarray(0, end));
  await expect(readGguf(path)).resolves.toBeDefined();
});

test.each<[string, GgufTensor]>([
  ['too little', { ...tensor('a', [5], 1), data: () => new Uint8Array(19) }],
  ['too much', { ...tensor('a', [5], 1), data: () => new Uint8Array(21) }],
  [
    'an error',
    {
      ...tensor('a', [5], 1),
      data: () => {
        throw new Error('gone');
      },
    },
  ],
  ['no length', { ...tensor('a', [5], 1), shape: [0] }],
  ['a long name', tensor('a'.repeat(64), [5], 1)],
  ['a name that is there', tensor('first', [5], 1)],
])('a tensor with %s leaves the file as it was', async (_, wrong) => {
  const folder = temporaryFolder();
  const path = join(folder, 'model.gguf');
  writeFileSync(path, 'before');
  const content = { metadata, tensors: [...tensors, wrong] };
  await expect(writeGguf(path, content)).rejects.toThrow();
  expect(readFileSync(path, 'utf8')).toBe('before');
  expect(readdirSync(folder)).toEqual(['model.gguf']);
});

test('writing ends when it is told to, and leaves nothing', async () => {
  const folder = temporaryFolder();
  const controller = new AbortController();
  const ending: GgufTensor = {
    ...tensor('ending', [5], 1),
    data: () => {
      controller.abort();
      return new Uint8Array(20);
    },
  };
  const path = join(folder, 'model.gguf');
  const content = { metadata, tensors: [ending, ...tensors] };
  await expect(writeGguf(path, content, controller.signal)).rejects.toThrow(/abort/);
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});
