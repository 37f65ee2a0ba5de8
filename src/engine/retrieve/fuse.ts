// Joins the rankings of both sides. Rank fusion (RRF) lets a side that knows nothing push its
// noise up; here scores are calibrated instead, so that a side without an opinion stays silent.
// The semantic side adds candidates that share no word with the query, and an opinion that
// counts as much as its embedder deserves.

export interface Ranked {
  chunkId: number;
  score: number;
}

export interface Candidate {
  chunkId: number;
  score: number;
  keywordRank: number | null;
  keywordScore: number;
  semanticRank: number | null;
  semanticScore: number;
}

/**
 * @param keyword best first; scores are parts of the query found, 0 to 1
 * @param semantic best first; cosines
 * @param weight the most that the semantic side adds to a score
 * @returns all candidates in no order
 */
export function fuse(
  keyword: readonly Ranked[],
  semantic: readonly Ranked[],
  weight: number,
): Candidate[] {
  const candidates = new Map<number, Candidate>();
  for (const [rank, { chunkId, score }] of keyword.entries()) {
    candidates.set(chunkId, {
      ...empty(chunkId),
      score,
      keywordRank: rank + 1,
      keywordScore: score,
    });
  }
  const spread = spreadOf(semantic);
  for (const [rank, { chunkId, score }] of semantic.entries()) {
    const candidate = candidates.get(chunkId) ?? empty(chunkId);
    candidate.semanticRank = rank + 1;
    candidate.semanticScore = score;
    candidate.score += weight * spread(score);
    candidates.set(chunkId, candidate);
  }
  return [...candidates.values()];
}

function empty(chunkId: number): Candidate {
  return {
    chunkId,
    score: 0,
    keywordRank: null,
    keywordScore: 0,
    semanticRank: null,
    semanticScore: 0,
  };
}

/** Where a score lies between the worst and the best of its list, 0 to 1. */
function spreadOf(list: readonly Ranked[]): (score: number) => number {
  const best = list[0]?.score ?? 0;
  const worst = list.at(-1)?.score ?? 0;
  const span = best - worst;
  return (score) => (span > 0 ? (score - worst) / span : 0);
}
