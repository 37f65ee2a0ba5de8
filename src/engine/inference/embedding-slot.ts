// A loaded embedding model: texts to vectors.
import type { Llama, Token } from 'node-llama-cpp';
import type { LlamaLog } from './llama-log.ts';
import { contextSizeOf, loadedOf } from './loaded-model.ts';
import { chooseThreads } from './measure-threads.ts';
import { type OpenedModel, openModel } from './open-model.ts';
import type { Loaded, LoadRequest } from './protocol.ts';

export interface EmbeddingSlot {
  loaded(): Loaded;
  /**
   * The vector of a text, of any scale. A text that is longer than the model sees is split, and its
   * vector is that of all of its parts: nothing of it is cut off.
   *
   * @param prefix stands before the text, and before each part of it
   */
  embed(text: string, prefix?: string): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Tokens that stand around a text: the model's marks of its beginning and end. */
const around = 4;

export async function loadEmbedder(
  llama: Llama,
  request: LoadRequest,
  log: LlamaLog,
): Promise<EmbeddingSlot> {
  const opened = await openPooling(llama, request, log);
  const { model } = opened;
  const contextSize = contextSizeOf(model, request);
  const threads = await chooseThreads(llama, model, request);
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

  async function embed(text: string, prefix = ''): Promise<Float32Array> {
    const sum = new Float32Array(model.embeddingVectorSize);
    for (const part of partsOf(text, prefix)) {
      const { vector } = await context.getEmbeddingFor(part);
      const length = Math.hypot(...vector) || 1;
      // A part counts by its length.
      for (const [i, value] of vector.entries()) sum[i]! += (value / length) * part.length;
    }
    return sum;
  }

  return {
    loaded: () => loadedOf(opened, { contextSize, threads, dimensions: model.embeddingVectorSize }),
    embed,
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
): Promise<OpenedModel> {
  const opened = await openModel(llama, request, log);
  const { metadata } = opened.model.fileInfo;
  const { architecture } = metadata.general;
  const stated = metadata[architecture] as Stated | undefined;
  if (stated?.pooling_type) return opened;
  await opened.model.dispose();
  const looksBothWays = stated?.attention?.causal === false;
  const pooling_type = looksBothWays ? poolingTypes.mean : poolingTypes.last;
  return openModel(llama, request, log, { [architecture]: { pooling_type } });
}

/** The part of a file's facts that pooling goes by. */
interface Stated {
  pooling_type?: number;
  attention?: { causal?: boolean };
}

function split(tokens: Token[], most: number): Token[][] {
  if (tokens.length <= most) return tokens.length > 0 ? [tokens] : [];
  // Parts of the same length: a last one of three tokens would say little.
  const parts = Math.ceil(tokens.length / most);
  const length = Math.ceil(tokens.length / parts);
  return Array.from({ length: parts }, (_, i) => tokens.slice(i * length, (i + 1) * length));
}
