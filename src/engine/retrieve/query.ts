// A person's words made into what the index understands. Nothing of the raw query reaches FTS5's
// syntax: only terms do, each in quotes.
import { maxQueryLength } from '../../shared/contract/search.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { stopWordsOf } from '../text/stop-words.ts';
import { fold, termsOf } from '../text/terms.ts';

export interface Query {
  text: string;
  /** Distinct terms in order, stop words dropped. */
  terms: string[];
  /** The words they were made from, as typed. */
  words: string[];
}

/**
 * @throws LorekeepError QUERY_EMPTY if it holds no word, QUERY_TOO_LONG
 */
export function parseQuery(text: string): Query {
  if (text.length > maxQueryLength) {
    throw new LorekeepError('QUERY_TOO_LONG', { length: text.length, limit: maxQueryLength });
  }
  const words = [...termsOf(text)].map(({ term, start, end }) => ({
    term,
    word: text.slice(start, end),
  }));
  if (words.length === 0) throw new LorekeepError('QUERY_EMPTY');
  const stopWords = stopWordsOf(words.map(({ word }) => word));
  const kept = words.filter(({ word }) => !stopWords.has(fold(word)));
  return {
    text,
    terms: [...new Set(kept.map(({ term }) => term))],
    words: [...new Set(kept.map(({ word }) => word))],
  };
}

/** An FTS5 expression that matches chunks with any of the terms. */
export function matchAny(terms: readonly string[]): string {
  return terms.map((term) => `"${term}"`).join(' OR ');
}
