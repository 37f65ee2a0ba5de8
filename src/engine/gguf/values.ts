// The values of a GGUF's metadata, each with the type that it has in the file: whoever reads a key
// can tell a number that was written as text from one that was not, and what is read can be
// written again as it was.

/** Types of metadata values in the order of their numbers in the file, the array among them. */
export const valueTypes = [
  'u8',
  'i8',
  'u16',
  'i16',
  'u32',
  'i32',
  'f32',
  'bool',
  'string',
  'array',
  'u64',
  'i64',
  'f64',
] as const;

/** The type of a value that is no array. */
export type GgufScalarType = Exclude<(typeof valueTypes)[number], 'array'>;

export type GgufScalar =
  | { type: 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'f32' | 'f64'; value: number }
  /** A bigint where a number would not be exact. */
  | { type: 'u64' | 'i64'; value: number | bigint }
  | { type: 'bool'; value: boolean }
  | { type: 'string'; value: string };

/** Values of one type: `of` says which. Arrays of arrays do not occur: llama.cpp reads none. */
export interface GgufArray {
  type: 'array';
  of: GgufScalarType;
  values: readonly GgufScalar['value'][];
}

export type GgufValue = GgufScalar | GgufArray;

/** Bytes of a value of fixed size. */
export const scalarBytes: Readonly<Record<Exclude<GgufScalarType, 'string'>, number>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  bool: 1,
  u64: 8,
  i64: 8,
  f64: 8,
};
