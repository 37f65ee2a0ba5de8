// Where memory does not reach. No machine of the tests has a GPU: what llama.cpp would say of one is
// said by a stand-in; the contexts are those of real models.
import {
  InsufficientMemoryError,
  type Llama,
  type LlamaModel,
  type LlamaModelOptions,
} from 'node-llama-cpp';
import { expect, test } from 'vitest';
import type { Generated } from '../../../src/engine/generator.ts';
import { createContextKeeper } from '../../../src/engine/inference/chat-context.ts';
import type { InferenceCalls } from '../../../src/engine/inference/inference.entry.ts';
import { createLlamaLog } from '../../../src/engine/inference/llama-log.ts';
import { openModel } from '../../../src/engine/inference/open-model.ts';
import type { Loaded } from '../../../src/engine/inference/protocol.ts';
import { sentenceOf } from '../../../src/shared/texts/format.ts';
import { asking, loading, said, startInference } from '../../support/inference.ts';
import { standInProcess } from '../../support/stand-in-process.ts';

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

const open = (llama: Llama, gpuLayers: number | 'auto') =>
  openModel(llama, { ...loading('chat', '/m.gguf'), gpuLayers }, createLlamaLog());

test('too many layers for the GPU: fewer are tried until they fit, and that is told', async () => {
  const { llama, tried } = gpuWith(14);
  const { steppedDown, model } = await open(llama, 32);
  expect(tried).toEqual([32, 24, 18, 13]);
  expect(model.gpuLayers).toBe(13);
  expect(steppedDown).toEqual([{ what: 'gpuLayers', wanted: 32, given: 13 }]);
});

test('a model that no memory holds: refused with what to do', async () => {
  const { llama, tried } = gpuWith(-1);
  const error: unknown = await open(llama, 3).catch((reason: unknown) => reason);
  expect(tried).toEqual([3, 2, 1, 0]);
  expect(sentenceOf(error)).toBe(
    '“m” could not be loaded: not enough VRAM. Choose a smaller model or fewer GPU layers, or add the file again.',
  );
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
  await expect(openModel(llama, request, log)).rejects.toMatchObject({
    code: 'MODEL_NOT_LOADED',
    params: { reason: 'tensor is missing' },
  });
});

/** A model on a machine whose memory holds contexts up to a size that may change. */
function memoryFor(room: { tokens: number }): LlamaModel {
  return {
    trainContextSize: 8192,
    createContext({ contextSize }: { contextSize: number }) {
      if (contextSize > room.tokens) throw new InsufficientMemoryError('not enough memory');
      return Promise.resolve({
        contextSize,
        disposed: false,
        getSequence: () => null,
        dispose: () => Promise.resolve(),
      });
    },
  } as unknown as LlamaModel;
}

test('a context that adapters need later may be smaller than the first, and that is told once', async () => {
  const room = { tokens: 8192 };
  const steppedDown: Loaded['steppedDown'] = [];
  const opened = { model: memoryFor(room), steppedDown };
  const keeper = createContextKeeper(opened, loading('chat', '/m.gguf', 8192), 1, createLlamaLog());
  const size = async (scale: number) => {
    const context = await keeper.with([{ name: 'tone', path: '/tone.gguf', scale }]);
    return context.context.contextSize;
  };
  expect((await keeper.with([])).context.contextSize).toBe(8192);
  expect(steppedDown).toEqual([]);
  room.tokens = 5000;
  expect(await size(1)).toBe(4096);
  expect(steppedDown).toEqual([{ what: 'contextSize', wanted: 8192, given: 4096 }]);
  // None at all: refused, and nothing is smaller for it afterwards.
  room.tokens = 100;
  await expect(size(0.5)).rejects.toMatchObject({ code: 'MODEL_NOT_LOADED' });
  room.tokens = 2048;
  expect(await size(0.5)).toBe(2048);
  expect(steppedDown).toEqual([{ what: 'contextSize', wanted: 8192, given: 2048 }]);
});

test('a context that became smaller while answering is what is told from then on', async () => {
  const whole: Loaded = {
    contextSize: 8192,
    gpuLayers: 0,
    layers: 2,
    threads: 1,
    ram: 1,
    vram: 0,
    dimensions: 0,
    steppedDown: [],
  };
  const less: Loaded = {
    ...whole,
    contextSize: 4096,
    steppedDown: [{ what: 'contextSize', wanted: 8192, given: 4096 }],
  };
  let now = whole;
  const done = { reason: 'end', writtenTokens: 1 } as Generated;
  const functions: Partial<Record<keyof InferenceCalls, () => unknown>> = {
    open: () => ({}),
    load: () => now,
    loaded: () => now,
    generate: () => {
      now = less;
    },
    next: () => ({ text: 'Yes.', done }),
  };
  const { inference } = startInference({ startProcess: () => standInProcess(functions) });
  const request = loading('chat', '/m.gguf', 8192);
  const { signal } = new AbortController();
  expect((await inference.load(request, signal)).contextSize).toBe(8192);
  await said(inference.generate(request, asking('Hello'), signal));
  expect(await inference.load(request, signal)).toEqual(less);
  expect(inference.status().chat?.loaded).toEqual(less);
});
