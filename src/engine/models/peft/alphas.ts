// How strongly each module acts. PEFT multiplies a module's product by alpha / rank, or by
// alpha / √rank in rank-stabilised adapters, both from patterns that may differ from module to
// module. A GGUF adapter has one alpha, and llama.cpp multiplies by that alpha / the rank that the
// module's own matrices have (llama_adapter_lora_weight::get_scale). So ranks need no care, the most
// common alpha becomes the file's, and a module with another one has the rest in its numbers.
import { LorekeepError } from '../../../shared/errors.ts';
import { adapterReasons } from '../../../shared/texts/adapter-reasons.ts';
import { fillText } from '../../../shared/texts/format.ts';
import { matchPatterns } from './match-patterns.ts';
import type { LoraModule } from './pair-modules.ts';
import type { PeftConfig } from './peft-config.ts';

export interface Alphas {
  /** The file's one alpha; not 0, which llama.cpp would take for “no alpha”. */
  alpha: number;
  /** For each module what its second matrix is multiplied by, 1 for most. */
  factors: number[];
}

/**
 * @throws LorekeepError ADAPTER_NOT_CONVERTIBLE for patterns that cannot be used or an adapter
 *   without effect, ADAPTER_UNREADABLE if the ranks are not those of the matrices
 */
export function findAlphas(modules: LoraModule[], config: PeftConfig, path: string): Alphas {
  // Patterns are over the names inside the model, without the two levels that PEFT puts around it.
  const names = modules.map(({ name }) => name.replace(/^base_model\.model\./, ''));
  const ranks = byPattern(names, config.rankPattern, config.rank);
  modules.forEach(({ name, rank }, i) => {
    const expected = ranks[i]!;
    if (rank === expected) return;
    const reason = fillText(adapterReasons.rank, { name, rank, expected });
    throw new LorekeepError('ADAPTER_UNREADABLE', { path, reason });
  });
  const alphas = byPattern(names, config.alphaPattern, config.alpha).map((alpha, i) =>
    config.rankStabilised ? alpha * Math.sqrt(modules[i]!.rank) : alpha,
  );
  const alpha = mostCommon(alphas.filter((each) => each !== 0));
  if (alpha === undefined) {
    throw new LorekeepError('ADAPTER_NOT_CONVERTIBLE', { reason: adapterReasons.noAlpha });
  }
  return { alpha, factors: alphas.map((each) => each / alpha) };
}

function byPattern(
  names: string[],
  values: ReadonlyMap<string, number>,
  otherwise: number,
): number[] {
  return matchPatterns([...values.keys()], names).map((pattern) =>
    pattern === null ? otherwise : values.get(pattern)!,
  );
}

/** The first of those that occur most often. */
function mostCommon(values: number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0];
}
