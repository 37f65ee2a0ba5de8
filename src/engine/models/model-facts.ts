// What a model's file says of itself, and what the model is therefore used for.
import { basename } from 'node:path';
import type { ModelFacts } from '../../shared/contract/models.ts';
import { architectureIn, numberIn, textIn } from '../gguf/metadata.ts';
import { modelFault } from '../gguf/model-faults.ts';
import type { GgufHeader } from '../gguf/read-gguf.ts';
import type { GgufMetadata } from '../gguf/read-metadata.ts';
import { fileTypeName } from '../gguf/tensor-types.ts';
import type { ModelFileKind } from '../store/library/model-files.ts';
import type { ModelFile } from './model-file.ts';
import { quantisationOf } from './quantisations.ts';

/** Kinds that read a text at once and write none. */
const encoders: ReadonlySet<string> = new Set([
  'bert',
  'nomic-bert',
  'nomic-bert-moe',
  'jina-bert-v2',
  'jina-bert-v3',
  'modern-bert',
  'neo-bert',
  'eurobert',
  'gemma-embedding',
  'llama-embed',
  't5encoder',
]);
/** Parts that go with a model, by `general.type` or `general.architecture`. */
const beside: ReadonlySet<string> = new Set([
  'mmproj',
  'clip',
  'imatrix',
  'vocab',
  'wavtokenizer-dec',
]);
/** llama.cpp's `enum llama_pooling_type`: how the vectors of the tokens become one. */
const pooling = { none: 0, rank: 4 };

/**
 * What a file is to be used for.
 *
 * @throws LorekeepError MODEL_DAMAGED, MODEL_UNSUPPORTED for what is none of it
 */
export function kindOfFile({ path, headers }: ModelFile): ModelFileKind {
  const metadata = headers[0]!.metadata;
  const type = textIn(metadata, 'general.type');
  const architecture = architectureIn(metadata);
  if (type === 'adapter') return 'adapter';
  for (const kind of [type, architecture]) {
    if (kind !== null && beside.has(kind))
      throw modelFault('MODEL_UNSUPPORTED', path, 'beside', { kind });
  }
  if (!architecture) throw modelFault('MODEL_UNSUPPORTED', path, 'noArchitecture');
  if (headers.every(({ tensors }) => tensors.length === 0)) {
    throw modelFault('MODEL_UNSUPPORTED', path, 'noWeights');
  }
  const pooled = numberIn(metadata, `${architecture}.pooling_type`) ?? pooling.none;
  if (pooled === pooling.rank) return 'reranker';
  if (pooled > pooling.none) return 'embedder';
  if (isCausal(metadata)) return 'chat';
  const ranks = headers.some(({ tensors }) => tensors.some(({ name }) => name.startsWith('cls.')));
  return ranks ? 'reranker' : 'embedder';
}

/** Whether a model writes token after token. */
export function isCausal(metadata: GgufMetadata): boolean {
  const architecture = architectureIn(metadata) ?? '';
  const stated = metadata.get(`${architecture}.attention.causal`);
  return !encoders.has(architecture) && !(stated?.type === 'bool' && !stated.value);
}

export function modelFacts({ path, headers }: ModelFile): ModelFacts {
  const { metadata } = headers[0]!;
  const architecture = architectureIn(metadata) ?? '';
  const number = (key: string) => numberIn(metadata, `${architecture}.${key}`);
  return {
    architecture,
    parameters: parametersOf(headers),
    quantisation: quantisationIn(metadata) ?? quantisationOf(basename(path)),
    layers: number('block_count'),
    contextTrained: number('context_length'),
    embedding: number('embedding_length'),
    hasTemplate: textIn(metadata, 'tokenizer.chat_template') !== null,
    licence: textIn(metadata, 'general.license'),
    title: textIn(metadata, 'general.name'),
  };
}

function quantisationIn(metadata: GgufMetadata): string | null {
  const type = numberIn(metadata, 'general.file_type');
  return type === null ? null : fileTypeName(type);
}

function parametersOf(headers: readonly GgufHeader[]): number {
  const numbers = headers.flatMap(({ tensors }) =>
    tensors.map(({ shape }) => shape.reduce((product, length) => product * length, 1)),
  );
  return numbers.reduce((sum, number) => sum + number, 0);
}
