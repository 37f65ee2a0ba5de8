// Whether a machine can run a model, and how it is loaded best there.
import type { fitVerdicts } from '../../shared/contract/models.ts';
import { type KvType, type LoadPlan, type MemoryNeed, memoryNeed } from './fit.ts';
import type { ModelShape, ModelWeights } from './model-shape.ts';

export interface Machine {
  /** All memory, in bytes, and what of it is free now. */
  ramBytes: number;
  freeRamBytes: number;
  /** Memory of each GPU that may be used, in bytes; of one that shares the RAM what it may take. */
  vramBytes: readonly number[];
}

type Verdict = (typeof fitVerdicts)[number];

export interface ModelFit {
  verdict: Verdict;
  /** How to load it; for what is too large the smallest way, which is too large too. */
  plan: LoadPlan;
  need: MemoryNeed;
}

export interface FitWish {
  /** Tokens wanted; never more than the model was trained for. */
  context: number;
  kvType: KvType;
  flashAttention: boolean;
  /** Tokens computed at once. */
  batch: number;
}

export const usualWish: FitWish = {
  context: 8192,
  kvType: 'f16',
  flashAttention: true,
  batch: 512,
};

const MiB = 1024 ** 2;
/** Tokens below which a context is of little use; an embedder may have fewer. */
const leastContext = 2048;
/** Tokens of context that all layers on the GPU are worth more than. */
const goodContext = 4096;

/**
 * The best way to load a model on a machine: all layers on the GPU if a good part of the wanted
 * context fits with them, else the largest context with as many layers as fit.
 */
export function fitModel(
  shape: ModelShape,
  weights: ModelWeights,
  machine: Machine,
  wish: FitWish = usualWish,
): ModelFit {
  const ways = contexts(shape, wish).map((context) => {
    return bestLayers(shape, weights, machine, { ...wish, context, gpuLayers: 0 });
  });
  const enough = Math.min(goodContext, ways[0]!.plan.context);
  const onGpu = ways.find(({ verdict, plan }) => verdict === 'fits-gpu' && plan.context >= enough);
  const good: Verdict[] = ['fits-gpu', 'fits-partly', 'fits-ram'];
  return (
    onGpu ??
    ways.find(({ verdict }) => good.includes(verdict)) ??
    ways.find(({ verdict }) => verdict === 'tight') ??
    ways.at(-1)!
  );
}

/** The wanted context and smaller ones, the largest first. */
function contexts({ contextTrained }: ModelShape, { context }: FitWish): number[] {
  const most = Math.max(1, Math.min(context, contextTrained));
  const tried = [most];
  for (let next = most / 2; next >= leastContext; next /= 2) tried.push(Math.floor(next));
  return tried;
}

/** As many layers on the GPU as fit there. */
function bestLayers(
  shape: ModelShape,
  weights: ModelWeights,
  machine: Machine,
  plan: LoadPlan,
): ModelFit {
  const gpus = machine.vramBytes.length;
  const vram = machine.vramBytes.reduce((sum, bytes) => sum + usableVram(bytes), 0);
  const needOf = (gpuLayers: number) => memoryNeed(shape, weights, { ...plan, gpuLayers }, gpus);
  let gpuLayers = gpus === 0 ? 0 : shape.layers + 1;
  // The output layer alone saves nothing worth the way there and back.
  while (gpuLayers > 0 && needOf(gpuLayers).gpu.total > vram) gpuLayers -= 1;
  if (gpuLayers === 1) gpuLayers = 0;
  const need = needOf(gpuLayers);
  const all = gpuLayers === shape.layers + 1;
  const where = all ? 'fits-gpu' : gpuLayers > 0 ? 'fits-partly' : 'fits-ram';
  return { verdict: inRam(need.ram.total, machine, where), plan: { ...plan, gpuLayers }, need };
}

function inRam(bytes: number, machine: Machine, fits: Verdict): Verdict {
  if (bytes > usableRam(machine.ramBytes)) return 'too-large';
  return bytes > machine.freeRamBytes ? 'tight' : fits;
}

/** What a screen, the driver and the backend itself take is left out: a tenth, at least 400 MiB. */
function usableVram(bytes: number): number {
  return Math.max(0, bytes - Math.max(400 * MiB, bytes * 0.1));
}

/** What the system, Lorekeep and a browser need is left out: a quarter, 2 to 8 GiB. */
function usableRam(bytes: number): number {
  return bytes - Math.min(8192 * MiB, Math.max(2048 * MiB, bytes / 4));
}
