// What is the same for a loaded model of any role: how large its context is, and what is told of it.
import type { LlamaModel } from 'node-llama-cpp';
import type { OpenedModel } from './open-model.ts';
import type { Loaded, LoadRequest } from './protocol.ts';

/** Tokens that the model is to see at once: never more than it was trained on. */
export function contextSizeOf(model: LlamaModel, { contextSize }: LoadRequest): number {
  return Math.min(contextSize, model.trainContextSize || contextSize);
}

/** How a model is loaded now. What it is assumed to take changes with its contexts. */
export function loadedOf(
  { model, steppedDown }: OpenedModel,
  role: Pick<Loaded, 'contextSize' | 'threads'> & Partial<Pick<Loaded, 'dimensions'>>,
): Loaded {
  return {
    dimensions: 0,
    ...role,
    gpuLayers: model.gpuLayers,
    layers: model.fileInsights.totalLayers,
    ram: model.memoryUsage.ram,
    vram: model.memoryUsage.vram,
    steppedDown,
  };
}
