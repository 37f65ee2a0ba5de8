// A file looked at without loading it, for people: what it is, and what stands in its header.
import type { Inspected } from '../../shared/contract/models.ts';
import { textIn } from '../gguf/metadata.ts';
import type { GgufMetadata } from '../gguf/read-metadata.ts';
import { modelToKeep } from './kept-facts.ts';
import { kindOfFile } from './model-facts.ts';
import { openModelFile } from './model-file.ts';

const longestValue = 300;
const mostElements = 8;

/** @throws LorekeepError what `openModelFile` and `kindOfFile` throw; the signal's reason */
export async function inspectFile(
  path: string,
  fit: (model: ReturnType<typeof modelToKeep>) => Inspected['fit'],
  signal: AbortSignal,
): Promise<Inspected> {
  const file = await openModelFile(path, signal);
  const { metadata } = file.headers[0]!;
  const kind = kindOfFile(file);
  const kept = modelToKeep(file, kind);
  return {
    kind,
    path: file.path,
    facts: kept.facts,
    sizeBytes: file.size,
    template: textIn(metadata, 'tokenizer.chat_template'),
    metadata: [...metadata].map(([key, value]) => ({ key, value: shown(value) })),
    tensors: file.headers.reduce((sum, { tensors }) => sum + tensors.length, 0),
    fit: kind === 'adapter' ? null : fit(kept),
  };
}

function shown(value: GgufMetadata extends ReadonlyMap<string, infer V> ? V : never): string {
  if (value.type === 'far') return `${value.length} × ${value.of}`;
  if (value.type !== 'array') return cut(String(value.value));
  const first = value.values.slice(0, mostElements).map((one) => cut(String(one)));
  const more = value.values.length - first.length;
  return cut(first.join(', ')) + (more > 0 ? `, … (${value.values.length})` : '');
}

function cut(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
