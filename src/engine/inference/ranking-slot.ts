// A loaded reranking model: how well passages fit a query, each read together with it.
import type { Llama } from 'node-llama-cpp';
import type { LlamaLog } from './llama-log.ts';
import { measureThreads } from './measure-threads.ts';
import { openModel } from './open-model.ts';
import type { Loaded, LoadRequest } from './protocol.ts';

export interface RankingSlot {
  loaded(): Loaded;
  /**
   * @param budgetMs after which no further text is begun
   * @returns 0 to 1 for each text; null for those that the time did not reach
   */
  rank(query: string, texts: readonly string[], budgetMs: number): Promise<(number | null)[]>;
  dispose(): Promise<void>;
}

export async function loadReranker(
  llama: Llama,
  request: LoadRequest,
  log: LlamaLog,
  signal: AbortSignal,
): Promise<RankingSlot> {
  const { model, steppedDown } = await openModel(llama, request, log, signal);
  const layers = model.fileInsights.totalLayers;
  const contextSize = Math.min(request.contextSize, model.trainContextSize || request.contextSize);
  const onGpu = model.gpuLayers >= layers;
  const threads =
    request.threads || (onGpu ? 1 : await measureThreads(model, llama.cpuMathCores, signal));
  const context = await model.createRankingContext({
    contextSize,
    batchSize: contextSize,
    threads,
  });
  return {
    loaded: () => ({
      contextSize,
      gpuLayers: model.gpuLayers,
      layers,
      threads,
      ram: model.memoryUsage.ram,
      vram: model.memoryUsage.vram,
      dimensions: 0,
      steppedDown,
    }),
    async rank(query, texts, budgetMs) {
      const until = performance.now() + budgetMs;
      const scores: (number | null)[] = [];
      for (const text of texts) {
        const late = performance.now() > until;
        scores.push(late ? null : await context.rank(query, text, { onOverflow: 'maxChunk' }));
      }
      return scores;
    },
    async dispose() {
      await context.dispose();
      await model.dispose();
    },
  };
}
