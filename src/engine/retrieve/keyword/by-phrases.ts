// Searches for exact phrases. FTS5 finds the stems that follow each other, the texts tell the rest.
import { anyOf, both, inOrder } from './expressions.ts';
import {
  ranked,
  type Scored,
  type Scorer,
  type Search,
  termsOf,
  walkable,
} from './ranked-search.ts';

/** Chunks that hold all phrases; the query's other words only order them. */
export function byPhrases(search: Search, scorer: Scorer): Scored[] {
  const { query, source } = search;
  const phrases = query.phrases
    .filter(({ terms }) => terms.length > 0)
    .map(({ terms }) => `(${inOrder(cheapPart(terms, source.keywords.frequency))})`)
    .join(' AND ');
  if (phrases === '') return [];
  const inPhrases = new Set(query.phrases.flatMap(({ terms }) => terms));
  const free = walkable(search).filter(({ asked }) => !inPhrases.has(asked));
  const found = new Map<number, Scored>();
  // What holds the other words too comes first; a phrase alone is enough.
  const expressions = free.length > 0 ? [both(phrases, anyOf(termsOf(free))), phrases] : [phrases];
  for (const expression of expressions) {
    for (const one of ranked(search, scorer, { expression })) found.set(one.chunkId, one);
  }
  return [...found.values()];
}

/** Document frequencies of a phrase's terms that FTS5 may go through together. */
const phraseWalked = 250_000;

/**
 * The part of a phrase around its rarest term that does not cost too much to find; the texts tell
 * whether the rest stands there as well.
 */
function cheapPart(
  terms: readonly string[],
  frequency: (term: string) => number,
): readonly string[] {
  const counts = terms.map(frequency);
  let first = counts.indexOf(Math.min(...counts));
  let last = first;
  let sum = counts[first]!;
  for (;;) {
    const before = counts[first - 1] ?? Infinity;
    const after = counts[last + 1] ?? Infinity;
    sum += Math.min(before, after);
    // Two words at least: one alone says too little of where they stand together.
    if (sum === Infinity || (sum > phraseWalked && last > first)) break;
    if (before < after) first--;
    else last++;
  }
  return terms.slice(first, last + 1);
}
