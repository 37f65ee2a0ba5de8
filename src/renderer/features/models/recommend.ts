// Which quantisation of a model to take on this machine.
import type { CatalogueModel, Fit } from '../../../shared/contract/models.ts';

type Quantisation = CatalogueModel['quantisations'][number];

/** The best first: a model that runs slowly is better than one that does not run. */
const order: readonly Fit['verdict'][] = [
  'fits-gpu',
  'fits-ram',
  'fits-partly',
  'tight',
  'too-large',
];
/** For chat models on the processor, which has to read all of a model for each token. */
const balanced = /^(?:UD-)?(?:Q4_K|Q4_0|IQ4)/i;

/**
 * The quantisation to take: of those that fit best the most exact one, or, where the processor
 * computes a chat model, one of four bits; where nothing fits, the smallest.
 */
export function recommended({ role, quantisations }: CatalogueModel): Quantisation {
  const rank = ({ fit }: Quantisation) => (fit ? order.indexOf(fit.verdict) : order.length);
  const best = Math.min(...quantisations.map(rank));
  const fitting = quantisations
    .filter((one) => rank(one) === best)
    .toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const first = fitting[0]!;
  if (first.fit?.verdict === 'too-large') return fitting.at(-1)!;
  if (role !== 'chat' || first.fit?.verdict === 'fits-gpu') return first;
  return fitting.find(({ quantisation }) => balanced.test(quantisation)) ?? fitting.at(-1)!;
}

function sizeOf({ estimatedBytes }: Quantisation): number {
  return estimatedBytes ?? 0;
}
