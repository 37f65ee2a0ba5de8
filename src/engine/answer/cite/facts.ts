// What of a sentence can be held against a passage: quoted words, numbers, dates, names.
import { type CalendarDate, datesIn } from './dates-in.ts';
import { type FoundName, namesIn } from './names-in.ts';
import { type FoundNumber, numbersIn } from './numbers-in.ts';
import { squash } from './source-words.ts';

export type Fact = { text: string; start: number; end: number } & (
  | { kind: 'quote'; parts: readonly string[] }
  | { kind: 'date'; dates: readonly CalendarDate[] }
  | { kind: 'number'; number: FoundNumber }
  | { kind: 'name'; name: FoundName }
);

/** A sentence is looked at up to here. */
const longestSentence = 4000;

const quotes =
  /“([^“”\n]{1,600})”|„([^“”„\n]{1,600})[“”]|«([^«»\n]{1,600})»|»([^«»\n]{1,600})«|「([^「」\n]{1,600})」|『([^『』\n]{1,600})』|(?<![\p{L}\p{N}])"(?=\S)([^"\n]{1,600})(?<=\S)"(?![\p{L}\p{N}])/gu;
const ellipsis = /\[?(?:…|\.{3,})\]?/;
/** Shorter quoted words are marked, not quoted. */
const leastQuote = 2;
/** What numbers the items of a list, and Markdown's signs. */
const marker = /^\s*(?:[-*+•>]\s+|\p{Nd}{1,3}[.)]\s+)*/u;
const signs = /[*_`#~|]|\]\([^()\s]{0,500}\)/g;
const mostWords = 3;

/** @param sentence without references, which are blank */
export function factsOf(sentence: string): Fact[] {
  const head = marker.exec(sentence)![0];
  // Offsets stay: what is taken out becomes space.
  const text = (' '.repeat(head.length) + sentence.slice(head.length, longestSentence)).replace(
    signs,
    (sign) => ' '.repeat(sign.length),
  );
  const facts: Fact[] = [];
  for (const match of text.matchAll(quotes)) {
    const words = match.slice(1).find((one) => one !== undefined)!;
    const parts = words
      .split(ellipsis)
      .map(squash)
      .filter((part) => part.length >= leastQuote);
    facts.push({
      kind: 'quote',
      text: match[0],
      start: match.index,
      end: match.index + match[0].length,
      parts,
    });
  }
  // What is quoted is compared as a whole.
  const isFree = ({ start, end }: { start: number; end: number }) =>
    !facts.some((fact) => start < fact.end && end > fact.start);
  for (const found of datesIn(text)) if (isFree(found)) facts.push({ kind: 'date', ...found });
  for (const name of namesIn(text, isGerman(text))) {
    if (isFree(name)) facts.push({ ...name, kind: 'name', name });
  }
  const numbers = numbersIn(text, true).filter(
    ({ isWord, unit, values }) => !isWord || (unit !== null && values[0]! >= mostWords),
  );
  // “1 000” is also found in parts.
  const widest = numbers.toSorted((a, b) => b.end - b.start - (a.end - a.start));
  for (const number of widest) {
    const { text: words, start, end } = number;
    if (isFree(number)) facts.push({ kind: 'number', text: words, start, end, number });
  }
  return facts.toSorted((a, b) => a.start - b.start);
}

const germanLetters = /[äöüß]/i;

/** German begins every noun with a capital. */
function isGerman(text: string): boolean {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return germanLetters.test(text) || words.some((word) => germanWords.has(word));
}

const germanWords = new Set(
  'der das und ist nicht mit für auf ein eine einen dem zum zur wird werden sind haben nach aus vom wir sie ich es kann auch laut pro bis oder seit ab'.split(
    ' ',
  ),
);
