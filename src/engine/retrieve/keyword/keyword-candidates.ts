// The keyword side of a search: the chunks that hold most of what is asked, within bounds of time
// whatever words are asked for.
//
// Ranking by BM25 costs by the rows it ranks, and common words stand in hundreds of thousands. So
// only the rarest words bring candidates, as many as the bounds let (document-frequency pruning;
// Turtle and Flood, “Query evaluation: strategies and optimizations”, 1995, call the others
// non-essential). The best of these are scored again in full from their texts. If chunks that hold
// common words alone could still come near them, those that hold several of them are added.
// Where only common words are asked for, the newest of many chunks are ranked.
import type { Correction } from '../../../shared/contract/search.ts';
import type { WantedChunks } from '../../store/index/chunk-documents.ts';
import { mostBeside } from '../../store/index/keyword-reader.ts';
import type { ParsedQuery } from '../query/parsed-query.ts';
import { byPhrases } from './by-phrases.ts';
import { above, anyOf } from './expressions.ts';
import { type Slot, slotsOf } from './query-slots.ts';
import {
  createScorer,
  enough,
  type KeywordLimits,
  keywordLimits,
  type KeywordSource,
  ranked,
  type Scored,
  type Scorer,
  type Search,
  termsOf,
  walkable,
} from './ranked-search.ts';
import { missingShare, scoreBound, type WeighedTerm } from './weigh-terms.ts';

export interface KeywordCandidate {
  chunkId: number;
  /** How much of the query it holds, 0 to 1. */
  score: number;
}

export interface KeywordSide {
  /** Best first. */
  candidates: KeywordCandidate[];
  /** The terms that were searched, with their weights; those of corrected words too. */
  terms: WeighedTerm[];
  corrections: Correction[];
}

/** The results that are seen first: what cannot come among them need not be found. */
const seenFirst = 10;
/** How often a common word counts in a chunk that is about it; at most it would be k1 + 1. */
const typicalCount = 1.5;
/** Common words that are looked for together; more together hardly stand anywhere. */
const mostTogether = 3;
/**
 * @param wanted the chunks that count; null for all
 * @returns nothing where the query has neither words nor phrases
 */
export function keywordCandidates(
  source: KeywordSource,
  query: ParsedQuery,
  wanted: WantedChunks | null,
  limits: KeywordLimits = keywordLimits,
): KeywordSide {
  const sizes = source.keywords.sizes();
  const { chunks } = sizes;
  const { frequency } = source.keywords;
  const { vocabulary, wordList } = source;
  const slots = slotsOf(query, { chunks, frequency, vocabulary, wordList });
  const { found, corrections } = slots;
  const terms = found.flatMap(({ choices, weight }) =>
    choices.map((choice) => ({ term: choice.term, frequency: choice.frequency, weight })),
  );
  const nothing = { candidates: [], terms, corrections };
  if (wanted?.count === 0 || chunks === 0) return nothing;
  if (found.length === 0 && query.phrases.length === 0) return nothing;

  const known = found.map(({ asked, frequency: df, weight }) => ({
    term: asked,
    frequency: df,
    weight,
  }));
  const bound = scoreBound(known, missingShare(query.terms, known), chunks);
  const search: Search = { source, query, wanted, limits, slots: found };
  const scorer = createScorer(search);
  const scored = query.phrases.length > 0 ? byPhrases(search, scorer) : byWords(search, scorer);
  const candidates = scored
    .toSorted((a, b) => b.score - a.score || a.chunkId - b.chunkId)
    .slice(0, limits.returned)
    .map(({ chunkId, score }) => ({ chunkId, score: bound > 0 ? score / bound : 0 }));
  return { candidates, terms, corrections };
}

function byWords(search: Search, scorer: Scorer): Scored[] {
  const { source, wanted, limits, slots, query } = search;
  const { essential, others } = splitByCost(search);
  const exact =
    others.length === 0 &&
    query.excluded.length === 0 &&
    slots.every(({ choices }) => choices.length === 1 && choices[0]!.share === 1);
  if (exact) {
    // FTS5 has ranked all there is, in full.
    return source.keywords.best(anyOf(termsOf(essential)), limits.walked, limits.returned, wanted);
  }
  const scored = essential.length > 0 ? bestOf(search, scorer, essential, walkable(search)) : [];
  if (others.length === 0 || !mayMiss(scored, others)) return scored;
  const seen = new Set(scored.map(({ chunkId }) => chunkId));
  return [
    ...scored,
    ...byCommonWords(search, scorer, others).filter((one) => !seen.has(one.chunkId)),
  ];
}

/** The best chunks with any of the required words; the optional ones only tell them apart. */
function bestOf(
  search: Search,
  scorer: Scorer,
  required: readonly Slot[],
  optional: readonly Slot[],
): Scored[] {
  const beside = optional
    .filter((slot) => !required.includes(slot))
    .slice(0, mostBeside)
    .map((slot) => ({ expression: anyOf(termsOf([slot])), weight: slot.weight }));
  return ranked(search, scorer, { expression: anyOf(termsOf(required)), beside });
}

/** True if chunks without any of the essential words could be among the first results. */
function mayMiss(scored: readonly Scored[], others: readonly Slot[]): boolean {
  if (scored.length < enough) return true;
  const scores = scored.map(({ score }) => score).toSorted((a, b) => b - a);
  const threshold = scores[seenFirst - 1] ?? 0;
  const possible = others.reduce((sum, { weight }) => sum + weight * typicalCount, 0);
  return possible > threshold;
}

/**
 * Chunks with several common words, then with fewer, until there are enough. Where even those are
 * too many to be ranked, first those that stand below a heading with such words.
 */
function byCommonWords(search: Search, scorer: Scorer, common: readonly Slot[]): Scored[] {
  const { limits } = search;
  const found = new Map<number, Scored>();
  const add = (expression: string, cost: number): void => {
    for (const one of ranked(search, scorer, { expression, cost })) found.set(one.chunkId, one);
  };
  let left = limits.walked;
  for (let together = Math.min(mostTogether, common.length); together > 0; together--) {
    const some = common.slice(0, together);
    const cost = sumOf(some);
    // The rarest of them is always tried: one must be found alone, whatever it costs.
    if (cost > left && together > 1) continue;
    left -= cost;
    const expression = some.map((slot) => `(${anyOf(termsOf([slot]))})`).join(' AND ');
    if (together === 1 && some[0]!.frequency > limits.ranked) add(above(expression), cost);
    add(expression, cost);
    if (found.size >= enough) break;
  }
  return [...found.values()];
}

/** The rarest words as far as the bounds reach, and the others. */
function splitByCost({ slots, wanted, limits, source }: Search) {
  const { chunks } = source.keywords.sizes();
  const share = wanted ? wanted.count / chunks : 1;
  let sum = 0;
  const essential = slots.filter(({ frequency }) => {
    sum += frequency;
    return sum <= limits.walked && sum * share <= limits.ranked;
  });
  return { essential, others: slots.slice(essential.length) };
}

function sumOf(slots: readonly Slot[]): number {
  return slots.reduce((sum, { frequency }) => sum + frequency, 0);
}
