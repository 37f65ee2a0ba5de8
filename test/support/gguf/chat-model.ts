// Chat models with random weights in the shapes of the families that llama.cpp knows by these names.
// What they write is letters without a sense, the same for the same input at temperature 0.
import type { GgufValue } from '../../../src/engine/gguf/values.ts';
import { chatVocabulary, type Vocabulary } from './vocabulary.ts';
import {
  constant,
  f32,
  matrix,
  text,
  u32,
  vector,
  scaledRows,
  type FixtureModel,
  type Weight,
} from './weights.ts';

/** Mistral's models are of the architecture llama. */
export type Architecture = 'llama' | 'qwen2' | 'qwen3' | 'gemma' | 'gemma2' | 'phi3';

export interface ChatModelOptions {
  /** llama unless told. */
  architecture?: Architecture;
  name?: string;
  /** The same weights for the same seed and shape. */
  seed?: number;
  layers?: number;
  /** Length of the vectors between the layers: a multiple of the number of heads. */
  embedding?: number;
  /** Length inside of the feed-forward part. */
  feedForward?: number;
  heads?: number;
  /** Heads of keys and values: the number of heads is a multiple of it. */
  kvHeads?: number;
  /** Length of a head's vectors; embedding ÷ heads unless told, which llama, qwen2 and phi3 need. */
  headSize?: number;
  /** Tokens that it was made for. */
  context?: number;
  /** The chat template, in Jinja; ChatML unless told; null for a model without one. */
  template?: string | null;
  /** Never ends its turn, in whatever way tokens are drawn. */
  endless?: boolean;
}

/** The chat template of models that mark turns by <|im_start|> and <|im_end|>. */
export const chatMl = `{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}`;

type Shape = Required<Omit<ChatModelOptions, 'template' | 'endless' | 'name'>>;

/** A chat model, unless told otherwise of 0.5 MB and some 1,000 tokens per second. */
export function chatModel(options: ChatModelOptions = {}): FixtureModel {
  const { heads = 4, embedding = 64 } = options;
  const shape: Shape = {
    architecture: 'llama',
    seed: 1,
    layers: 2,
    embedding,
    feedForward: 2 * embedding,
    heads,
    kvHeads: 2,
    headSize: embedding / heads,
    context: 8192,
    ...options,
  };
  const vocabulary = chatVocabulary();
  const metadata = new Map([
    ['general.type', text('model')],
    // llama.cpp looks for certain tokens in models whose name says phi3.
    ['general.name', text(options.name ?? 'Tiny chat model')],
    ['general.license', text('mit')],
    ...architectureFacts(shape),
    ...vocabulary.metadata,
  ]);
  const template = options.template === undefined ? chatMl : options.template;
  if (template !== null) metadata.set('tokenizer.chat_template', text(template));
  return {
    metadata,
    weights: new Map([
      ...outerWeights(shape, vocabulary, options.endless ?? false),
      ...Array.from({ length: shape.layers }, (_, i) => [...layerWeights(shape, i)]).flat(),
    ]),
  };
}

function architectureFacts(shape: Shape): [string, GgufValue][] {
  const facts: Record<string, GgufValue> = {
    context_length: u32(shape.context),
    embedding_length: u32(shape.embedding),
    block_count: u32(shape.layers),
    feed_forward_length: u32(shape.feedForward),
    'attention.head_count': u32(shape.heads),
    'attention.head_count_kv': u32(shape.kvHeads),
    'attention.key_length': u32(shape.headSize),
    'attention.value_length': u32(shape.headSize),
    'attention.layer_norm_rms_epsilon': f32(1e-5),
    'rope.dimension_count': u32(shape.headSize),
    'rope.freq_base': f32(10_000),
  };
  if (shape.architecture === 'gemma2') {
    facts['attn_logit_softcapping'] = f32(50);
    facts['final_logit_softcapping'] = f32(30);
    facts['attention.sliding_window'] = u32(shape.context / 2);
  }
  return [
    ['general.architecture', text(shape.architecture)],
    ...Object.entries(facts).map(([key, value]): [string, GgufValue] => [
      `${shape.architecture}.${key}`,
      value,
    ]),
  ];
}

/**
 * Written tokens get scores far apart, the others about 0: then letters are drawn and no bytes that
 * are no text. The ends of a turn are drawn seldom, or never.
 */
function outerWeights(
  { architecture, embedding, seed }: Shape,
  { tokens, unwritten, ends }: Vocabulary,
  endless: boolean,
): [string, Weight][] {
  const silent = unwritten.filter((id) => endless || !ends.includes(id));
  const random = matrix(embedding, tokens.length, `${seed}.output`, 8);
  const output = scaledRows(scaledRows(random, ends, 0.6), silent, 0);
  const norm: [string, Weight] = ['output_norm.weight', constant(embedding, 1)];
  // Gemma's models draw tokens by the same matrix that reads them.
  if (architecture.startsWith('gemma')) return [['token_embd.weight', output], norm];
  const read = matrix(embedding, tokens.length, `${seed}.tokens`);
  return [['token_embd.weight', read], norm, ['output.weight', output]];
}

function layerWeights(shape: Shape, layer: number): Map<string, Weight> {
  const { architecture, embedding, feedForward, heads, kvHeads, headSize } = shape;
  const [all, shared] = [heads * headSize, kvHeads * headSize];
  const weights = new Map<string, Weight>();
  const put = (name: string, weight: Weight) => weights.set(`blk.${layer}.${name}`, weight);
  const random = (name: string, columns: number, rows: number, gain = 1) =>
    put(`${name}.weight`, matrix(columns, rows, `${shape.seed}.${layer}.${name}`, gain));
  // Gemma's models begin with vectors multiplied by √embedding: what layers add must be as large, or
  // the last token would be drawn again and again.
  const gain = architecture === 'gemma' ? 128 : 1;

  put('attn_norm.weight', constant(embedding, 1));
  if (architecture === 'phi3') {
    random('attn_qkv', embedding, all + 2 * shared);
  } else {
    random('attn_q', embedding, all);
    random('attn_k', embedding, shared);
    random('attn_v', embedding, shared);
  }
  random('attn_output', all, embedding, gain);
  put('ffn_norm.weight', constant(embedding, 1));
  if (architecture !== 'phi3') random('ffn_gate', embedding, feedForward);
  random('ffn_up', embedding, architecture === 'phi3' ? 2 * feedForward : feedForward);
  random('ffn_down', feedForward, embedding, gain);

  if (architecture === 'qwen2') {
    put('attn_q.bias', vector(all, `${shape.seed}.${layer}.qb`, 0.5));
    put('attn_k.bias', vector(shared, `${shape.seed}.${layer}.kb`, 0.5));
    put('attn_v.bias', vector(shared, `${shape.seed}.${layer}.vb`, 0.5));
  }
  if (architecture === 'qwen3') {
    put('attn_q_norm.weight', constant(headSize, 1));
    put('attn_k_norm.weight', constant(headSize, 1));
  }
  if (architecture === 'gemma2') {
    put('post_attention_norm.weight', constant(embedding, 128));
    put('post_ffw_norm.weight', constant(embedding, 128));
  }
  return weights;
}

/**
 * The chat model of benches: it writes 20 to 50 tokens per second on one usual core and never ends.
 * Save it as f16: 290 MB.
 */
export function benchModel(): FixtureModel {
  return chatModel({
    name: 'Bench model',
    layers: 12,
    embedding: 1024,
    feedForward: 3072,
    heads: 16,
    kvHeads: 4,
    endless: true,
  });
}
