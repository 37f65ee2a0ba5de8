// How a model is loaded, by the settings.
import type { ModelRole } from '../../shared/contract/models.ts';
import type { Settings } from '../../shared/contract/settings.ts';

/** What the inference process needs to load a model. */
export interface ModelUse {
  role: ModelRole;
  name: string;
  path: string;
  gpuLayers: number | 'auto';
  contextSize: number;
  flashAttention: boolean;
  kvCache: Settings['kvCache'];
  threads: number;
}

/**
 * Most tokens that models which read a text at once see: passages are shorter, and what such a
 * context needs grows with the square of its length.
 */
const longestRead = 2048;

export function useOf(
  role: ModelRole,
  { name, path }: { name: string; path: string },
  settings: Settings,
): ModelUse {
  const { gpuLayers, contextSize, flashAttention, kvCache, modelThreads } = settings;
  return {
    role,
    name,
    path,
    gpuLayers: gpuLayers < 0 ? 'auto' : gpuLayers,
    contextSize: role === 'chat' ? contextSize : Math.min(contextSize, longestRead),
    flashAttention,
    kvCache,
    threads: modelThreads,
  };
}
