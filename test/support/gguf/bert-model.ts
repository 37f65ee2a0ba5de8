// Embedding and reranking models of the BERT kind, with random weights.
import type { GgufValue } from '../../../src/engine/gguf/values.ts';
import { bertVocabulary } from './vocabulary.ts';
import {
  bool,
  constant,
  f32,
  matrix,
  text,
  u32,
  vector,
  type FixtureModel,
  type Weight,
} from './weights.ts';

export interface BertOptions {
  name?: string;
  seed?: number;
  layers?: number;
  /** Length of the vectors. */
  embedding?: number;
  heads?: number;
  /** Tokens that fit in. */
  context?: number;
}

/** llama.cpp's `enum llama_pooling_type`: how the vectors of the tokens become one. */
const poolingTypes = { mean: 1, cls: 2, rank: 4 } as const;

/** @param pooling the mean of all tokens' vectors, or the first token's */
export function embedderModel(
  options: BertOptions & { pooling?: 'mean' | 'cls' } = {},
): FixtureModel {
  const { pooling = 'mean' } = options;
  return bertModel(options, `Tiny embedder, ${pooling}`, poolingTypes[pooling], []);
}

/** Ranks a pair of texts by a number between 0 and 1. */
export function rerankerModel(options: BertOptions = {}): FixtureModel {
  const { embedding = 64, seed = 1 } = options;
  return bertModel(options, 'Tiny reranker', poolingTypes.rank, [
    ['cls.weight', matrix(embedding, embedding, `${seed}.cls`)],
    ['cls.bias', constant(embedding, 0)],
    ['cls.output.weight', matrix(embedding, 1, `${seed}.cls.output`)],
    ['cls.output.bias', constant(1, 0)],
  ]);
}

function bertModel(
  options: BertOptions,
  usualName: string,
  pooling: number,
  head: [string, Weight][],
): FixtureModel {
  const { seed = 1, layers = 2, embedding = 64, heads = 4, context = 512 } = options;
  const { metadata: vocabulary, tokens } = bertVocabulary();
  const facts: [string, GgufValue][] = [
    ['general.type', text('model')],
    ['general.name', text(options.name ?? usualName)],
    ['general.license', text('mit')],
    ['general.architecture', text('bert')],
    ['bert.context_length', u32(context)],
    ['bert.embedding_length', u32(embedding)],
    ['bert.block_count', u32(layers)],
    ['bert.feed_forward_length', u32(2 * embedding)],
    ['bert.attention.head_count', u32(heads)],
    ['bert.attention.layer_norm_epsilon', f32(1e-12)],
    ['bert.attention.causal', bool(false)],
    ['bert.pooling_type', u32(pooling)],
  ];
  return {
    metadata: new Map([...facts, ...vocabulary]),
    weights: new Map([
      ['token_embd.weight', matrix(embedding, tokens.length, `${seed}.tokens`)],
      ['token_types.weight', matrix(embedding, 2, `${seed}.types`, 0.1)],
      ['position_embd.weight', matrix(embedding, context, `${seed}.positions`, 0.1)],
      ...norm('token_embd_norm', embedding),
      ...Array.from({ length: layers }, (_, i) => layerWeights(embedding, seed, i)).flat(),
      ...head,
    ]),
  };
}

function layerWeights(embedding: number, seed: number, layer: number): [string, Weight][] {
  const pair = (name: string, columns: number, rows: number): [string, Weight][] => [
    [`blk.${layer}.${name}.weight`, matrix(columns, rows, `${seed}.${layer}.${name}`)],
    [`blk.${layer}.${name}.bias`, vector(rows, `${seed}.${layer}.${name}.bias`, 0.1)],
  ];
  return [
    ...pair('attn_q', embedding, embedding),
    ...pair('attn_k', embedding, embedding),
    ...pair('attn_v', embedding, embedding),
    ...pair('attn_output', embedding, embedding),
    ...norm(`blk.${layer}.attn_output_norm`, embedding),
    ...pair('ffn_up', embedding, 2 * embedding),
    ...pair('ffn_down', 2 * embedding, embedding),
    ...norm(`blk.${layer}.layer_output_norm`, embedding),
  ];
}

function norm(name: string, length: number): [string, Weight][] {
  return [
    [`${name}.weight`, constant(length, 1)],
    [`${name}.bias`, constant(length, 0)],
  ];
}
