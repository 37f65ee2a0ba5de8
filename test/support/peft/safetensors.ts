// Writes safetensors files, right ones and wrong ones.

export type FloatType = 'F32' | 'F16' | 'BF16';

export interface Matrix {
  rows: number;
  columns: number;
  /** Row by row. */
  values: Float64Array;
}

export interface WrittenTensor extends Matrix {
  type: FloatType;
}

/** A whole file with these tensors, each of two dimensions. */
export function safetensors(tensors: Readonly<Record<string, WrittenTensor>>): Buffer {
  const data = Object.values(tensors).map(({ values, type }) =>
    Buffer.concat(Array.from(values, (value) => encoders[type](value))),
  );
  let end = 0;
  const entries = Object.entries(tensors).map(([name, { type, rows, columns }], i) => {
    const start = end;
    end += data[i]!.length;
    return [name, { dtype: type, shape: [rows, columns], data_offsets: [start, end] }] as const;
  });
  const header = { __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) };
  return withHeader(JSON.stringify(header), Buffer.concat(data));
}

/** A file whose header is any text, with any data behind it. */
export function withHeader(header: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([length, Buffer.from(header), data]);
}

/** The nearest value that has few enough bits to be exact in each of the types. */
export function inFewBits(value: number): number {
  return Math.round(value * 2 ** 10) / 2 ** 10;
}

const encoders: Readonly<Record<FloatType, (value: number) => Buffer>> = {
  F32: f32,
  F16: exactF16,
  BF16: (value) => exactBf16(value),
};

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function exactBf16(value: number): Buffer {
  const bytes = f32(value);
  if (bytes.readUInt16LE() !== 0) throw new Error(`${value} is no bf16`);
  return bytes.subarray(2);
}

function exactF16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  if (value === 0) return bytes;
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const fraction = (Math.abs(value) / 2 ** exponent - 1) * 1024;
  if (!Number.isInteger(fraction) || Math.abs(exponent) > 14) throw new Error(`${value} is no f16`);
  bytes.writeUInt16LE((value < 0 ? 0x8000 : 0) + (exponent + 15) * 1024 + fraction);
  return bytes;
}
