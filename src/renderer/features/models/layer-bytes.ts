import type { Fit } from '../../../shared/contract/models.ts';

/**
 * About how much GPU memory a model's layers take, the output counted as one more: what all of the
 * model needs, shared out evenly. An estimate for a slider; loading counts exactly.
 */
export function layerBytes({ vram, ram }: Fit, layers: number, onGpu: number): number {
  return ((vram + ram) * Math.max(0, onGpu)) / (layers + 1);
}
