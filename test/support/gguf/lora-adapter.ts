// LoRA adapters in GGUF with random weights, for any model of this folder.
import { f32, matrix, text, type FixtureModel, type Weight } from './weights.ts';

export interface AdapterOptions {
  name?: string;
  seed?: number;
  rank?: number;
  /** What the change is multiplied by is alpha ÷ rank. */
  alpha?: number;
  /** Which matrices it changes, in every layer: parts of their names, as in attn_q. */
  targets?: readonly string[];
  /** Which layers; all unless told. */
  layers?: readonly number[];
  /** Stated in place of the model's own. */
  architecture?: string;
}

/** An adapter that changes what the model writes at scale 1. */
export function loraAdapter(base: FixtureModel, options: AdapterOptions = {}): FixtureModel {
  const { seed = 7, rank = 4, alpha = 8, targets = ['attn_q', 'attn_v', 'ffn_down'] } = options;
  const weights = new Map<string, Weight>();
  for (const [name, { shape }] of base.weights) {
    const [, layer, target] = /^blk\.(\d+)\.(\w+)\.weight$/.exec(name) ?? [];
    const wanted = target !== undefined && targets.includes(target);
    if (!wanted || options.layers?.includes(Number(layer)) === false) continue;
    const [columns, rows] = shape as [number, number];
    weights.set(`${name}.lora_a`, matrix(columns, rank, `${seed}.${name}.a`));
    weights.set(`${name}.lora_b`, matrix(rank, rows, `${seed}.${name}.b`));
  }
  const architecture = base.metadata.get('general.architecture')!;
  return {
    metadata: new Map([
      ['general.type', text('adapter')],
      ['general.architecture', options.architecture ? text(options.architecture) : architecture],
      ['general.name', text(options.name ?? 'Tiny adapter')],
      ['adapter.type', text('lora')],
      ['adapter.lora.alpha', f32(alpha)],
    ]),
    weights,
  };
}
