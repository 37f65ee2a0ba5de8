import { expect, test } from 'vitest';
import { parsePeftConfig } from '../../../../src/engine/models/peft/peft-config.ts';
import { sentenceOf } from '../../../../src/shared/texts/format.ts';

const path = 'adapter_config.json';
/** What PEFT 0.17 writes for an ordinary adapter. */
const ordinary = {
  alpha_pattern: {},
  auto_mapping: null,
  base_model_name_or_path: 'someone/some-model-7b',
  bias: 'none',
  corda_config: null,
  eva_config: null,
  exclude_modules: null,
  fan_in_fan_out: false,
  inference_mode: true,
  init_lora_weights: true,
  layer_replication: null,
  layers_pattern: null,
  layers_to_transform: null,
  loftq_config: {},
  lora_alpha: 32,
  lora_bias: false,
  lora_dropout: 0.05,
  megatron_config: null,
  megatron_core: 'megatron.core',
  modules_to_save: null,
  peft_type: 'LORA',
  qalora_group_size: 16,
  r: 16,
  rank_pattern: {},
  revision: null,
  target_modules: ['q_proj', 'v_proj'],
  target_parameters: null,
  task_type: 'CAUSAL_LM',
  trainable_token_indices: null,
  use_dora: false,
  use_qalora: false,
  use_rslora: false,
};

function failureOf(changes: object): unknown {
  try {
    parsePeftConfig(JSON.stringify({ ...ordinary, ...changes }), path);
  } catch (error) {
    return error;
  }
  return null;
}

test('an ordinary configuration is read', () => {
  expect(parsePeftConfig(JSON.stringify(ordinary), path)).toEqual({
    rank: 16,
    alpha: 32,
    rankPattern: new Map(),
    alphaPattern: new Map(),
    rankStabilised: false,
    baseName: 'someone/some-model-7b',
  });
});

test('an old configuration with the bare necessities is read', () => {
  const old = { peft_type: 'LORA', r: 8, lora_alpha: 16.5, bias: 'none', target_modules: '.*q' };
  expect(parsePeftConfig(JSON.stringify(old), path)).toMatchObject({ alpha: 16.5, baseName: null });
});

test('patterns and rank stabilisation are read', () => {
  const changes = {
    use_rslora: true,
    rank_pattern: { q_proj: 4 },
    alpha_pattern: { '^model.layers.0.mlp.up_proj': 3 },
    init_lora_weights: 'gaussian',
    fan_in_fan_out: true,
    runtime_config: { ephemeral_gpu_offload: false },
    layers_to_transform: [1, 2],
  };
  expect(parsePeftConfig(JSON.stringify({ ...ordinary, ...changes }), path)).toMatchObject({
    rankStabilised: true,
    rankPattern: new Map([['q_proj', 4]]),
    alphaPattern: new Map([['^model.layers.0.mlp.up_proj', 3]]),
  });
});

test.each([
  ['DoRA', { use_dora: true }],
  ['modules_to_save: lm_head', { modules_to_save: ['lm_head'] }],
  ['biases', { bias: 'all' }],
  ['biases', { bias: 'lora_only' }],
  ['biases', { lora_bias: true }],
  [
    'layer_replication',
    {
      layer_replication: [
        [0, 4],
        [2, 6],
      ],
    },
  ],
  ['target_parameters: mlp.experts.down_proj', { target_parameters: ['mlp.experts.down_proj'] }],
  ['embeddings', { trainable_token_indices: [5] }],
  ['embeddings', { trainable_token_indices: { embed_tokens: [5] } }],
  ['activated LoRA', { alora_invocation_tokens: [1, 2] }],
  ['init_lora_weights=pissa_niter_16', { init_lora_weights: 'pissa_niter_16' }],
  ['init_lora_weights=olora', { init_lora_weights: 'olora' }],
  ['init_lora_weights=loftq', { init_lora_weights: 'loftq' }],
  ['method LOHA', { peft_type: 'LOHA' }],
  ['use_qalora', { use_qalora: true }],
  ['use_bdlora', { use_bdlora: { nblocks: 2 } }],
  ['kasa_config', { kasa_config: { beta: 1 } }],
  ['use_something_new', { use_something_new: true }],
])('what a GGUF adapter cannot hold is named: %s', (named, changes) => {
  const failure = failureOf(changes);
  expect(failure).toMatchObject({ code: 'ADAPTER_NOT_CONVERTIBLE' });
  expect(sentenceOf(failure)).toContain(named);
});

test('another method is named although it has no rank', () => {
  expect(() => parsePeftConfig('{"peft_type":"IA3","target_modules":["k_proj"]}', path)).toThrow(
    expect.objectContaining({
      code: 'ADAPTER_NOT_CONVERTIBLE',
      params: { reason: expect.stringContaining('method IA3') },
    }),
  );
});

test.each([
  ['no JSON', '{"r": 8'],
  ['a list', '[]'],
  ['null', 'null'],
  ['a text', '"LORA"'],
  ['no rank', JSON.stringify({ ...ordinary, r: undefined })],
  ['a rank of 0', JSON.stringify({ ...ordinary, r: 0 })],
  ['half a rank', JSON.stringify({ ...ordinary, r: 1.5 })],
  ['a rank of millions', JSON.stringify({ ...ordinary, r: 1e9 })],
  ['an infinite alpha', JSON.stringify(ordinary).replace('"lora_alpha":32', '"lora_alpha":1e999')],
  ['an alpha that is a text', JSON.stringify({ ...ordinary, lora_alpha: '16' })],
  ['a pattern without a number', JSON.stringify({ ...ordinary, alpha_pattern: { q: null } })],
  ['modules that are no list', JSON.stringify({ ...ordinary, modules_to_save: 'lm_head' })],
])('what is no configuration is refused: %s', (_, text) => {
  expect(() => parsePeftConfig(text, path)).toThrow(
    expect.objectContaining({ code: 'ADAPTER_UNREADABLE' }),
  );
});
