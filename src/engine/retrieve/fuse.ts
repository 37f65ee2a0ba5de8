// Joins both sides' rankings. Rank fusion (RRF) lets a side that knows nothing push its noise up;
// here scores are calibrated instead: the keyword side counts by how much of the query it found,
// the semantic side adds at most a fixed part, and adds nothing where it makes no difference.

export interface Candidate {
  chunkId: number;
  score: number;
  keywordRank: number | null;
  keywordScore: number;
  semanticRank: number | null;
  semanticScore: number;
}

interface Ranked {
  chunkId: number;
  score: number;
}

/** The most that the semantic side adds to a keyword score of 0 to 1. Measured on dev sets. */
export const semanticWeight = 0.2;

/**
 * @param keyword by score, best first; scores are parts of the query found, 0 to 1
 * @param semantic by cosine, best first
 * @returns all candidates, best first
 */
export function fuse(
  keyword: readonly Ranked[],
  semantic: readonly Ranked[],
  weight: number = semanticWeight,
): Candidate[] {
  const candidates = new Map<number, Candidate>();
  for (const [rank, { chunkId, score }] of keyword.entries()) {
    candidates.set(chunkId, {
      chunkId,
      score,
      keywordRank: rank + 1,
      keywordScore: score,
      semanticRank: null,
      semanticScore: 0,
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
  // Ties go to the older chunk, so that the same search gives the same order.
  return [...candidates.values()].toSorted((a, b) => b.score - a.score || a.chunkId - b.chunkId);
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
