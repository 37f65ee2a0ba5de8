// Where memory does not reach. No machine of the tests has a GPU: what llama.cpp would say of one is
// said by a stand-in; the contexts are those of real models.
import { InsufficientMemoryError, type Llama, type LlamaModelOptions } from 'node-llama-cpp';
import { expect, test } from 'vitest';
import { createLlamaLog } from '../../../src/engine/inference/llama-log.ts';
import { openModel } from '../../../src/engine/inference/open-model.ts';
import { loading } from '../../support/inference.ts';

/** A GPU with room for so many layers of a model. */
function gpuWith(room: number) {
  const tried: LlamaModelOptions['gpuLayers'][] = [];
  const llama = {
    gpu: 'vulkan',
    async loadModel({ gpuLayers }: LlamaModelOptions) {
      tried.push(gpuLayers);
      if (typeof gpuLayers === 'number' && gpuLayers > room) {
        throw new InsufficientMemoryError('not enough VRAM');
      }
      return Promise.resolve({ gpuLayers: typeof gpuLayers === 'number' ? gpuLayers : room });
    },
  };
  return { llama: llama as unknown as Llama, tried };
}

const { signal } = new AbortController();
const open = (llama: Llama, gpuLayers: number | 'auto') =>
  openModel(llama, { ...loading('chat', '/m.gguf'), gpuLayers }, createLlamaLog(), signal);

test('too many layers for the GPU: fewer are tried until they fit, and that is told', async () => {
  const { llama, tried } = gpuWith(14);
  const { steppedDown, model } = await open(llama, 32);
  expect(tried).toEqual([32, 24, 18, 13]);
  expect(model.gpuLayers).toBe(13);
  expect(steppedDown).toEqual([{ what: 'gpuLayers', wanted: 32, given: 13 }]);
});

test('as many as fit is nobody’s wish cut short', async () => {
  const { llama } = gpuWith(14);
  expect((await open(llama, 'auto')).steppedDown).toEqual([]);
});

test('a failure of another kind is told at once, with llama.cpp’s reason', async () => {
  const log = createLlamaLog();
  const llama = {
    gpu: 'vulkan',
    loadModel() {
      log.record('error', 'llama_model_load: error loading model: tensor is missing');
      return Promise.reject(new Error('Failed to load model'));
    },
  } as unknown as Llama;
  const request = { ...loading('chat', '/m.gguf'), gpuLayers: 32 };
  await expect(openModel(llama, request, log, signal)).rejects.toMatchObject({
    code: 'MODEL_NOT_LOADED',
    params: { reason: 'tensor is missing' },
  });
});
