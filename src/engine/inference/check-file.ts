// Whether llama.cpp takes a file: everything but its weights is read, which is where files differ.
// Whoever asks ends the process if that takes too long.
import type { Llama } from 'node-llama-cpp';
import type { LlamaLog } from './llama-log.ts';

/** @returns what llama.cpp has against it, null for nothing */
export async function checkFile(llama: Llama, path: string, log: LlamaLog): Promise<string | null> {
  log.clear();
  try {
    const model = await llama.loadModel({ modelPath: path, vocabOnly: true, gpuLayers: 0 });
    await model.dispose();
    return null;
  } catch (error) {
    return log.reason(error);
  }
}
