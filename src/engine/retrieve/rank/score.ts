// One score out of the evidence. Rank fusion (RRF) lets a side that knows nothing push its noise
// up; here scores are calibrated, so that a side without an opinion stays silent. Weights were
// measured on dev sets in many languages.
import type { Evidence } from './evidence.ts';

/** How much shared trigrams count beside the words. */
const trigramWeight = 0.5;
/** How much an opinion counts for what the words bring, against what it counts on its own. */
const confirming = 1.5;
/** What a score is made of: the sum of the first three, before the rest of the document speaks. */
export interface ScoreParts {
  /** The part of the query's words that the passage holds, 0 to 1. */
  keyword: number;
  /** The same of its letter sequences, weighed. */
  trigram: number;
  /** What the embedder's opinion adds. */
  semantic: number;
  /** The opinion itself, 0 to 1. */
  opinion: number;
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
 * @param trigramShare the part of the query's trigrams that the passage holds, 0 to 1
 * @param opinion of its similarity, 0 to 1
 * @param weight how much the embedder's opinion counts
 * @param room for what speaks on its own, see `roomForMeaning`
 */
export function scoreParts(
  { keywordScore }: Evidence,
  trigramShare: number,
  opinion: number,
  weight: number,
  room: number,
): ScoreParts {
  const trigram = trigramWeight * trigramShare;
  // It confirms what the words say, and speaks on its own where they say little.
  const semantic = weight * opinion * (confirming * (keywordScore + trigram) + room);
  return { keyword: keywordScore, trigram, semantic, opinion };
}
