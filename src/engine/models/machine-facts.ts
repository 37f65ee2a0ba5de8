// The machine as models see it: looked at when somebody asks, and kept until it is asked for again.
import type { Fit, MachineInfo } from '../../shared/contract/models.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import type { ModelShape, ModelWeights } from './model-shape.ts';
import { fitModel, usualWish } from './verdict.ts';

type Seen = Omit<MachineInfo, 'detectedAt'>;

export interface MachineKeeper {
  /** Null while it was not looked at. */
  current(): MachineInfo | null;
  /**
   * @param again looks at it even if it is known
   * @throws LorekeepError BACKEND_MISSING, INFERENCE_CRASHED; the signal's reason
   */
  detect(again: boolean, signal: AbortSignal): Promise<MachineInfo>;
  /** What is known may no longer be so. */
  forget(): void;
}

export function createMachineKeeper(
  look: (signal: AbortSignal) => Promise<Seen>,
  onChange: () => void,
): MachineKeeper {
  let current: MachineInfo | null = null;
  return {
    current: () => current,
    async detect(again, signal) {
      if (current && !again) return current;
      current = { ...(await look(signal)), detectedAt: Date.now() };
      onChange();
      return current;
    },
    forget() {
      current = null;
      onChange();
    },
  };
}

/** How a model would be loaded here; null while the machine or the model's shape is not known. */
export function fitHere(
  model: { shape: ModelShape; weights: ModelWeights } | null,
  machine: MachineInfo | null,
  { contextSize, kvCache, flashAttention }: Settings,
): Fit | null {
  if (!model || !machine) return null;
  const { ramTotal, ramFree, vramTotal, devices } = machine;
  const { verdict, plan, need } = fitModel(
    model.shape,
    model.weights,
    {
      ramBytes: ramTotal,
      freeRamBytes: ramFree,
      // Only the sum is known; cards that work together are mostly alike.
      vramBytes: devices.map(() => vramTotal / devices.length),
    },
    { ...usualWish, context: contextSize, kvType: kvCache, flashAttention },
  );
  return {
    verdict,
    gpuLayers: plan.gpuLayers,
    context: plan.context,
    vram: need.gpu.total,
    ram: need.ram.total,
  };
}
