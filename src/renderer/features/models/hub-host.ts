import type { Settings } from '../../../shared/contract/settings.ts';

/** The host that models are downloaded from, for people. */
export function hubHost(settings: Settings | null): string {
  const mirror = settings?.hubMirror.trim() ?? '';
  return URL.parse(mirror)?.host || 'huggingface.co';
}
