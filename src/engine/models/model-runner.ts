// What runs models, as this feature sees it: the inference process, which opens their files.
import type { LoadedModel, MachineInfo, ModelRole } from '../../shared/contract/models.ts';
import type { ModelUse } from './use-model.ts';

/** How a model was loaded. */
export interface LoadOutcome {
  contextSize: number;
  gpuLayers: number;
  layers: number;
  threads: number;
  steppedDown: LoadedModel['steppedDown'];
}

export interface RunnerSlot {
  name: string;
  state: LoadedModel['state'];
  /** Null while it is being loaded. */
  loaded: LoadOutcome | null;
}

export interface ModelRunner {
  machine(signal: AbortSignal): Promise<Omit<MachineInfo, 'detectedAt'>>;
  status(): Partial<Record<ModelRole, RunnerSlot>>;
  load(use: ModelUse, signal: AbortSignal): Promise<LoadOutcome>;
  unload(role: ModelRole): Promise<void>;
  /** Forgets that a file crashed. */
  tryAgain(path: string): void;
  /** Throws if llama.cpp does not take a file. */
  check(path: string, signal: AbortSignal): Promise<void>;
}
