// Facts from a GGUF's metadata by their keys. Files are written by many programs: what is missing or
// of another type than it should be counts as not said.
import type { GgufMetadata } from './read-metadata.ts';

/** A number that is stated exactly; null if it is not there. */
export function numberIn(metadata: GgufMetadata, key: string): number | null {
  const value = metadata.get(key);
  return typeof value === 'object' && 'value' in value && typeof value.value === 'number'
    ? value.value
    : null;
}

export function textIn(metadata: GgufMetadata, key: string): string | null {
  const value = metadata.get(key);
  return value?.type === 'string' ? value.value : null;
}

/** How many elements an array has, whether it was held or passed over; null if it is not there. */
export function lengthIn(metadata: GgufMetadata, key: string): number | null {
  const value = metadata.get(key);
  if (value?.type === 'array') return value.values.length;
  return value?.type === 'far' ? value.length : null;
}

/** `llama`, `qwen2`, `bert` …: names the keys that belong to it, such as `llama.block_count`. */
export function architectureIn(metadata: GgufMetadata): string | null {
  return textIn(metadata, 'general.architecture');
}

/** Which part of how many a file is that belongs to a model in several files; null for a whole one. */
export function splitIn(metadata: GgufMetadata): { part: number; parts: number } | null {
  const parts = numberIn(metadata, 'split.count') ?? 1;
  return parts > 1 ? { part: (numberIn(metadata, 'split.no') ?? 0) + 1, parts } : null;
}
