// Lets a reranking model read the best passages of a search, as many as the time reaches for.
import { isCancellation } from '../../../shared/errors.ts';
import type { Reranker } from '../../reranker.ts';
import { embeddingText } from '../../text/chunk-text.ts';
import type { Found } from '../searcher.ts';
import { blended } from './blend.ts';

/** Passages that are read at most; how many a search has to find for that. */
export const mostReranked = 24;
/** Passages of one request: what is being read when the time is over is lost. */
const atOnce = 4;

/**
 * @param found the best first
 * @param budgetMs milliseconds for reading; loading the model, when it rests, comes before that
 * @returns them in their new order, with `rerankScore` where they were read
 * @throws what the reranker throws; the signal's reason
 */
export async function rerank(
  query: string,
  found: readonly Found[],
  { reranker, budgetMs }: { reranker: Reranker; budgetMs: number },
  signal: AbortSignal,
): Promise<Found[]> {
  if (budgetMs <= 0 || found.length < 2) return [...found];
  // Nothing to read: it is loaded.
  await reranker.rank(query, [], budgetMs, signal);
  const scores = await scoresOf(
    query,
    found.slice(0, mostReranked),
    { reranker, budgetMs },
    signal,
  );
  const explained = found.map((one, i) => {
    const rerankScore = scores[i] ?? null;
    return rerankScore === null ? one : { ...one, explain: { ...one.explain, rerankScore } };
  });
  return blended(explained, scores);
}

async function scoresOf(
  query: string,
  found: readonly Found[],
  { reranker, budgetMs }: { reranker: Reranker; budgetMs: number },
  signal: AbortSignal,
): Promise<(number | null)[]> {
  const until = performance.now() + budgetMs;
  const scores: (number | null)[] = [];
  while (scores.length < found.length) {
    const left = until - performance.now();
    if (left <= 0) break;
    const texts = found
      .slice(scores.length, scores.length + atOnce)
      .map(({ headingPath, text, format }) =>
        embeddingText({ headings: headingPath, text, format }),
      );
    const late = AbortSignal.timeout(Math.ceil(left));
    try {
      const both = AbortSignal.any([signal, late]);
      scores.push(...(await reranker.rank(query, texts, left, both)));
    } catch (error) {
      signal.throwIfAborted();
      if (!late.aborted && !isCancellation(error)) throw error;
      break;
    }
  }
  return scores;
}
