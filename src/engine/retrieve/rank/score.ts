// One score out of the evidence. Rank fusion (RRF) lets a side that knows nothing push its noise
// up; here scores are calibrated, so that a side without an opinion stays silent. Weights were
// measured on dev sets in many languages.
/** How much shared trigrams count beside the words. */
const trigramWeight = 0.5;
/** How much an opinion counts for what the words bring, against what it counts on its own. */
const confirming = 1.5;
/** What a score is made of: the sum of both, before the rest of the document speaks. */
export interface ScoreParts {
  /** For the words and letter sequences of the query that the passage holds. */
  held: number;
  /** For its nearness in meaning. */
  meaning: number;
}

/**
 * The embedder's opinion of a similarity, 0 to 1: 0 for what is no nearer than texts that have
 * nothing to do with each other.
 *
 * @param similarity cosine, −1 to 1
 * @param unrelated the cosine that this embedder gives to unrelated texts
 */
export function opinionOf(similarity: number, unrelated: number): number {
  return Math.max(0, similarity - unrelated) / (1 - unrelated);
}

/**
 * How far the embedder may speak for passages that hold few of the words, 0 to 1: not where some
 * passage holds most of what is asked, as names and codes then tell more than meanings.
 *
 * @param bestKeyword the largest keyword score among all candidates
 */
export function roomForMeaning(bestKeyword: number): number {
  const [open, closed] = [0.3, 0.5];
  return Math.min(1, Math.max(0, (closed - bestKeyword) / (closed - open)));
}

/**
 * @param keywordShare the part of the query's words that the passage holds, 0 to 1
 * @param trigramShare the same of its trigrams
 * @param opinion of its similarity, 0 to 1
 * @param weight how much the embedder's opinion counts
 * @param room for what speaks on its own, see `roomForMeaning`
 */
export function scoreParts(
  keywordShare: number,
  trigramShare: number,
  opinion: number,
  weight: number,
  room: number,
): ScoreParts {
  const held = keywordShare + trigramWeight * trigramShare;
  // It confirms what the words say, and speaks on its own where they say little.
  return { held, meaning: weight * opinion * (confirming * held + room) };
}
