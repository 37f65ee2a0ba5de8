// Opens a model's weights. Where memory does not reach for what was asked, less of it goes to the
// GPU, and that is told.
import {
  InsufficientMemoryError,
  type Llama,
  type LlamaModel,
  type LlamaModelOptions,
} from 'node-llama-cpp';
import { LorekeepError } from '../../shared/errors.ts';
import type { LlamaLog } from './llama-log.ts';
import type { Loaded, LoadRequest } from './protocol.ts';

export interface OpenedModel {
  model: LlamaModel;
  steppedDown: Loaded['steppedDown'];
}

/** Opening takes as long as the disk needs; a file that hangs llama.cpp's reader ends here. */
const longestMs = 10 * 60_000;
/** Each attempt puts this part of the layers on the GPU. */
const stepDown = 0.75;

/**
 * @param metadataOverrides what counts in place of what the file says, or does not say
 * @throws LorekeepError MODEL_NOT_LOADED with the reason
 */
export async function openModel(
  llama: Llama,
  request: LoadRequest,
  log: LlamaLog,
  metadataOverrides: LlamaModelOptions['metadataOverrides'] = {},
): Promise<OpenedModel> {
  const limit = AbortSignal.timeout(longestMs);
  const { path, name, gpuLayers: wanted, contextSize, role } = request;
  const fitContext = { contextSize, embeddingContext: role !== 'chat' };
  for (let layers = wanted; ;) {
    log.clear();
    try {
      const model = await llama.loadModel({
        modelPath: path,
        metadataOverrides,
        gpuLayers: layers === 'auto' ? { fitContext } : layers,
        defaultContextFlashAttention: request.flashAttention && 'auto',
        loadSignal: limit,
      });
      const isLess = typeof wanted === 'number' && model.gpuLayers < wanted && llama.gpu !== false;
      const given = model.gpuLayers;
      return { model, steppedDown: isLess ? [{ what: 'gpuLayers', wanted, given }] : [] };
    } catch (error) {
      if (isMemory(error) && typeof layers === 'number' && layers > 0) {
        layers = Math.floor(layers * stepDown);
        continue;
      }
      const reason = limit.aborted ? 'it could not be read in time' : await log.reason(error);
      throw new LorekeepError('MODEL_NOT_LOADED', { name, reason }, error);
    }
  }
}

export function isMemory(error: unknown): boolean {
  return error instanceof InsufficientMemoryError;
}
