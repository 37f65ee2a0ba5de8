// How much memory a model needs, and whether this machine has it: known before it is loaded, from
// counts alone. The rules are those of llama.cpp (src/llama-model.cpp, llama-kv-cache.cpp,
// llama-kv-cache-iswa.cpp, llama-context.cpp); what they leave open is counted rather too high.
import type { ModelShape, ModelWeights } from './model-shape.ts';

export type KvType = 'f16' | 'q8_0' | 'q4_0';

export interface LoadPlan {
  /** Tokens seen at once. */
  context: number;
  kvType: KvType;
  /** Layers on the GPU, the output layer counted as one more: 0 to `layers` + 1. */
  gpuLayers: number;
  /** Tokens computed at once. */
  batch: number;
  flashAttention: boolean;
}

/** Bytes, by what they are for. */
export interface MemoryUse {
  weights: number;
  /** Keys and values of the tokens seen so far. */
  kvCache: number;
  /** What a batch needs while it is computed. */
  compute: number;
  total: number;
}

export interface MemoryNeed {
  gpu: MemoryUse;
  ram: MemoryUse;
}

/** Bytes a number takes; the quantised ones are blocks of 32 with a scale of two bytes. */
const kvBytes: Record<KvType, number> = { f16: 2, q8_0: 34 / 32, q4_0: 18 / 32 };
const float = 4;
/** The cache is made in steps of this many tokens. */
const cacheStep = 256;
/** Vectors a token, as long as those between the layers, that a layer has at once; measured. */
const layerWidths = 16;

/** @param gpus between how many GPUs the layers are shared out; each needs room to compute */
export function memoryNeed(
  shape: ModelShape,
  weights: ModelWeights,
  plan: LoadPlan,
  gpus = 1,
): MemoryNeed {
  const all = shape.layers + 1;
  const onGpu = Math.min(Math.max(0, plan.gpuLayers), all);
  // The last layers go to the GPU, and the output before all others.
  const outputOnGpu = onGpu > 0;
  const firstOnGpu = all - onGpu;
  const cache = cacheOfLayers(shape, plan);
  const outputBytes = weights.output ?? weights.input;
  const gpuWeights = sum(weights.layers.slice(firstOnGpu)) + (outputOnGpu ? outputBytes : 0);
  // In the RAM an output that is the table of tokens is not there twice.
  const ramOutput = outputOnGpu ? 0 : (weights.output ?? 0);
  const ramWeights = weights.input + sum(weights.layers.slice(0, firstOnGpu)) + ramOutput;
  const computing = computeBytes(shape, plan);
  const passing = passingBytes(shape, plan);
  return {
    gpu: outputOnGpu
      ? use(gpuWeights, sum(cache.slice(firstOnGpu)), computing * Math.max(1, gpus))
      : use(0, 0, 0),
    ram: use(ramWeights, sum(cache.slice(0, firstOnGpu)), firstOnGpu > 0 ? computing : passing),
  };
}

function use(weights: number, kvCache: number, compute: number): MemoryUse {
  const [w, k, c] = [Math.ceil(weights), Math.ceil(kvCache), Math.ceil(compute)];
  return { weights: w, kvCache: k, compute: c, total: w + k + c };
}

/** Bytes of each layer's keys and values. */
function cacheOfLayers(shape: ModelShape, { context, kvType, batch }: LoadPlan): number[] {
  const { layers, kvHeads, headDim, window, causal } = shape;
  if (!causal) return Array.from({ length: layers }, () => 0);
  const token = 2 * kvHeads * headDim * kvBytes[kvType];
  const whole = padded(context) * token;
  const near = window
    ? padded(Math.min(padded(context), window.tokens + Math.min(batch, context))) * token
    : whole;
  // Those with a window come first here: which layers they are makes no difference worth knowing.
  return Array.from({ length: layers }, (_, at) => (at < (window?.layers ?? 0) ? near : whole));
}

function padded(tokens: number): number {
  return Math.ceil(tokens / cacheStep) * cacheStep;
}

/**
 * What the graph of one batch takes at its fullest. llama.cpp reserves it for a batch of which every
 * token is an output (`graph_reserve` in llama-context.cpp): the outputs with the vectors that
 * they are made of, or else the widest layer; memory that a layer used is used again by the next.
 */
function computeBytes(shape: ModelShape, plan: LoadPlan): number {
  const { embedding, heads, vocabulary, causal } = shape;
  const tokens = Math.min(plan.batch, plan.context);
  const outputs = causal ? tokens * (vocabulary + embedding) : tokens * embedding;
  const layer = tokens * embedding * layerWidths;
  const scores = plan.flashAttention ? 0 : tokens * padded(plan.context) * heads;
  return Math.max(outputs, layer + scores) * float + maskBytes(plan);
}

/** What is handed over between RAM and GPU: the vectors of a batch, and who may see whom. */
function passingBytes({ embedding }: ModelShape, plan: LoadPlan): number {
  return Math.min(plan.batch, plan.context) * embedding * float + maskBytes(plan);
}

function maskBytes({ batch, context, flashAttention }: LoadPlan): number {
  return Math.min(batch, context) * padded(context) * (flashAttention ? 2 : float);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
