// What a conversion must know of the base model, all of it from the header of its file.
import { architectureIn, numberIn, textIn } from '../../gguf/metadata.ts';
import type { GgufHeader } from '../../gguf/read-gguf.ts';

export interface BaseFacts {
  /** `general.architecture`; empty if the file does not say. */
  architecture: string;
  /** `general.name` */
  name: string | null;
  /** `{architecture}.attention.head_count`, of all layers or one for each; null if not said. */
  heads: number | readonly number[] | null;
  /** `{architecture}.attention.head_count_kv`, the same; null: as many as `heads`. */
  keyHeads: number | readonly number[] | null;
  /** Shapes in ggml's order by tensor name. */
  tensors: ReadonlyMap<string, readonly number[]>;
}

/** @param parts the headers of all of the model's files, the first of them first; mostly just one */
export function baseFacts(parts: readonly GgufHeader[]): BaseFacts {
  const metadata: GgufHeader['metadata'] = parts[0]?.metadata ?? new Map();
  const architecture = architectureIn(metadata) ?? '';
  const heads = (key: string): BaseFacts['heads'] => {
    const name = `${architecture}.attention.${key}`;
    const value = metadata.get(name);
    if (value?.type !== 'array') return numberIn(metadata, name);
    return value.values.filter((each) => typeof each === 'number');
  };
  return {
    architecture,
    name: textIn(metadata, 'general.name'),
    heads: heads('head_count'),
    keyHeads: heads('head_count_kv'),
    tensors: new Map(
      parts.flatMap(({ tensors }) => tensors.map(({ name, shape }) => [name, shape] as const)),
    ),
  };
}
