// What is shown of the catalogue.
import type { CatalogueModel, ModelRole } from '../../../shared/contract/models.ts';

export interface CatalogueFilter {
  role: ModelRole | 'all';
  /** A licence's name, or one of these. */
  licence: string;
  languages: 'any' | 'several';
}

export const anyLicence = '';
/** Licences that do not limit what a model may be used for. */
export const freeLicence = '*';

export const noFilter: CatalogueFilter = { role: 'all', licence: anyLicence, languages: 'any' };

export function passes(model: CatalogueModel, filter: CatalogueFilter): boolean {
  const { role, licence, languages } = filter;
  if (role !== 'all' && model.role !== role) return false;
  if (licence === freeLicence && model.limits !== null) return false;
  if (licence !== anyLicence && licence !== freeLicence && model.licence !== licence) return false;
  return languages === 'any' || speaksSeveral(model);
}

/** The catalogue names one language, lists them, or counts them. */
function speaksSeveral({ languages }: CatalogueModel): boolean {
  return /,|\blanguages\b/.test(languages);
}
