// Exact phrases and exclusions, checked on what stands in a passage: the keyword index is
// stemmed, so that what it finds for “running shoes” may say “run shoe”.
import type { FoundChunk } from '../../store/index/search-reader.ts';
import { readable } from '../../text/chunk-text.ts';
import { fold, termsOf } from '../../text/terms.ts';
import type { ParsedQuery, Phrase } from '../query/parsed-query.ts';

export type Passage = Pick<FoundChunk, 'text' | 'format' | 'title' | 'headingPath'>;

/**
 * Makes the function that tells whether a passage holds every phrase of a query and nothing of
 * what it excludes; null if the query asks for neither. A phrase may stand in the text, in the
 * title or in a heading, not across them. An excluded single word goes in all its forms.
 */
export function passageTest(
  query: Pick<ParsedQuery, 'phrases' | 'excluded'>,
): ((passage: Passage) => boolean) | null {
  const wanted = query.phrases.map(({ text }) => spelled(text)).filter((text) => text !== ' ');
  const forbidden = query.excluded.filter(isPhrase).map(({ text }) => spelled(text));
  const terms = new Set(query.excluded.filter(not(isPhrase)).flatMap((one) => one.terms));
  if (wanted.length + forbidden.length + terms.size === 0) return null;
  return ({ text, format, title, headingPath }) => {
    const parts = [readable(text, format), title ?? '', ...headingPath];
    if (terms.size > 0 && parts.some((part) => holdsTerm(part, terms))) return false;
    const texts = wanted.length + forbidden.length > 0 ? parts.map(spelled) : [];
    const stands = (phrase: string) => texts.some((one) => one.includes(phrase));
    return wanted.every(stands) && !forbidden.some(stands);
  };
}

/** More than one term: its words must stand there as written, not only their stems. */
export function isPhrase({ terms }: Phrase): boolean {
  return terms.length > 1;
}

function not<T>(test: (value: T) => boolean): (value: T) => boolean {
  return (value) => !test(value);
}

function holdsTerm(text: string, terms: ReadonlySet<string>): boolean {
  for (const { term } of termsOf(text)) if (terms.has(term)) return true;
  return false;
}

const wordPattern = /[\p{L}\p{N}\p{M}]+/gu;
/** Where words have no spaces between them, each sign stands for itself. */
const unspaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}ー]/gu;

/** The folded words of a text with one space before, between and after them. */
function spelled(text: string): string {
  const words = text.match(wordPattern) ?? [];
  return ` ${words.map((word) => fold(word).replace(unspaced, ' $& ')).join(' ')} `.replace(
    / +/g,
    ' ',
  );
}
