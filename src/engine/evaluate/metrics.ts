// Figures of retrieval quality with their uncertainty: a set of forty questions cannot tell two
// methods apart by a hair, and the interval says so.
import type { Estimate, RankScore, RetrievalScore } from '../../shared/contract/evaluate.ts';

/** Where the right thing came, from 1; null if it was not among those looked at. */
type Rank = number | null;

/** What one way of searching made of one question. */
export interface Outcome {
  rank: Rank;
  /** Place of the passage that holds the answer; undefined if no answer is given. */
  passageRank?: Rank;
  kind?: string | undefined;
  ms: number;
}

const considered = 10;

export function scoreOf(method: string, outcomes: readonly Outcome[]): RetrievalScore {
  const passages = outcomes.flatMap(({ passageRank }) =>
    passageRank === undefined ? [] : [passageRank],
  );
  const times = outcomes.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return {
    method,
    ...rankScore(outcomes.map(({ rank }) => rank)),
    passage: passages.length === 0 ? null : { questions: passages.length, ...rankScore(passages) },
    kinds: kindsOf(outcomes),
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
  };
}

function kindsOf(outcomes: readonly Outcome[]): RetrievalScore['kinds'] {
  const kinds = new Map<string, Rank[]>();
  for (const { kind, rank } of outcomes) {
    if (kind !== undefined) kinds.set(kind, [...(kinds.get(kind) ?? []), rank]);
  }
  return [...kinds]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, ranks]) => ({ kind, questions: ranks.length, ...rankScore(ranks) }));
}

function rankScore(ranks: readonly Rank[]): RankScore {
  const within = (most: number) => ranks.map((rank) => rank !== null && rank <= most);
  const gains = (gain: (rank: number) => number) =>
    ranks.map((rank) => (rank !== null && rank <= considered ? gain(rank) : 0));
  return {
    recallAt1: proportion(within(1)),
    recallAt5: proportion(within(5)),
    recallAt10: proportion(within(considered)),
    mrr: mean(gains((rank) => 1 / rank)),
    // One thing is right, so the best possible gain is 1 (Järvelin and Kekäläinen 2002).
    ndcg: mean(gains((rank) => 1 / Math.log2(rank + 1))),
  };
}

/** Wilson's score interval (Wilson 1927): right for few questions and near 0 and 1. */
export function proportion(hits: readonly boolean[]): Estimate {
  const n = hits.length;
  const value = hits.filter(Boolean).length / n;
  const z = 1.96;
  const centre = (value + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half =
    (z / (1 + (z * z) / n)) * Math.sqrt((value * (1 - value)) / n + (z * z) / (4 * n * n));
  return { value, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

const resamples = 1000;

/** Percentile bootstrap (Efron 1979), seeded so that the same run prints the same figures. */
function mean(values: readonly number[]): Estimate {
  const random = mulberry32(1);
  const means = Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[Math.floor(random() * values.length)]!;
    return sum / values.length;
  }).toSorted((a, b) => a - b);
  const value = values.reduce((sum, x) => sum + x, 0) / values.length;
  return { value, low: quantile(means, 0.025), high: quantile(means, 0.975) };
}

/** The value below which a part of the sorted list lies. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}

/** A small random generator with a seed (Tommy Ettinger's mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
