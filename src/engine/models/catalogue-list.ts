// The catalogue as people see it: with how each model fits this machine, and what is installed.
import type { CatalogueModel, Fit } from '../../shared/contract/models.ts';
import { type CatalogueEntry, shapeOf, sizeAbout } from './catalogue.ts';
import { writeHubReference } from './hub/reference.ts';
import type { ModelShape, ModelWeights } from './model-shape.ts';

/**
 * @param sources where installed models came from, in small letters
 * @param fit how a model of this shape fits
 */
export function catalogueList(
  entries: readonly CatalogueEntry[],
  sources: ReadonlySet<string>,
  fit: (model: { shape: ModelShape; weights: ModelWeights } | null) => Fit | null,
): CatalogueModel[] {
  return entries.map((entry) => ({
    id: entry.id,
    name: entry.name,
    role: entry.role,
    about: entry.about,
    languages: entry.languages,
    licence: entry.licence.name,
    limits: entry.licence.limits,
    parameters: entry.parameters,
    contextTrained: entry.shape.contextTrained,
    quantisations: entry.quantisations.map((quantisation) => {
      const reference = writeHubReference({
        repo: entry.repo,
        revision: null,
        wanted: { quantisation },
      });
      return {
        reference,
        quantisation,
        estimatedBytes: sizeAbout(entry, quantisation),
        fit: fit(shapeOf(entry, quantisation)),
        installed: sources.has(reference.toLowerCase()),
      };
    }),
    sources: [...new Set(Object.values(entry.sources).flatMap((pages) => pages ?? []))],
  }));
}
