// An answer's text as paragraphs of words and citation numbers.

export type AnswerPart = { kind: 'text'; text: string } | { kind: 'citation'; n: number };

const reference = /\s*\[(\d{1,4})\]/g;

/**
 * Cuts an answer at its `[n]`. A number that stands for none of `numbers` is words of the
 * document, not a citation, and stays text; null takes every number, as while the answer is
 * still being written and its citations are not known.
 */
export function answerParts(text: string, numbers: ReadonlySet<number> | null): AnswerPart[] {
  const parts: AnswerPart[] = [];
  let at = 0;
  for (const match of text.matchAll(reference)) {
    const n = Number(match[1]);
    if (numbers && !numbers.has(n)) continue;
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) });
    parts.push({ kind: 'citation', n });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/** The paragraphs of an answer, each in parts. */
export function answerParagraphs(
  text: string,
  numbers: ReadonlySet<number> | null,
): AnswerPart[][] {
  return text
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => answerParts(paragraph, numbers));
}
