// A loaded embedding model: texts to vectors.
import type { Llama, LlamaModel, Token } from 'node-llama-cpp';
import type { LlamaLog } from './llama-log.ts';
import { measureThreads } from './measure-threads.ts';
import { type OpenedModel, openModel } from './open-model.ts';
import type { Loaded, LoadRequest } from './protocol.ts';

export interface EmbeddingSlot {
  loaded(): Loaded;
  /**
   * The vectors of texts, int8 of any scale. A text that is longer than the model sees is split,
   * and its vector is that of all of its parts: nothing of it is cut off.
   *
   * @param prefix stands before each text, and before each part of one
   */
  embed(texts: readonly string[], prefix?: string): Promise<Int8Array[]>;
  countTokens(texts: readonly string[]): number[];
  dispose(): Promise<void>;
}

/** Tokens that stand around a text: the model's marks of its beginning and end. */
const around = 4;

export async function loadEmbedder(
  llama: Llama,
  request: LoadRequest,
  log: LlamaLog,
  signal: AbortSignal,
): Promise<EmbeddingSlot> {
  const { model, steppedDown } = await openPooling(llama, request, log, signal);
  const layers = model.fileInsights.totalLayers;
  const contextSize = Math.min(request.contextSize, model.trainContextSize || request.contextSize);
  const threads = request.threads || (await threadsFor(model, llama, signal));
  const context = await model.createEmbeddingContext({
    contextSize,
    // A text is read at once: models that look both ways cannot do it in parts.
    batchSize: contextSize,
    threads,
  });
  const most = contextSize - around;

  function partsOf(text: string, prefix: string): Token[][] {
    const whole = model.tokenize(prefix + text);
    if (text === '' || whole.length <= most) return split(whole, most);
    const before = model.tokenize(prefix);
    return split(model.tokenize(text), most - before.length).map((part) => [...before, ...part]);
  }

  async function embedOne(text: string, prefix: string): Promise<Int8Array> {
    const sum = new Float32Array(model.embeddingVectorSize);
    for (const part of partsOf(text, prefix)) {
      const { vector } = await context.getEmbeddingFor(part);
      const length = Math.hypot(...vector) || 1;
      // A part counts by its length.
      for (const [i, value] of vector.entries()) sum[i]! += (value / length) * part.length;
    }
    return quantise(sum);
  }

  return {
    loaded: () => ({
      contextSize,
      gpuLayers: model.gpuLayers,
      layers,
      threads,
      ram: model.memoryUsage.ram,
      vram: model.memoryUsage.vram,
      dimensions: model.embeddingVectorSize,
      steppedDown,
    }),
    async embed(texts, prefix = '') {
      const vectors: Int8Array[] = [];
      for (const text of texts) vectors.push(await embedOne(text, prefix));
      return vectors;
    },
    countTokens: (texts) => texts.map((text) => model.tokenize(text).length),
    async dispose() {
      await context.dispose();
      await model.dispose();
    },
  };
}

/** llama.cpp's `enum llama_pooling_type`: how the vectors of the tokens become one. */
const poolingTypes = { mean: 1, last: 3 } as const;

/**
 * Opens a model so that its tokens' vectors become one. Files that say nothing of that would give
 * the vector of their last token, which for a model that looks both ways is that of a mark: the
 * mean of all is what most of those were trained with.
 */
async function openPooling(
  llama: Llama,
  request: LoadRequest,
  log: LlamaLog,
  signal: AbortSignal,
): Promise<OpenedModel> {
  const opened = await openModel(llama, request, log, signal);
  const { metadata } = opened.model.fileInfo;
  const { architecture } = metadata.general;
  const stated = metadata[architecture] as Stated | undefined;
  if (stated?.pooling_type) return opened;
  await opened.model.dispose();
  const looksBothWays = stated?.attention?.causal === false;
  const pooling_type = looksBothWays ? poolingTypes.mean : poolingTypes.last;
  return openModel(llama, request, log, signal, { [architecture]: { pooling_type } });
}

/** The part of a file's facts that pooling goes by. */
interface Stated {
  pooling_type?: number;
  attention?: { causal?: boolean };
}

/** All on the GPU, threads do not count; models of sentences cannot be timed token by token. */
async function threadsFor(model: LlamaModel, llama: Llama, signal: AbortSignal): Promise<number> {
  if (model.gpuLayers >= model.fileInsights.totalLayers) return 1;
  return measureThreads(model, llama.cpuMathCores, signal);
}

function split(tokens: Token[], most: number): Token[][] {
  if (tokens.length <= most) return tokens.length > 0 ? [tokens] : [];
  // Parts of the same length: a last one of three tokens would say little.
  const parts = Math.ceil(tokens.length / most);
  const length = Math.ceil(tokens.length / parts);
  return Array.from({ length: parts }, (_, i) => tokens.slice(i * length, (i + 1) * length));
}

/** Scaled so that the largest number is ±127; all zeros for no text. */
function quantise(sum: Float32Array): Int8Array {
  const largest = sum.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = largest === 0 ? 0 : 127 / largest;
  return Int8Array.from(sum, (value) => Math.round(value * scale));
}
