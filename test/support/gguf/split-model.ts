// A model in several files, as llama.cpp's llama-gguf-split makes them.
import { join } from 'node:path';
import type { GgufValue } from '../../../src/engine/gguf/values.ts';
import { type FixtureModel, saveModel } from './weights.ts';

/** Saves a model in parts. @returns their paths, the first one first */
export async function saveInParts(
  folder: string,
  stem: string,
  { metadata, weights }: FixtureModel,
  parts: number,
): Promise<string[]> {
  const all = [...weights];
  const each = Math.ceil(all.length / parts);
  const paths: string[] = [];
  for (let part = 0; part < parts; part++) {
    const number = (value: number) => String(value).padStart(5, '0');
    const path = join(folder, `${stem}-${number(part + 1)}-of-${number(parts)}.gguf`);
    const split: [string, GgufValue][] = [
      ['split.no', { type: 'u16', value: part }],
      ['split.count', { type: 'u16', value: parts }],
      ['split.tensors.count', { type: 'i32', value: all.length }],
    ];
    await saveModel(path, {
      metadata: new Map([...(part === 0 ? metadata : []), ...split]),
      weights: new Map(all.slice(part * each, (part + 1) * each)),
    });
    paths.push(path);
  }
  return paths;
}
