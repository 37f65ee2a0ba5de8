// Reads the keys and values of a GGUF's header. Nothing is held before its length was checked
// against the file and against limits that no real model comes near.
import { bytesLeft, readText, readU32, readU64, takeNumber, type HeaderSource } from './fields.ts';
import { modelFault } from './model-faults.ts';
import {
  scalarBytes,
  valueTypes,
  type GgufScalar,
  type GgufScalarType,
  type GgufValue,
} from './values.ts';

/** A long array that was passed over, such as a vocabulary: `eachGgufText` reads one of texts. */
export interface GgufFarArray {
  type: 'far';
  of: GgufScalarType;
  /** Elements. */
  length: number;
  /** Place of the first element in the file. */
  offset: number;
}

export type GgufMetadata = ReadonlyMap<string, GgufValue | GgufFarArray>;

/** Arrays with more elements stay in the file unless they are asked for. */
const nearElements = 1024;
/** The largest vocabularies have some 300,000 tokens. */
const mostElements = 4_000_000;
/** The longest texts are chat templates and whole tokenizers in JSON, which are passed over. */
export const longestText = 4 * 1024 * 1024;
/** What all held values may have together. */
const mostHeld = 64 * 1024 * 1024;
/** The format's own limit on the length of a key. */
const longestKey = 65_535;

/** @param whole keys of arrays that are wanted however long they are */
export async function readMetadata(
  source: HeaderSource,
  count: number,
  whole: ReadonlySet<string>,
): Promise<GgufMetadata> {
  const metadata = new Map<string, GgufValue | GgufFarArray>();
  let held = 0;
  for (let i = 0; i < count; i++) {
    const key = await readKey(source);
    if (metadata.has(key)) {
      throw modelFault('MODEL_DAMAGED', source.path, 'keyTwice', { name: key });
    }
    const before = source.bytes.place();
    const value = await readValue(source, key, whole.has(key));
    metadata.set(key, value);
    if (value.type !== 'far') held += source.bytes.place() - before;
    if (held > mostHeld) throw modelFault('MODEL_UNSUPPORTED', source.path, 'headerTooLarge');
  }
  return metadata;
}

async function readKey(source: HeaderSource): Promise<string> {
  const length = await readU64(source.bytes);
  if (length > longestKey || length > bytesLeft(source)) throw noRoom(source, 'key', length);
  return readText(source.bytes, length);
}

async function readValue(
  source: HeaderSource,
  key: string,
  whole: boolean,
): Promise<GgufValue | GgufFarArray> {
  const { bytes, path } = source;
  const number = await readU32(bytes);
  const type = valueTypes[number];
  if (!type) throw modelFault('MODEL_DAMAGED', path, 'valueType', { name: key, type: number });
  if (type === 'string') return readTextValue(source, key);
  if (type !== 'array') {
    if (!bytes.has(scalarBytes[type])) await bytes.fill(scalarBytes[type]);
    return { type, value: takeNumber(bytes, type) } as GgufScalar;
  }
  const inside = await readU32(bytes);
  const of = valueTypes[inside];
  if (!of) throw modelFault('MODEL_DAMAGED', path, 'valueType', { name: key, type: inside });
  if (of === 'array') throw modelFault('MODEL_UNSUPPORTED', path, 'nested', { name: key });
  const length = await readU64(bytes);
  const least = of === 'string' ? 8 : scalarBytes[of];
  if (length * least > bytesLeft(source)) throw noRoom(source, key, length);
  if (length > nearElements && !whole) return passOver(source, key, of, length);
  if (length > mostElements) throw modelFault('MODEL_UNSUPPORTED', path, 'headerTooLarge');
  return { type, of, values: await readElements(source, key, of, length) };
}

async function readTextValue(source: HeaderSource, key: string): Promise<GgufValue | GgufFarArray> {
  const length = await readU64(source.bytes);
  if (length > bytesLeft(source)) throw noRoom(source, key, length);
  if (length > longestText) {
    const offset = source.bytes.place();
    source.bytes.skip(length);
    return { type: 'far', of: 'u8', length, offset };
  }
  return { type: 'string', value: await readText(source.bytes, length) };
}

async function readElements(
  source: HeaderSource,
  key: string,
  of: GgufScalarType,
  count: number,
): Promise<GgufScalar['value'][]> {
  const { bytes } = source;
  const values: GgufScalar['value'][] = [];
  for (let i = 0; i < count; i++) {
    if (of === 'string') {
      const length = await readU64(bytes);
      if (length > longestText || length > bytesLeft(source)) throw noRoom(source, key, length);
      values.push(await readText(bytes, length));
    } else {
      if (!bytes.has(scalarBytes[of])) await bytes.fill(scalarBytes[of]);
      values.push(takeNumber(bytes, of));
    }
  }
  return values;
}

async function passOver(
  source: HeaderSource,
  key: string,
  of: GgufScalarType,
  length: number,
): Promise<GgufFarArray> {
  const offset = source.bytes.place();
  if (of === 'string') await passOverTexts(source, key, length);
  else source.bytes.skip(length * scalarBytes[of]);
  return { type: 'far', of, length, offset };
}

async function passOverTexts(source: HeaderSource, key: string, count: number): Promise<void> {
  const { bytes } = source;
  for (let i = 0; i < count; i++) {
    if (!bytes.has(8)) await bytes.fill(8);
    const length = bytes.takeU64();
    if (length > bytesLeft(source)) throw noRoom(source, key, length);
    bytes.skip(length);
  }
}

function noRoom({ path }: HeaderSource, name: string, length: number): Error {
  return modelFault('MODEL_DAMAGED', path, 'length', { name, length });
}
