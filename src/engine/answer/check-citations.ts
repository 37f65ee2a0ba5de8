// A citation that is shown was checked: its number is in the text and its quote is in the
// passage. Whatever wrote the answer, nothing else gets through.
import type { Draft, Passage, Quote } from '../answerer.ts';

export interface CheckedDraft {
  text: string;
  /** Quotes by their new numbers: 1 is the first. */
  quotes: { n: number; passage: number; start: number; end: number; quote: string }[];
}

const reference = /\s?\[(\d{1,3})\]/g;

/**
 * Drops quotes that name no text, references that name no quote, and quotes that nothing refers
 * to; numbers the rest in the order of the text.
 */
export function checkCitations(draft: Draft, passages: readonly Passage[]): CheckedDraft {
  const numbers = new Map<number, number>();
  const quotes: CheckedDraft['quotes'] = [];
  const text = draft.text.replace(reference, (whole, digits: string) => {
    const old = Number(digits);
    const known = numbers.get(old);
    if (known !== undefined) return whole.replace(digits, String(known));
    const quote = draft.quotes[old - 1];
    const words = quote && quotedText(quote, passages[quote.passage]);
    if (!quote || !words?.trim()) return '';
    const n = quotes.length + 1;
    numbers.set(old, n);
    const { passage, start, end } = quote;
    quotes.push({ n, passage, start, end, quote: words });
    return whole.replace(digits, String(n));
  });
  return { text, quotes };
}

/** The quote's words; null unless its range lies wholly in the passage. */
function quotedText({ start, end }: Quote, passage: Passage | undefined): string | null {
  if (!passage || !Number.isInteger(start) || !Number.isInteger(end)) return null;
  return start >= 0 && end <= passage.text.length ? passage.text.slice(start, end) : null;
}
