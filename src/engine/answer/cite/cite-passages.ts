// From the numbers that a model writes to quotes: which words of the passage a statement rests on.
// The model names a passage; what in it shares most with the statement is quoted.
import type { Passage, Quote } from '../../answerer.ts';
import { sentencesOf } from '../sentences.ts';
import { chooseWords } from './choose-words.ts';
import { type PassageParts, passageParts } from './passage-parts.ts';
import { referencesIn } from './scan-references.ts';

export interface Cited {
  /** The text, its references pointing at the quotes, counted from 1. */
  text: string;
  quotes: Quote[];
}

/** A statement is the end of what stands before its reference; more of it is not looked at. */
const longestStatement = 1500;
/** Further references take a quote of the same passage that is there. */
const mostQuotes = 500;
/** A reference after so little belongs to the sentence before it. */
const hasWords = /[\p{L}\p{N}]{2}|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;

/**
 * @param text with `[n]` or `[n, m]` for passages counted from 1; numbers of passages that were not
 *   given are dropped
 */
export function citePassages(text: string, passages: readonly Passage[]): Cited {
  const book = new QuoteBook(passages);
  let said = '';
  let statement = '';
  const cited = referencesIn(text).map((piece) => {
    if (piece.numbers === null) {
      said += piece.text;
      return piece.text;
    }
    // References in a row belong to the same words.
    if (hasWords.test(said)) statement = lastSentence(said);
    said = '';
    const space = /^\s?/.exec(piece.text)![0];
    const found = piece.numbers.map((n) => book.quote(n - 1, statement)).filter((n) => n !== null);
    return [...new Set(found)].map((n) => `${space}[${n}]`).join('');
  });
  return { text: cited.join(''), quotes: book.quotes };
}

/** What was quoted so far; each passage is cut once, and each statement looked up once. */
class QuoteBook {
  readonly quotes: Quote[] = [];
  readonly #passages: readonly Passage[];
  readonly #parts = new Map<number, PassageParts>();
  readonly #looked = new Map<string, number | null>();
  readonly #numbers = new Map<string, number>();
  /** The latest quote of each passage. */
  readonly #latest = new Map<number, number>();

  constructor(passages: readonly Passage[]) {
    this.#passages = passages;
  }

  /** The number of the quote for a statement; null for a passage that is not there or empty. */
  quote(passage: number, statement: string): number | null {
    const text = this.#passages[passage]?.text;
    if (text === undefined) return null;
    const key = `${passage} ${statement}`;
    const known = this.#looked.get(key);
    if (known !== undefined) return known;
    const latest = this.#latest.get(passage);
    if (this.quotes.length >= mostQuotes) return latest ?? null;
    const parts = this.#parts.get(passage) ?? passageParts(text);
    this.#parts.set(passage, parts);
    const range = chooseWords(text, parts, statement);
    const n = range && this.#numberOf({ passage, start: range.start, end: range.end });
    this.#looked.set(key, n);
    if (n !== null) this.#latest.set(passage, n);
    return n;
  }

  #numberOf(quote: Quote): number {
    const key = `${quote.passage}:${quote.start}-${quote.end}`;
    const n = this.#numbers.get(key) ?? this.quotes.push(quote);
    this.#numbers.set(key, n);
    return n;
  }
}

/** What a reference belongs to; after a full stop it is the sentence before it. */
function lastSentence(text: string): string {
  const near = text.slice(-longestStatement);
  const last = sentencesOf(near).at(-1);
  return last ? near.slice(last.start, last.end) : near;
}
