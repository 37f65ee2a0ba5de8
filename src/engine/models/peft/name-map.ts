// What a module is called in Hugging Face's models, and what the same weights are called in a GGUF.
// Which names count is decided by the base model's architecture: an adapter does not say its own
// reliably. Sources: llama.cpp's table of tensor names (gguf-py/gguf/tensor_mapping.py) and its
// converters of each family (conversion/*.py).

export interface Layout {
  /** A layer's modules by their names in Hugging Face's model, and their tensors in the GGUF. */
  modules: Readonly<Record<string, string>>;
  /**
   * True where a GGUF has the rows of q and k in another order than Hugging Face's model: the
   * family's rotary embedding turns neighbours in llama.cpp and halves in Hugging Face's.
   */
  reordersHeads: boolean;
}

export interface Target {
  /** As in `blk.3.attn_q.weight`. */
  tensor: string;
  /** The heads whose rows change places, of the queries or of the keys; null: the rows stay. */
  heads: 'query' | 'key' | null;
}

const output = { 'self_attn.o_proj': 'attn_output' };
const separateAttention = {
  'self_attn.q_proj': 'attn_q',
  'self_attn.k_proj': 'attn_k',
  'self_attn.v_proj': 'attn_v',
};
const separate = {
  ...separateAttention,
  ...output,
  'mlp.gate_proj': 'ffn_gate',
  'mlp.up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
};
// Rows of several projections one below the other, in the same order on both sides.
const fused = {
  'self_attn.qkv_proj': 'attn_qkv',
  ...output,
  'mlp.gate_up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
};
const plain = {
  ...separateAttention,
  'self_attn.dense': 'attn_output',
  'mlp.fc1': 'ffn_up',
  'mlp.fc2': 'ffn_down',
};

const layouts: ReadonlyMap<string, Layout> = new Map([
  // Mistral's models are of the architecture llama, but for the newest of them.
  ['llama', { modules: separate, reordersHeads: true }],
  ['mistral3', { modules: separate, reordersHeads: true }],
  ['qwen2', { modules: separate, reordersHeads: false }],
  ['qwen3', { modules: separate, reordersHeads: false }],
  ['gemma', { modules: separate, reordersHeads: false }],
  ['gemma2', { modules: separate, reordersHeads: false }],
  ['gemma3', { modules: separate, reordersHeads: false }],
  ['phi2', { modules: plain, reordersHeads: false }],
  // Phi-4 as well.
  ['phi3', { modules: fused, reordersHeads: false }],
]);

/** The architectures (`general.architecture` of the base) whose adapters can be converted. */
export const convertibleArchitectures: readonly string[] = [...layouts.keys()];

export function layoutOf(architecture: string): Layout | undefined {
  return layouts.get(architecture);
}

/**
 * The layers of a language model, alone or as part of a model that sees too. Layers of other parts
 * (`vision_tower.…layers.0`) must not be taken for them.
 */
const ofLayer =
  /^(?:base_model\.model\.)?(?:model\.|model\.language_model\.|language_model\.|language_model\.model\.)?layers\.(\d{1,5})\.(.+)$/;

/** The tensor that a module's weights are in, null for a module that this architecture has not. */
export function targetOf(layout: Layout, module: string): Target | null {
  const [, layer, name] = ofLayer.exec(module) ?? [];
  if (layer === undefined || name === undefined) return null;
  const tensor = Object.hasOwn(layout.modules, name) ? layout.modules[name] : undefined;
  if (tensor === undefined) return null;
  const heads = tensor === 'attn_q' ? 'query' : tensor === 'attn_k' ? 'key' : null;
  return {
    tensor: `blk.${Number(layer)}.${tensor}.weight`,
    heads: layout.reordersHeads ? heads : null,
  };
}
