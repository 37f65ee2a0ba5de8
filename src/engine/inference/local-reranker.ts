// A reranking model of this machine.
import type { Reranker } from '../reranker.ts';
import type { Inference } from './inference.ts';
import type { LoadRequest } from './protocol.ts';

export function localReranker(inference: Inference, request: LoadRequest): Reranker {
  return {
    name: request.name,
    rank: (query, texts, budgetMs, signal) =>
      inference.rank(request, query, texts, budgetMs, signal),
  };
}
