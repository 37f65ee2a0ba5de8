// What the two sides of a search say of each chunk, side by side.

export interface Ranked {
  chunkId: number;
  score: number;
}

/** Ranks count from 1; null: that side did not bring the chunk. */
export interface Evidence {
  keywordRank: number | null;
  /** The part of the query's words that the chunk holds, 0 to 1. */
  keywordScore: number;
  semanticRank: number | null;
  /** Cosine of the two vectors; 0 where there is none. */
  semanticScore: number;
}

/**
 * The chunks that either side brings. The keyword side's chunks get the semantic side's opinion
 * too: it knows of all of them, not only of those that it would have brought.
 *
 * @param keyword best first; scores are parts of the query held, 0 to 1
 * @param semantic best first; scores are cosines
 * @param similarities cosines of chunks that the keyword side brings
 */
export function gatherEvidence(
  keyword: readonly Ranked[],
  semantic: readonly Ranked[],
  similarities: ReadonlyMap<number, number>,
): Map<number, Evidence> {
  const evidence = new Map<number, Evidence>();
  for (const [place, { chunkId, score }] of keyword.entries()) {
    evidence.set(chunkId, {
      keywordRank: place + 1,
      keywordScore: score,
      semanticRank: null,
      semanticScore: similarities.get(chunkId) ?? 0,
    });
  }
  for (const [place, { chunkId, score }] of semantic.entries()) {
    const known = evidence.get(chunkId);
    if (known) known.semanticRank = place + 1;
    const ranked = { semanticRank: place + 1, semanticScore: score };
    evidence.set(chunkId, { keywordRank: null, keywordScore: 0, ...known, ...ranked });
  }
  return evidence;
}
