// The order of passages that a reranker has read, out of its scores and those of the search.

/** What a reranker's score counts, against 1 for both together. */
const rerankShare = 0.7;
/** A passage that holds this part of the query's words holds most of what was asked. */
const exactShare = 0.5;
/** The best of those stays among the first so many. */
const exactPlaces = 3;

export interface Rerankable {
  score: number;
  explain: { keywordScore: number };
}

/**
 * Puts passages in order. A reranker reads query and passage together and sees more than the search
 * does, which is why it counts more; where it finds all alike, the order stays that of the search.
 * It does not know names and codes, though: the passage that holds most of the words, if it holds
 * most of what was asked, stays among the first three. What was not read comes after what was, in
 * its order.
 *
 * @param found the best first
 * @param scores 0 to 1 for each; null for what was not read
 */
export function blended<T extends Rerankable>(
  found: readonly T[],
  scores: readonly (number | null)[],
): T[] {
  const best = Math.max(...found.map(({ score }) => score), Number.MIN_VALUE);
  const valueOf = (one: T, rerank: number) =>
    rerankShare * rerank + (1 - rerankShare) * (one.score / best);
  const read = found
    .flatMap((one, i) => {
      const rerank = scores[i] ?? null;
      return rerank === null ? [] : [{ one, value: valueOf(one, rerank) }];
    })
    .toSorted((a, b) => b.value - a.value)
    .map(({ one }) => one);
  const unread = found.filter((_, i) => (scores[i] ?? null) === null);
  return withExactAbove([...read, ...unread]);
}

function withExactAbove<T extends Rerankable>(ordered: readonly T[]): T[] {
  const shareOf = ({ explain }: T) => explain.keywordScore;
  const most = Math.max(0, ...ordered.map(shareOf));
  const at = ordered.findIndex((one) => shareOf(one) === most);
  if (most < exactShare || at < exactPlaces) return [...ordered];
  const exact = ordered[at]!;
  return ordered.toSpliced(at, 1).toSpliced(exactPlaces - 1, 0, exact);
}
