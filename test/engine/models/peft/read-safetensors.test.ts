import { mkdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toFloats } from '../../../../src/engine/models/peft/matrices.ts';
import { openSafetensors } from '../../../../src/engine/models/peft/read-safetensors.ts';
import { sentenceOf } from '../../../../src/shared/texts/format.ts';
import { folderWith, temporaryFolder } from '../../../support/folder.ts';
import { type FloatType, safetensors, withHeader } from '../../../support/peft/safetensors.ts';

function pathOf(bytes: Uint8Array): string {
  return join(folderWith({ 'adapter_model.safetensors': bytes }), 'adapter_model.safetensors');
}

function failureOf(bytes: Uint8Array): unknown {
  const path = pathOf(bytes);
  try {
    openSafetensors(path).close();
  } catch (error) {
    return error;
  }
  return null;
}

/** A file with one tensor of four bytes, described by `entry`. */
function oneTensor(entry: unknown, data = 4): Buffer {
  return withHeader(JSON.stringify({ x: entry }), Buffer.alloc(data));
}

const fitting = { dtype: 'F32', shape: [1, 1], data_offsets: [0, 4] };

test('tensors of each type are read as they were written, one at a time', () => {
  const values = Float64Array.of(0, 1, -1, 0.5, -2.25, 96, 2 ** -10);
  const tensor = (type: FloatType) => ({ type, rows: 1, columns: values.length, values });
  const path = pathOf(
    safetensors({ a: tensor('F32'), b: tensor('F16'), c: tensor('BF16'), d: tensor('F16') }),
  );
  const file = openSafetensors(path);
  try {
    expect([...file.tensors.keys()]).toEqual(['a', 'b', 'c', 'd']);
    for (const tensor of file.tensors.values()) {
      expect(tensor.shape).toEqual([1, values.length]);
      expect([...toFloats(file.read(tensor), tensor.type)], tensor.name).toEqual([...values]);
    }
  } finally {
    file.close();
  }
});

test('a file without tensors, and tensors without elements, are allowed', () => {
  expect(failureOf(withHeader('{}', Buffer.alloc(0)))).toBeNull();
  const empty = { dtype: 'F32', shape: [0, 4], data_offsets: [0, 0] };
  expect(
    failureOf(withHeader(JSON.stringify({ x: fitting, e: empty }), Buffer.alloc(4))),
  ).toBeNull();
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['less than a length', Buffer.alloc(7)],
  ['text', Buffer.from('this is a text of some length, and no tensors are in it')],
  [
    'a header longer than the file',
    Buffer.concat([withHeader('{}', Buffer.alloc(0)).fill(9, 0, 1)]),
  ],
  [
    'a header of 2^63 bytes',
    Buffer.concat([Buffer.from('0000000000000080', 'hex'), Buffer.alloc(9)]),
  ],
  ['a header that is no JSON', withHeader('{"x": ', Buffer.alloc(4))],
  ['a header that is no UTF-8', Buffer.concat([Buffer.from('0300000000000000227e8022', 'hex')])],
  ['a header that is a list', withHeader('[]', Buffer.alloc(4))],
  ['a header that is null', withHeader('null', Buffer.alloc(4))],
  ['a header that is NaN', withHeader('NaN', Buffer.alloc(4))],
  ['a header full of brackets', withHeader('['.repeat(1_000_000), Buffer.alloc(4))],
  ['a place beyond the end', oneTensor({ ...fitting, data_offsets: [4, 8] })],
  ['a place far beyond the end', oneTensor({ ...fitting, data_offsets: [2 ** 52, 2 ** 52 + 4] })],
  ['a place before the start', oneTensor({ ...fitting, data_offsets: [-4, 0] })],
  ['a place that ends before it begins', oneTensor({ ...fitting, data_offsets: [4, 0] })],
  ['a place that is no number', oneTensor({ ...fitting, data_offsets: [null, null] })],
  ['half a place', oneTensor({ ...fitting, data_offsets: [0.5, 4.5] })],
  ['a shape of other size', oneTensor({ ...fitting, shape: [2, 2] })],
  ['a shape without bounds', oneTensor({ ...fitting, shape: [2 ** 30, 2 ** 30, 2 ** 30] })],
  ['a negative shape', oneTensor({ ...fitting, shape: [-1, -1] })],
  ['no shape', oneTensor({ dtype: 'F32', data_offsets: [0, 4] })],
  ['a tensor that is a text', oneTensor('F32')],
  ['bytes that belong to no tensor', oneTensor(fitting, 8)],
  ['too few bytes', oneTensor(fitting, 3)],
  [
    'two tensors in one place',
    withHeader(JSON.stringify({ x: fitting, y: fitting }), Buffer.alloc(4)),
  ],
  [
    'a gap between tensors',
    withHeader(
      JSON.stringify({ x: fitting, y: { ...fitting, data_offsets: [8, 12] } }),
      Buffer.alloc(12),
    ),
  ],
  // The later of two equal names wins in JSON, which leaves the bytes of the first without an owner.
  [
    'one name twice',
    withHeader(
      `{"x":${JSON.stringify(fitting)},"x":{"dtype":"F32","shape":[1,1],"data_offsets":[4,8]}}`,
      Buffer.alloc(8),
    ),
  ],
])('a damaged file is refused with a sentence: %s', (_, bytes) => {
  const failure = failureOf(bytes);
  expect(failure).toMatchObject({ code: 'ADAPTER_UNREADABLE' });
  expect(sentenceOf(failure)).toMatch(/adapter_model\.safetensors” cannot be read.+\.$/);
});

test('a name such as __proto__ is a name like others', () => {
  const bytes = withHeader(`{"__proto__":${JSON.stringify(fitting)}}`, Buffer.alloc(4));
  const file = openSafetensors(pathOf(bytes));
  expect([...file.tensors.keys()]).toEqual(['__proto__']);
  file.close();
});

test('numbers of other types are named', () => {
  const failure = failureOf(oneTensor({ dtype: 'I8', shape: [4], data_offsets: [0, 4] }));
  expect(failure).toMatchObject({ code: 'ADAPTER_NOT_CONVERTIBLE' });
  expect(sentenceOf(failure)).toContain('“x” is stored as I8');
  expect(failureOf(oneTensor({ ...fitting, dtype: 'toString' }))).toMatchObject({
    code: 'ADAPTER_NOT_CONVERTIBLE',
  });
});

test('a folder and a missing file are refused', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'adapter_model.safetensors'));
  for (const name of ['adapter_model.safetensors', 'missing']) {
    expect(() => openSafetensors(join(folder, name))).toThrow(
      expect.objectContaining({ code: 'ADAPTER_UNREADABLE' }),
    );
  }
});

test('a file that becomes shorter while it is open is refused', () => {
  const path = pathOf(oneTensor(fitting));
  const file = openSafetensors(path);
  truncateSync(path, 20);
  const [tensor] = file.tensors.values();
  expect(() => file.read(tensor!)).toThrow(expect.objectContaining({ code: 'ADAPTER_UNREADABLE' }));
  file.close();
});
