// Tiny models with random weights, laid out and named as Hugging Face's models of each family are.
// Nothing here comes from the converter: its work is judged by these.
import { chatVocabulary } from '../gguf/vocabulary.ts';
import { type Random, seeded } from '../random.ts';
import { inFewBits, type Matrix } from './safetensors.ts';

export interface Dimensions {
  hidden: number;
  heads: number;
  keyHeads: number;
  perHead: number;
  inner: number;
  layers: number;
  vocabulary: number;
}

export type Family =
  | 'llama'
  | 'mistral'
  | 'mistral3'
  | 'qwen2'
  | 'qwen3'
  | 'gemma'
  | 'gemma2'
  | 'gemma3'
  | 'phi2'
  | 'phi3';

export interface HfModel {
  family: Family;
  dimensions: Dimensions;
  /** By full name, as in `model.layers.0.self_attn.q_proj.weight`; vectors have one column. */
  weights: Map<string, Matrix>;
}

/** Grouped-query attention for most: two heads share keys. */
export function dimensionsOf(family: Family): Dimensions {
  const gemma = family.startsWith('gemma');
  const whole = family === 'mistral' || family === 'phi2';
  return {
    hidden: 32,
    heads: 4,
    keyHeads: whole ? 4 : 2,
    // Gemma's and Qwen3's heads are together wider than the model.
    perHead: gemma || family === 'qwen3' ? 16 : 8,
    inner: 48,
    layers: 2,
    vocabulary: chatVocabulary().tokens.length,
  };
}

/** The modules of a layer that LoRA is put on: rows (outputs) and columns (inputs). */
export function modulesOf(family: Family): Record<string, [rows: number, columns: number]> {
  const { hidden, heads, keyHeads, perHead, inner } = dimensionsOf(family);
  const [all, keys] = [heads * perHead, keyHeads * perHead];
  if (family === 'phi3') {
    return {
      'self_attn.qkv_proj': [all + 2 * keys, hidden],
      'self_attn.o_proj': [hidden, all],
      'mlp.gate_up_proj': [2 * inner, hidden],
      'mlp.down_proj': [hidden, inner],
    };
  }
  const attention: Record<string, [number, number]> = {
    'self_attn.q_proj': [all, hidden],
    'self_attn.k_proj': [keys, hidden],
    'self_attn.v_proj': [keys, hidden],
  };
  if (family === 'phi2') {
    return {
      ...attention,
      'self_attn.dense': [hidden, all],
      'mlp.fc1': [inner, hidden],
      'mlp.fc2': [hidden, inner],
    };
  }
  return {
    ...attention,
    'self_attn.o_proj': [hidden, all],
    'mlp.gate_proj': [inner, hidden],
    'mlp.up_proj': [inner, hidden],
    'mlp.down_proj': [hidden, inner],
  };
}

/** Vectors of a layer: their lengths. */
function vectorsOf(family: Family): Record<string, number> {
  const { hidden, heads, keyHeads, perHead, inner } = dimensionsOf(family);
  const norms = { 'input_layernorm.weight': hidden, 'post_attention_layernorm.weight': hidden };
  const biases = {
    'self_attn.q_proj.bias': heads * perHead,
    'self_attn.k_proj.bias': keyHeads * perHead,
    'self_attn.v_proj.bias': keyHeads * perHead,
  };
  const headNorms = { 'self_attn.q_norm.weight': perHead, 'self_attn.k_norm.weight': perHead };
  const outerNorms = {
    'pre_feedforward_layernorm.weight': hidden,
    'post_feedforward_layernorm.weight': hidden,
  };
  const own: Partial<Record<Family, Record<string, number>>> = {
    qwen2: { ...norms, ...biases },
    qwen3: { ...norms, ...headNorms },
    gemma2: { ...norms, ...outerNorms },
    gemma3: { ...norms, ...outerNorms, ...headNorms },
    phi2: {
      ...biases,
      'input_layernorm.weight': hidden,
      'input_layernorm.bias': hidden,
      'self_attn.dense.bias': hidden,
      'mlp.fc1.bias': inner,
      'mlp.fc2.bias': hidden,
    },
  };
  return own[family] ?? norms;
}

/** Evenly distributed between −`size` and `size`, around `centre`. */
export function randomMatrix(
  random: Random,
  rows: number,
  columns: number,
  size: number,
  centre = 0,
): Matrix {
  const value = (): number => centre + inFewBits((random.int(2049) / 1024 - 1) * size);
  return { rows, columns, values: Float64Array.from({ length: rows * columns }, value) };
}

export function randomModel(family: Family, seed: number): HfModel {
  const random = seeded(seed);
  const dimensions = dimensionsOf(family);
  const { hidden, vocabulary, layers } = dimensions;
  const weights = new Map<string, Matrix>();
  const vector = (name: string, length: number): void => {
    // Gemma's norms multiply by one more than their weights.
    const around = name.endsWith('.bias') || family.startsWith('gemma') ? 0 : 1;
    weights.set(name, randomMatrix(random, length, 1, 0.3, around));
  };
  weights.set('model.embed_tokens.weight', randomMatrix(random, vocabulary, hidden, 1));
  for (let layer = 0; layer < layers; layer++) {
    const prefix = `model.layers.${layer}.`;
    for (const [name, [rows, columns]] of Object.entries(modulesOf(family))) {
      const size = 2.4 / Math.sqrt(columns);
      weights.set(`${prefix}${name}.weight`, randomMatrix(random, rows, columns, size));
    }
    for (const [name, length] of Object.entries(vectorsOf(family))) vector(prefix + name, length);
  }
  if (family === 'phi2') {
    vector('model.final_layernorm.weight', hidden);
    vector('model.final_layernorm.bias', hidden);
    vector('lm_head.bias', vocabulary);
  } else vector('model.norm.weight', hidden);
  if (!family.startsWith('gemma')) {
    weights.set('lm_head.weight', randomMatrix(random, vocabulary, hidden, 0.4));
  }
  return { family, dimensions, weights };
}
