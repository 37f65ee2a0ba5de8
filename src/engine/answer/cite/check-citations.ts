// A citation that is shown was checked: its number is in the text and its quote is in the
// passage. Whatever wrote the answer, nothing else gets through.
import type { Draft, Passage, Quote } from '../../answerer.ts';
import { referencesIn } from './scan-references.ts';

export interface CheckedDraft {
  text: string;
  /** Quotes by their new numbers: 1 is the first. */
  quotes: { n: number; passage: number; start: number; end: number; quote: string }[];
}

/** In any other form they are words of a document that is quoted. */
const plain = /^\s?\[\d{1,3}\]$/;

/**
 * Drops quotes that name no text, references that name no quote, and quotes that nothing refers
 * to; numbers the rest in the order of the text.
 */
export function checkCitations(
  draft: Pick<Draft, 'text' | 'quotes'>,
  passages: readonly Passage[],
): CheckedDraft {
  const numbers = new Map<number, number>();
  const quotes: CheckedDraft['quotes'] = [];
  const numberOf = (old: number): number | null => {
    const known = numbers.get(old);
    if (known !== undefined) return known;
    const quote = draft.quotes[old - 1];
    const words = quote && quotedText(quote, passages[quote.passage]);
    if (!quote || !words?.trim()) return null;
    const n = quotes.length + 1;
    numbers.set(old, n);
    const { passage, start, end } = quote;
    quotes.push({ n, passage, start, end, quote: words });
    return n;
  };
  const parts = referencesIn(draft.text).map((piece) => {
    if (piece.numbers === null || !plain.test(piece.text)) return piece.text;
    const space = /^\s?/.exec(piece.text)![0];
    const known = piece.numbers.map(numberOf).filter((n) => n !== null);
    return known.map((n) => `${space}[${n}]`).join('');
  });
  return { text: parts.join(''), quotes };
}

/** The quote's words; null unless its range lies wholly in the passage. */
function quotedText({ start, end }: Quote, passage: Passage | undefined): string | null {
  if (!passage || !Number.isInteger(start) || !Number.isInteger(end)) return null;
  return start >= 0 && end <= passage.text.length ? passage.text.slice(start, end) : null;
}
