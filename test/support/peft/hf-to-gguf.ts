// Writes a model of Hugging Face's layout as a GGUF, in f32. The same work as llama.cpp's
// convert_hf_to_gguf.py, written for these tests alone and sharing nothing with the app's converter.
import { type GgufTensor, writeGguf } from '../../../src/engine/gguf/write-gguf.ts';
import type { GgufValue } from '../../../src/engine/gguf/values.ts';
import { chatVocabulary } from '../gguf/vocabulary.ts';
import { f32, text, u32 } from '../gguf/weights.ts';
import type { HfModel } from './hf-model.ts';
import type { Matrix } from './safetensors.ts';

const layerNames: Readonly<Record<string, string>> = {
  'self_attn.q_proj': 'attn_q',
  'self_attn.k_proj': 'attn_k',
  'self_attn.v_proj': 'attn_v',
  'self_attn.qkv_proj': 'attn_qkv',
  'self_attn.o_proj': 'attn_output',
  'self_attn.dense': 'attn_output',
  'self_attn.q_norm': 'attn_q_norm',
  'self_attn.k_norm': 'attn_k_norm',
  'mlp.gate_proj': 'ffn_gate',
  'mlp.up_proj': 'ffn_up',
  'mlp.gate_up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
  'mlp.fc1': 'ffn_up',
  'mlp.fc2': 'ffn_down',
  input_layernorm: 'attn_norm',
  pre_feedforward_layernorm: 'ffn_norm',
  post_feedforward_layernorm: 'post_ffw_norm',
};
const otherNames: Readonly<Record<string, string>> = {
  'model.embed_tokens': 'token_embd',
  'model.norm': 'output_norm',
  'model.final_layernorm': 'output_norm',
  lm_head: 'output',
};

export function architectureOf({ family }: HfModel): string {
  return family === 'mistral' ? 'llama' : family;
}

export async function writeModel(model: HfModel, path: string): Promise<void> {
  const tensors = Array.from(model.weights, ([name, matrix]) => tensorOf(model, name, matrix));
  await writeGguf(path, { metadata: metadataOf(model), tensors });
}

function tensorOf(model: HfModel, name: string, matrix: Matrix): GgufTensor {
  const values = layoutFor(model, name, matrix);
  return {
    name: ggufName(model, name),
    shape: matrix.columns === 1 ? [matrix.rows] : [matrix.columns, matrix.rows],
    type: 'f32',
    data: () => new Uint8Array(Float32Array.from(values).buffer),
  };
}

function ggufName(model: HfModel, name: string): string {
  const [, layer, inside, kind] = /^model\.layers\.(\d+)\.(.+)\.(weight|bias)$/.exec(name) ?? [];
  if (inside === undefined) {
    const [, module, end] = /^(.+)\.(weight|bias)$/.exec(name)!;
    return `${otherNames[module!]}.${end}`;
  }
  // The one name that means different things: behind the attention, or before what follows it.
  const outer = model.family === 'gemma2' || model.family === 'gemma3';
  const behind = outer ? 'post_attention_norm' : 'ffn_norm';
  const tensor = inside === 'post_attention_layernorm' ? behind : layerNames[inside];
  return `blk.${layer}.${tensor}.${kind}`;
}

function layoutFor(model: HfModel, name: string, matrix: Matrix): Float64Array {
  const { heads, keyHeads } = model.dimensions;
  if (['llama', 'mistral3'].includes(architectureOf(model))) {
    if (name.endsWith('q_proj.weight')) return turnInNeighbours(matrix, heads);
    if (name.endsWith('k_proj.weight')) return turnInNeighbours(matrix, keyHeads);
  }
  const gemmaNorm = model.family.startsWith('gemma') && name.endsWith('norm.weight');
  return gemmaNorm ? matrix.values.map((value) => value + 1) : matrix.values;
}

/**
 * Hugging Face turns number i of a head together with number i + half, llama.cpp 2i with 2i + 1: so
 * the two of a pair are fetched from where they are to stand side by side.
 */
function turnInNeighbours({ rows, columns, values }: Matrix, heads: number): Float64Array {
  const perHead = rows / heads;
  return values.map((_, i) => {
    const row = Math.floor(i / columns);
    const inHead = row % perHead;
    const pair = Math.floor(inHead / 2);
    const from = row - inHead + (inHead % 2 === 0 ? pair : pair + perHead / 2);
    return values[from * columns + (i % columns)]!;
  });
}

function metadataOf(model: HfModel): Map<string, GgufValue> {
  const { hidden, heads, keyHeads, perHead, inner, layers } = model.dimensions;
  const architecture = architectureOf(model);
  const epsilon = architecture === 'phi2' ? 'layer_norm_epsilon' : 'layer_norm_rms_epsilon';
  const own: Record<string, GgufValue> = {
    context_length: u32(64),
    embedding_length: u32(hidden),
    block_count: u32(layers),
    feed_forward_length: u32(inner),
    'attention.head_count': u32(heads),
    'attention.head_count_kv': u32(keyHeads),
    'attention.key_length': u32(perHead),
    'attention.value_length': u32(perHead),
    [`attention.${epsilon}`]: f32(1e-5),
    'rope.dimension_count': u32(perHead),
    'rope.freq_base': f32(10_000),
    'rope.scaling.original_context_length': u32(64),
  };
  if (architecture === 'gemma2') {
    own['attn_logit_softcapping'] = f32(50);
    own['final_logit_softcapping'] = f32(30);
    own['attention.sliding_window'] = u32(32);
  }
  return new Map<string, GgufValue>([
    ['general.architecture', text(architecture)],
    ['general.name', text('a tiny model')],
    ...Object.entries(own).map(([key, value]) => [`${architecture}.${key}`, value] as const),
    ...chatVocabulary().metadata,
  ]);
}
