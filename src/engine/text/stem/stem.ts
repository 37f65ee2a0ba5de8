// What a word comes down to, so that its other forms find it. How is told by its script alone:
// text and query then always agree, however short the query is.
import { stemArabic } from './arabic.ts';
import { stemCyrillic } from './cyrillic.ts';
import { stemDevanagari } from './devanagari.ts';
import { stemGreek } from './greek.ts';
import { stemLatin } from './latin.ts';

/** From a first UTF-16 unit to the one before the next line's. */
const scripts: readonly [number, (folded: string) => string][] = [
  [0x0000, stemLatin],
  [0x0250, whole],
  [0x0370, stemGreek],
  [0x0400, stemCyrillic],
  [0x0530, whole],
  [0x0600, stemArabic],
  [0x0700, whole],
  [0x0900, stemDevanagari],
  [0x0980, whole],
];

/**
 * @param folded a word that `fold` made
 * @returns never empty
 */
export function stem(folded: string): string {
  const word = withAsciiDigits(folded);
  const first = word.charCodeAt(0);
  return scripts.findLast(([from]) => first >= from)![1](word);
}

function whole(word: string): string {
  return word;
}

const foreignDigit = /[^\P{Nd}0-9]/gu;

/** “٢٠٢٤” → “2024”. Digits of a script follow each other in Unicode, ten by ten. */
export function withAsciiDigits(word: string): string {
  return word.replace(foreignDigit, (digit) => {
    const code = digit.codePointAt(0)!;
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
    return String((code - zero) % 10);
  });
}
