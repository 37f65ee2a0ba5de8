// Sorts an adapter's tensors into modules, each with its two matrices. Whatever is left over changes
// the model in a way that a GGUF adapter cannot, and is named.
import { LorekeepError } from '../../../shared/errors.ts';
import { adapterReasons } from '../../../shared/texts/adapter-reasons.ts';
import { fillText } from '../../../shared/texts/format.ts';
import type { SafeTensor } from './read-safetensors.ts';

export interface LoraModule {
  /** As in `base_model.model.model.layers.0.self_attn.q_proj`. */
  name: string;
  /** Rank rows, as many columns as the module has inputs. */
  a: SafeTensor;
  /** As many rows as the module has outputs, rank columns. */
  b: SafeTensor;
  rank: number;
}

/** PEFT leaves the adapter's own name out of the file; some tools do not. */
const matrixName = /^(.+)\.lora_(A|B)(?:\.[\w-]+)?\.weight$/;

/**
 * @throws LorekeepError ADAPTER_NOT_CONVERTIBLE if it holds more than pairs of matrices,
 *   ADAPTER_UNREADABLE if a pair is not whole
 */
export function pairModules(tensors: Iterable<SafeTensor>, path: string): LoraModule[] {
  const halves = new Map<string, { A?: SafeTensor; B?: SafeTensor }>();
  for (const tensor of tensors) {
    const [, name, side] = matrixName.exec(tensor.name) ?? [];
    if (name === undefined || (side !== 'A' && side !== 'B')) throw leftOver(tensor.name);
    const pair = halves.get(name) ?? {};
    if (pair[side]) throw damaged(path, adapterReasons.twice, name);
    halves.set(name, { ...pair, [side]: tensor });
  }
  if (halves.size === 0) throw damaged(path, adapterReasons.noModules, '');
  return Array.from(halves, ([name, { A, B }]) => {
    if (!A || !B) throw damaged(path, adapterReasons.half, name);
    const [rank = 0, inputs = 0] = A.shape;
    const [outputs = 0, same] = B.shape;
    const whole = A.shape.length === 2 && B.shape.length === 2 && rank === same;
    if (!whole || rank * inputs * outputs === 0) throw damaged(path, adapterReasons.shapes, name);
    return { name, a: A, b: B, rank };
  });
}

/** Signs of what a tensor does, the first that fits counts. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/\.lora_magnitude_vector\b/, adapterReasons.dora],
  [/\.(hada_|lokr_|ia3_|oft_|boft_|vera_|randlora_)/, adapterReasons.otherTensors],
  [/\blora_embedding_|\bembed_tokens\b|\bwte\b|token_adapter/, adapterReasons.embeddings],
  [/\blm_head\b/, adapterReasons.outputLayer],
  [/\.bias$/, adapterReasons.bias],
  [/\bexperts\b|\bshared_expert|\bblock_sparse_moe\b|\bmlp\.gate$/, adapterReasons.experts],
  [/vision|visual|multi_modal|audio/, adapterReasons.otherPart],
  [/norm\b/, adapterReasons.norms],
];

/** Why a tensor that is no half of a pair, or a module that has no place, cannot be converted. */
export function leftOver(name: string): LorekeepError {
  const kind = kinds.find(([sign]) => sign.test(name))?.[1] ?? adapterReasons.unknownModule;
  return new LorekeepError('ADAPTER_NOT_CONVERTIBLE', { reason: fillText(kind, { name }) });
}

function damaged(path: string, reason: string, name: string): LorekeepError {
  return new LorekeepError('ADAPTER_UNREADABLE', { path, reason: fillText(reason, { name }) });
}
