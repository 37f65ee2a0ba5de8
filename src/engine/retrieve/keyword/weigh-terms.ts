// How much each term of a query says: its inverse document frequency, as FTS5's BM25 has it.

export interface WeighedTerm {
  term: string;
  /** Inverse document frequency; the rarer, the larger. 0 for a term that stands nowhere. */
  weight: number;
  /** In how many chunks it stands. */
  frequency: number;
}

/** FTS5's k1: the most that repeating a term can multiply its weight with is k1 + 1. */
const k1 = 1.2;
/** A long text pasted as a query is searched by its rarest terms. */
const mostTerms = 48;

/** The terms that stand in the index, at most 48, the rarest of them. */
export function weighTerms(
  terms: readonly string[],
  chunks: number,
  frequencyOf: (term: string) => number,
): WeighedTerm[] {
  const weighed = terms.map((term) => {
    const frequency = frequencyOf(term);
    return { term, frequency, weight: idf(frequency, chunks) };
  });
  return weighed
    .filter(({ frequency }) => frequency > 0)
    .toSorted((a, b) => a.frequency - b.frequency)
    .slice(0, mostTerms);
}

/** Robertson–Sparck Jones weight, floored as in FTS5 (sqlite.org/fts5.html, “bm25()”). */
export function idf(frequency: number, chunks: number): number {
  return Math.max(1e-6, Math.log((chunks - frequency + 0.5) / (frequency + 0.5)));
}

const bigram = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]{2}$/u;
/**
 * Bigrams that lie across words are found with nothing, so that even the right passage holds
 * about half of a query's bigrams: they count less in the bound, and those that stand nowhere
 * hardly. Keeps scores alike between scripts.
 */
const knownBigram = 0.6;
const missingBigram = 0.1;

/** How many of the asked terms stand nowhere, those counted less that mean less. */
export function missingShare(asked: readonly string[], found: readonly WeighedTerm[]): number {
  const known = new Set(found.map(({ term }) => term));
  return asked
    .filter((term) => !known.has(term))
    .reduce((sum, term) => sum + (bigram.test(term) ? missingBigram : 1), 0);
}

/**
 * The BM25 score that no chunk can exceed. Divided by it, a score says how much of the query a
 * chunk holds, which is comparable between queries; terms that stand nowhere count as missing.
 */
export function scoreBound(
  weighed: readonly WeighedTerm[],
  missing: number,
  chunks: number,
): number {
  const known = weighed.reduce(
    (sum, { term, weight }) => sum + weight * (bigram.test(term) ? knownBigram : 1),
    0,
  );
  return (known + missing * idf(0, chunks)) * (k1 + 1);
}
