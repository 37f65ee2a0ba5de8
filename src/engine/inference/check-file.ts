// Whether llama.cpp takes a file: everything but its weights is read, which is where files differ.
import type { Llama } from 'node-llama-cpp';
import type { LlamaLog } from './llama-log.ts';

/** @returns what llama.cpp has against it, null for nothing */
export async function checkFile(
  llama: Llama,
  path: string,
  log: LlamaLog,
  signal: AbortSignal,
): Promise<string | null> {
  log.clear();
  try {
    const model = await llama.loadModel({
      modelPath: path,
      vocabOnly: true,
      gpuLayers: 0,
      loadSignal: signal,
    });
    await model.dispose();
    return null;
  } catch (error) {
    signal.throwIfAborted();
    return log.reason(error);
  }
}
