// A person's words read as a query. Forgiving where a search is still possible, and plain about
// what was not understood. Nothing of the raw query reaches the index's own syntax: only terms do.
import { maxQueryLength, type Range } from '../../../shared/contract/search.ts';
import { LorekeepError } from '../../../shared/errors.ts';
import { stopWordsOf } from '../../text/stop-words.ts';
import { fold, type Term, termsOf } from '../../text/terms.ts';
import { everyDocument } from '../../store/index/document-filter.ts';
import { createFilterReader } from './filter-reader.ts';
import type { ParsedQuery, Phrase } from './parsed-query.ts';
import type { ReadQuery } from './read-query.ts';
import { type Token, tokenize } from './tokens.ts';

export interface ParseOptions {
  /** What relative dates count from. */
  now: Date;
  /** The query is being typed: its last word or operator may be unfinished. */
  typing: boolean;
}

/** A query with more quotes and operators than this is a pasted text. */
export const mostOperators = 24;

/**
 * @throws LorekeepError QUERY_EMPTY if there is nothing to look for, QUERY_TOO_LONG,
 *   QUERY_ONLY_EXCLUDES, QUERY_DATE_UNCLEAR, QUERY_DATES_CONTRADICT, QUERY_TYPE_UNKNOWN,
 *   QUERY_SORT_UNKNOWN, QUERY_NOT_NEGATED
 */
export function parseQuery(text: string, options: ParseOptions): ReadQuery {
  if (text.length > maxQueryLength) {
    throw new LorekeepError('QUERY_TOO_LONG', { length: text.length, limit: maxQueryLength });
  }
  const tokens = tokenize(text);
  if (tokens.filter(isSpecial).length > mostOperators) return pasted(text);
  const last = tokens.at(-1);
  const open = options.typing && last && isOpen(last, text) ? last : null;
  if (!open) return read(text, tokens, options);
  const withoutIt = () => ({
    ...read(text.slice(0, open.start), tokens.slice(0, -1), options),
    unsettled: { start: open.start, end: open.end },
  });
  if (open.valueStart === open.valueEnd) return withoutIt();
  try {
    return read(text, tokens, options);
  } catch (error) {
    if (!(error instanceof LorekeepError)) throw error;
    return withoutIt();
  }
}

/** The same for a text that has no operators, whatever signs it holds. */
export function plainQuery(text: string): ParsedQuery {
  const all = { start: 0, end: text.length };
  const { terms, words } = wordsOf(text, [all]);
  if (words.length === 0) throw new LorekeepError('QUERY_EMPTY');
  return {
    text,
    terms,
    words,
    phrases: [],
    excluded: [],
    filter: everyDocument,
    unfinished: null,
    newestFirst: false,
  };
}

function isSpecial({ kind, negated }: Token): boolean {
  return kind !== 'words' || negated;
}

/** Whether an operator may go on: it ends where the query does, and no quote closes it. */
function isOpen({ kind, end, valueEnd }: Token, text: string): boolean {
  return kind !== 'words' && kind !== 'phrase' && end === text.length && valueEnd === end;
}

function pasted(text: string): ReadQuery {
  return {
    query: plainQuery(text),
    filters: [],
    notices: [
      { code: 'READ_AS_PLAIN', start: 0, end: text.length, params: { limit: mostOperators } },
    ],
    collections: [],
    onlyFilters: false,
    unsettled: null,
  };
}

function read(text: string, tokens: readonly Token[], options: ParseOptions): ReadQuery {
  const reader = createFilterReader(options.now);
  const phrases: Phrase[] = [];
  const excluded: Phrase[] = [];
  const free: Range[] = [];
  for (const token of tokens) {
    const value = { start: token.valueStart, end: token.valueEnd };
    const said = text.slice(value.start, value.end);
    if (token.kind !== 'words' && token.kind !== 'phrase') {
      const isTyped = options.typing && isOpen(token, text);
      if (!reader.read(token.kind, token, said, isTyped)) free.push(whole(token));
    } else if (token.negated) {
      if (addPhrase(excluded, said)) reader.note('exclude', token, said);
    } else if (token.kind === 'words' || (!token.closed && options.typing)) {
      free.push(value);
    } else if (addPhrase(phrases, said)) {
      free.push(value);
      reader.note('phrase', token, said);
      if (!token.closed) reader.tell('QUOTE_OPEN', token);
    }
  }
  const { filter, newestFirst, filters, notices, collections } = reader.result();
  const { terms, words, unfinished } = wordsOf(text, free);
  if (terms.length === 0 && filters.every(({ kind }) => kind === 'exclude')) {
    throw new LorekeepError(excluded.length > 0 ? 'QUERY_ONLY_EXCLUDES' : 'QUERY_EMPTY');
  }
  const asked = tokens.some(isSpecial)
    ? free.map(({ start, end }) => text.slice(start, end)).join(' ')
    : text;
  return {
    query: {
      text: terms.length > 0 ? asked.trim() : '',
      terms,
      words,
      phrases,
      excluded,
      filter,
      unfinished: options.typing ? unfinished : null,
      newestFirst,
    },
    filters,
    notices,
    collections,
    onlyFilters: terms.length === 0,
    unsettled: null,
  };
}

function whole({ start, end }: Token): Range {
  return { start, end };
}

/** Adds what has words in it; false if it has none. */
function addPhrase(to: Phrase[], text: string): boolean {
  const terms = [...termsOf(text)].map(({ term }) => term);
  if (terms.length > 0) to.push({ text, terms });
  return terms.length > 0;
}

interface Words {
  terms: string[];
  words: string[];
  /** The last word, if the query ends with it and it may be the beginning of a longer one. */
  unfinished: string | null;
}

/** Scripts whose terms are no beginnings of words. */
const unspaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

function wordsOf(text: string, ranges: readonly Range[]): Words {
  const found: (Term & { word: string })[] = [];
  for (const { start, end } of ranges) {
    const part = text.slice(start, end);
    for (const term of termsOf(part)) {
      found.push({
        term: term.term,
        word: part.slice(term.start, term.end),
        start: start + term.start,
        end: start + term.end,
      });
    }
  }
  const stopWords = stopWordsOf(found.map(({ word }) => word));
  const kept = found.filter(({ word }) => !stopWords.has(fold(word)));
  const last = kept.at(-1);
  const isOpen = last?.end === text.length && !unspaced.test(last.word);
  return {
    terms: [...new Set(kept.map(({ term }) => term))],
    words: [...new Set(kept.map(({ word }) => word))],
    unfinished: isOpen ? last.word : null,
  };
}
