import { expect, test } from 'vitest';
import {
  convertibleArchitectures,
  layoutOf,
  targetOf,
} from '../../../../src/engine/models/peft/name-map.ts';

const llamaLike = {
  'self_attn.q_proj': 'attn_q',
  'self_attn.k_proj': 'attn_k',
  'self_attn.v_proj': 'attn_v',
  'self_attn.o_proj': 'attn_output',
  'mlp.gate_proj': 'ffn_gate',
  'mlp.up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
};
const expected: Record<string, Record<string, string>> = {
  llama: llamaLike,
  mistral3: llamaLike,
  qwen2: llamaLike,
  qwen3: llamaLike,
  gemma: llamaLike,
  gemma2: llamaLike,
  gemma3: llamaLike,
  phi2: {
    'self_attn.q_proj': 'attn_q',
    'self_attn.k_proj': 'attn_k',
    'self_attn.v_proj': 'attn_v',
    'self_attn.dense': 'attn_output',
    'mlp.fc1': 'ffn_up',
    'mlp.fc2': 'ffn_down',
  },
  phi3: {
    'self_attn.qkv_proj': 'attn_qkv',
    'self_attn.o_proj': 'attn_output',
    'mlp.gate_up_proj': 'ffn_up',
    'mlp.down_proj': 'ffn_down',
  },
};

test('every architecture has its names, and nothing else', () => {
  expect(convertibleArchitectures.toSorted()).toEqual(Object.keys(expected).toSorted());
  const all = new Set(Object.values(expected).flatMap((names) => Object.keys(names)));
  for (const [architecture, names] of Object.entries(expected)) {
    const layout = layoutOf(architecture)!;
    for (const name of all) {
      const target = targetOf(layout, `base_model.model.model.layers.11.${name}`);
      const tensor = names[name] === undefined ? undefined : `blk.11.${names[name]}.weight`;
      expect(target?.tensor, `${architecture} ${name}`).toBe(tensor);
    }
  }
});

test('rows change places for q and k of llama-type models alone', () => {
  const heads = (architecture: string, name: string) =>
    targetOf(layoutOf(architecture)!, `base_model.model.model.layers.0.self_attn.${name}`)?.heads;
  for (const architecture of ['llama', 'mistral3']) {
    expect(heads(architecture, 'q_proj')).toBe('query');
    expect(heads(architecture, 'k_proj')).toBe('key');
    expect(heads(architecture, 'v_proj')).toBeNull();
    expect(heads(architecture, 'o_proj')).toBeNull();
  }
  for (const architecture of ['qwen2', 'qwen3', 'gemma', 'gemma2', 'gemma3', 'phi2']) {
    expect(heads(architecture, 'q_proj'), architecture).toBeNull();
    expect(heads(architecture, 'k_proj'), architecture).toBeNull();
  }
  expect(heads('phi3', 'qkv_proj')).toBeNull();
});

test.each([
  'base_model.model.model.layers.3.mlp.up_proj',
  'base_model.model.layers.3.mlp.up_proj',
  'base_model.model.model.language_model.layers.3.mlp.up_proj',
  'base_model.model.language_model.model.layers.3.mlp.up_proj',
  'model.layers.3.mlp.up_proj',
])('the language model is found by any of its paths: %s', (name) => {
  expect(targetOf(layoutOf('gemma3')!, name)?.tensor).toBe('blk.3.ffn_up.weight');
});

test.each([
  'base_model.model.vision_tower.vision_model.encoder.layers.3.self_attn.q_proj',
  'base_model.model.model.vision_tower.layers.3.mlp.up_proj',
  'base_model.model.model.layers.3.mlp.experts.0.up_proj',
  'base_model.model.model.layers.-1.mlp.up_proj',
  'base_model.model.model.layers.3.constructor',
  'base_model.model.model.layers.3.mlp.up_proj.base_layer',
  'base_model.model.model.embed_tokens',
  'base_model.model.lm_head',
  '',
])('what is no module of a layer has no place: %s', (name) => {
  expect(targetOf(layoutOf('llama')!, name)).toBeNull();
});

test('other architectures are not known', () => {
  expect(layoutOf('bert')).toBeUndefined();
  expect(layoutOf('constructor')).toBeUndefined();
});
