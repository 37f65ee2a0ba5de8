// Random PEFT adapters for the tiny models: as a folder like PEFT's, and merged into the model's
// weights like PEFT's merge_and_unload (W + scale · B · A), in double precision.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../random.ts';
import { type HfModel, modulesOf, randomMatrix } from './hf-model.ts';
import { type FloatType, type Matrix, safetensors, type WrittenTensor } from './safetensors.ts';

export interface AdapterOptions {
  type?: FloatType;
  /** The rank of a module; 4 unless told. */
  rank?: (module: string) => number;
  /** What PEFT would multiply a module's product by; must be what `config` comes to. */
  scale: (module: string) => number;
  /** What adapter_config.json holds beside r = 4 and lora_alpha = 8. */
  config?: object;
  seed: number;
}

export interface Adapter {
  /** By module, as in `model.layers.0.self_attn.q_proj`. */
  modules: Map<string, { a: Matrix; b: Matrix; scale: number }>;
  type: FloatType;
  config: object;
}

/** An adapter of every module that its family has. */
export function randomAdapter(model: HfModel, options: AdapterOptions): Adapter {
  const random = seeded(options.seed);
  const modules: Adapter['modules'] = new Map();
  for (let layer = 0; layer < model.dimensions.layers; layer++) {
    for (const [name, [rows, columns]] of Object.entries(modulesOf(model.family))) {
      const module = `model.layers.${layer}.${name}`;
      const rank = options.rank?.(module) ?? 4;
      const a = randomMatrix(random, rank, columns, 0.25);
      const b = randomMatrix(random, rows, rank, 0.25);
      modules.set(module, { a, b, scale: options.scale(module) });
    }
  }
  const config = { ...plainConfig, base_model_name_or_path: `tiny/${model.family}` };
  return { modules, type: options.type ?? 'F32', config: { ...config, ...options.config } };
}

export const plainConfig = {
  peft_type: 'LORA',
  task_type: 'CAUSAL_LM',
  r: 4,
  lora_alpha: 8,
  bias: 'none',
  target_modules: 'all-linear',
};

export function writeAdapter(folder: string, { modules, type, config }: Adapter): void {
  const tensors: Record<string, WrittenTensor> = {};
  for (const [name, { a, b }] of modules) {
    tensors[`base_model.model.${name}.lora_A.weight`] = { ...a, type };
    tensors[`base_model.model.${name}.lora_B.weight`] = { ...b, type };
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'adapter_config.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'adapter_model.safetensors'), safetensors(tensors));
}

/** The model with the adapter in its weights. */
export function merged(model: HfModel, { modules }: Adapter): HfModel {
  const weights = new Map(model.weights);
  for (const [module, { a, b, scale }] of modules) {
    const name = `${module}.weight`;
    const before = weights.get(name)!;
    const values = before.values.map((value, i) => {
      const row = Math.floor(i / before.columns);
      const column = i % before.columns;
      let product = 0;
      for (let k = 0; k < a.rows; k++) {
        product += b.values[row * b.columns + k]! * a.values[k * a.columns + column]!;
      }
      return value + scale * product;
    });
    weights.set(name, { ...before, values });
  }
  return { ...model, weights };
}
