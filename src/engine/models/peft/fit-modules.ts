// Finds each module's place in the base model and checks that it fits there, so that llama.cpp is
// never given an adapter that it would refuse, or take in the wrong order.
import { LorekeepError } from '../../../shared/errors.ts';
import { adapterReasons } from '../../../shared/texts/adapter-reasons.ts';
import { fillText } from '../../../shared/texts/format.ts';
import type { BaseFacts } from './base-facts.ts';
import { convertibleArchitectures, layoutOf, type Target, targetOf } from './name-map.ts';
import { leftOver, type LoraModule } from './pair-modules.ts';

export interface FittedModule {
  module: LoraModule;
  /** The base's tensor that it changes. */
  tensor: string;
  /** Heads whose rows are put into llama.cpp's order, null where they stay. */
  heads: number | null;
}

/**
 * @param trainedFor the name of the adapter's own base, for the sentence
 * @throws LorekeepError ADAPTER_NOT_CONVERTIBLE for an architecture or module that is not known,
 *   ADAPTER_MISMATCH if the adapter is for another model than this
 */
export function fitModules(
  modules: LoraModule[],
  base: BaseFacts,
  trainedFor: string | null,
): FittedModule[] {
  const layout = layoutOf(base.architecture);
  if (!layout) {
    const reason = fillText(adapterReasons.architecture, {
      architecture: base.architecture,
      known: convertibleArchitectures.join(', '),
    });
    throw new LorekeepError('ADAPTER_NOT_CONVERTIBLE', { reason });
  }
  const taken = new Set<string>();
  return modules.map((module) => {
    const target = targetOf(layout, module.name);
    if (!target) throw leftOver(module.name);
    // Two names for one tensor (with and without a prefix) cannot both be meant.
    if (taken.has(target.tensor)) {
      const reason = fillText(adapterReasons.twice, { name: module.name });
      throw new LorekeepError('ADAPTER_NOT_CONVERTIBLE', { reason });
    }
    taken.add(target.tensor);
    checkShape(module, target, base, trainedFor);
    return { module, tensor: target.tensor, heads: headsOf(module, target, base) };
  });
}

function checkShape(
  module: LoraModule,
  { tensor }: Target,
  base: BaseFacts,
  trainedFor: string | null,
): void {
  const shape = base.tensors.get(tensor);
  const names = { name: module.name, base: trainedFor ?? adapterReasons.otherModel };
  if (!shape) throw mismatch(fillText(adapterReasons.noTensor, { ...names, tensor }));
  const given = [module.a.shape[1]!, module.b.shape[0]!];
  if (shape.length === 2 && given.every((length, i) => length === shape[i])) return;
  throw mismatch(
    fillText(adapterReasons.otherShape, {
      ...names,
      given: given.join(' × '),
      expected: shape.join(' × '),
    }),
  );
}

function headsOf(module: LoraModule, target: Target, base: BaseFacts): number | null {
  if (target.heads === null) return null;
  const stated = target.heads === 'query' ? base.heads : (base.keyHeads ?? base.heads);
  const layer = Number(target.tensor.split('.')[1]);
  const heads = typeof stated === 'object' ? stated?.[layer] : stated;
  const rows = module.b.shape[0]!;
  if (!heads || rows % (heads * 2) !== 0) throw mismatch(adapterReasons.heads);
  return heads;
}

function mismatch(reason: string): LorekeepError {
  return new LorekeepError('ADAPTER_MISMATCH', { reason });
}
