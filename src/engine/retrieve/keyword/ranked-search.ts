// The parts that every keyword search is made of: what it may cost, and its best chunks scored from
// their texts.
import type { WantedChunks } from '../../store/index/chunk-documents.ts';
import type { Beside, KeywordReader } from '../../store/index/keyword-reader.ts';
import type { Vocabulary } from '../../store/index/vocabulary.ts';
import type { ParsedQuery, Phrase } from '../query/parsed-query.ts';
import { inOrder, without } from './expressions.ts';
import { isPhrase, passageTest } from './passage-test.ts';
import type { Slot } from './query-slots.ts';
import { type MeasuredChunk, termCounter } from './score-text.ts';
import type { WordList } from './word-list.ts';

export interface KeywordSource {
  keywords: KeywordReader;
  vocabulary: Vocabulary;
  wordList: WordList;
  /** Chunks by id with their lengths in terms, in no order; those that are gone are left out. */
  measuredChunks(ids: readonly number[]): MeasuredChunk[];
}

/** What a search may cost, in rows. */
export interface KeywordLimits {
  /** Ranked by BM25 in one go. */
  ranked: number;
  /** Gone through in one go: sums of document frequencies. */
  walked: number;
  /** Scored from their texts in one go. */
  read: number;
  returned: number;
}

export const keywordLimits: KeywordLimits = {
  ranked: 5_000,
  walked: 120_000,
  read: 120,
  returned: 100,
};

/** Fewer candidates than this, and those that hold common words alone are looked for too. */
export const enough = 30;
/** How many are read for each result where the texts decide, in steps. */
const deeper = [1, 4, 16];

/** One search and what it may use. */
export interface Search {
  source: KeywordSource;
  query: ParsedQuery;
  wanted: WantedChunks | null;
  limits: KeywordLimits;
  slots: readonly Slot[];
}

/** A chunk with its BM25. */
export interface Scored {
  chunkId: number;
  score: number;
}

/** Scores chunks in full from their texts; those that the query's phrases rule out are left out. */
export type Scorer = (ids: readonly number[]) => Scored[];

export function createScorer({ source, query, slots }: Search): Scorer {
  const test = passageTest(query);
  const terms = termsOf(slots);
  const places = new Map(terms.map((term, place) => [term, place]));
  const count = termCounter(terms, source.keywords.sizes());
  return (ids) =>
    source
      .measuredChunks(ids)
      .filter((chunk) => test === null || test(chunk))
      .map((chunk) => {
        const counts = count(chunk);
        let score = 0;
        for (const { choices, weight } of slots) {
          const each = choices.map(({ term, share }) => share * counts[places.get(term)!]!);
          score += weight * Math.max(...each);
        }
        return { chunkId: chunk.chunkId, score };
      });
}

/** Chunks to look for. */
interface Matching {
  expression: string;
  /** Chunks of all its terms, counted: FTS5 goes through them before it ranks the first. */
  cost?: number;
  beside?: readonly Beside[];
}

/**
 * The best of what an expression matches, or the newest where even counting costs too much, scored from the texts. Where these rule out most of
 * them, more are read.
 */
export function ranked(
  search: Search,
  scorer: Scorer,
  { expression, cost = 0, beside }: Matching,
): Scored[] {
  const { source, wanted, limits, query } = search;
  const narrowed = withoutExcluded(
    expression,
    query.excluded.filter((one) => !isPhrase(one)),
  );
  let scored: Scored[] = [];
  for (const step of deeper) {
    const limit = limits.read * step;
    const matches =
      cost > limits.walked
        ? source.keywords.newest(narrowed, limit, wanted)
        : idsOf(source.keywords.best(narrowed, limits.ranked, limit, wanted, beside));
    scored = scorer(matches);
    if (scored.length >= enough || matches.length < limit) return scored;
  }
  const phrases = query.excluded.filter(isPhrase);
  if (phrases.length === 0) return scored;
  // Nearly all hold an excluded phrase: its stems are excluded instead.
  const strict = withoutExcluded(narrowed, phrases);
  const matches = source.keywords.best(strict, limits.ranked, limits.read, wanted);
  const known = new Set(idsOf(scored));
  return [...scored, ...scorer(idsOf(matches).filter((id) => !known.has(id)))];
}

function idsOf(chunks: readonly { chunkId: number }[]): number[] {
  return chunks.map(({ chunkId }) => chunkId);
}

function withoutExcluded(expression: string, excluded: readonly Phrase[]): string {
  const parts = excluded.filter(({ terms }) => terms.length > 0).map(({ terms }) => inOrder(terms));
  return parts.length > 0 ? without(expression, parts.join(' OR ')) : expression;
}

/** The words that can be gone through in full, rarest first. */
export function walkable({ slots, limits }: Search): Slot[] {
  let sum = 0;
  return slots.filter(({ frequency }) => (sum += frequency) <= limits.walked);
}

/** The terms of all their choices, each once. */
export function termsOf(slots: readonly Slot[]): string[] {
  return [...new Set(slots.flatMap(({ choices }) => choices.map(({ term }) => term)))];
}
