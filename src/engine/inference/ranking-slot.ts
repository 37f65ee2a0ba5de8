// A loaded reranking model: how well passages fit a query, each read together with it.
import type { Llama } from 'node-llama-cpp';
import type { LlamaLog } from './llama-log.ts';
import { contextSizeOf, loadedOf } from './loaded-model.ts';
import { chooseThreads } from './measure-threads.ts';
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
): Promise<RankingSlot> {
  const opened = await openModel(llama, request, log);
  const { model } = opened;
  const contextSize = contextSizeOf(model, request);
  const threads = await chooseThreads(llama, model, request);
  const context = await model.createRankingContext({
    contextSize,
    batchSize: contextSize,
    threads,
  });
  return {
    loaded: () => loadedOf(opened, { contextSize, threads }),
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
