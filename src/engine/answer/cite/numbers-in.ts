// Numbers in a text, whatever their way of being written: “1,000”, “1.000”, “1 000”, “1,5 Mio.”,
// “十五”, “twelve”. One that can be read in two ways is both, as a doubt must be sure.
import { withAsciiDigits } from '../../text/stem/stem.ts';
import { numberWords, type UnitName, unitAfter, unitBefore } from './number-words.ts';

export interface FoundNumber {
  /** As it stands in the text. */
  text: string;
  start: number;
  end: number;
  /** What it may mean; empty where it is no number but a code of digits and signs. */
  values: readonly number[];
  unit: UnitName | null;
  isWord: boolean;
}

/** Spaces in groups are those that do not break, or thin; an ordinary one parts two numbers too often. */
const digits = /\p{Nd}+(?:[.,'’\u00a0\u2009\u202f\u066b\u066c]\p{Nd}+)*/gu;
const letters = /\p{L}[\p{L}\p{M}]*/gu;
/** Ordinary spaces group only where every group has three digits. */
const spaced = /(?<![\p{Nd}.,] ?)\p{Nd}{1,3}(?: \p{Nd}{3})+(?![\p{Nd}])/gu;
/** Centuries, chapters and kings. */
const roman = /(?<![\p{L}\p{N}])(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\p{L}\p{N}])/gu;
const han = /[〇零一二两兩三四五六七八九十百千]+/gu;

/** @param withWords also numbers that are written as words, in any of the languages that are known */
export function numbersIn(text: string, withWords: boolean): FoundNumber[] {
  const found: FoundNumber[] = [];
  for (const { 0: number, index } of text.matchAll(digits)) {
    found.push(make(text, number, index, valuesOf(number), false));
  }
  for (const { 0: number, index } of text.matchAll(spaced)) {
    found.push(make(text, number, index, valuesOf(number.replaceAll(' ', '')), false));
  }
  if (!withWords) return found;
  found.push(...namedIn(text));
  for (const { 0: numeral, index } of text.matchAll(roman)) {
    found.push(make(text, numeral, index, [romanValue(numeral)], true));
  }
  for (const { 0: word, index } of text.matchAll(han)) {
    const value = word.length <= 9 ? hanValue(word) : null;
    if (value !== null) found.push(make(text, word, index, [value], true));
  }
  return found;
}

/** Numbers as words; “twenty-five” is also 25, and “two hundred” 200. */
function namedIn(text: string): FoundNumber[] {
  const found: FoundNumber[] = [];
  let last: FoundNumber | null = null;
  for (const { 0: word, index } of text.matchAll(letters)) {
    const values = word.length <= 24 ? valuesOfWord(word.toLowerCase()) : [];
    if (values.length === 0) continue;
    const number = make(text, word, index, values, true);
    if (last && /^[ -]$/.test(text.slice(last.end, index))) {
      const both = joined(last.values, values);
      if (both.length > 0)
        found.push(make(text, text.slice(last.start, number.end), last.start, both, true));
    }
    found.push(number);
    last = number;
  }
  return found;
}

function valuesOfWord(word: string): readonly number[] {
  const known = numberWords.get(word);
  if (known) return known;
  // “fünfundzwanzig”
  const [ones, tens] = word.split('und').map((part) => numberWords.get(part)?.[0]);
  return ones !== undefined && tens !== undefined && tens >= 20 ? [tens + ones] : [];
}

function joined(first: readonly number[], second: readonly number[]): number[] {
  return first.flatMap((one) =>
    second.flatMap((other) => {
      if (other === 100 && one < 10) return [one * 100];
      return one >= 20 && one < 100 && other >= 1 && other < 10 ? [one + other] : [];
    }),
  );
}

function make(
  text: string,
  number: string,
  start: number,
  plain: readonly number[],
  isWord: boolean,
): FoundNumber {
  const end = start + number.length;
  const after = unitAfter(text, end);
  const unit = unitBefore(text, start) ?? after?.name ?? null;
  const values = new Set(plain);
  for (const value of plain) {
    for (const factor of after?.factors ?? []) values.add(round(value * factor));
  }
  return { text: number, start, end, values: [...values], unit, isWord };
}

/** What the digits and signs may mean; none if they are a version, an address or the like. */
function valuesOf(written: string): number[] {
  const number = withAsciiDigits(written).replace(/[\u00a0\u2009\u202f’]/g, "'");
  const signs = number.replace(/\d/g, '');
  if (signs === '') return [Number(number)];
  const values: number[] = [];
  const last = signs.at(-1)!;
  const rest = signs.slice(0, -1);
  const groups = number.split(/\D/).slice(1);
  const isGrouped = groups.every(({ length }) => length === 3);
  const isSame = Array.from(signs).every((sign) => sign === last);
  if (isGrouped && isSame) values.push(Number(number.replace(/\D/g, '')));
  const isDecimal = /[.,\u066b]/.test(last) && !rest.includes(last);
  const before = groups.slice(0, -1);
  const isEven = Array.from(rest).every((sign) => sign === rest[0]);
  // “1,23,456.5” is grouped as in India.
  if (isDecimal && isEven && before.every(({ length }) => length === 3 || length === 2)) {
    const at = number.lastIndexOf(last);
    values.push(round(Number(`${number.slice(0, at).replace(/\D/g, '')}.${number.slice(at + 1)}`)));
  }
  if (isSame && last !== '.' && groups.at(-1)!.length === 3) {
    values.push(Number(number.replace(/\D/g, '')));
  }
  return values;
}

/** Without what adding and multiplying leaves in the last digits. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}

function romanValue(numeral: string): number {
  const values = Array.from(numeral).map((sign) => romanSigns[sign]!);
  return values.reduce((sum, value, i) => sum + (value < (values[i + 1] ?? 0) ? -value : value), 0);
}

const romanSigns: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100 };

const hanDigits = '零一二三四五六七八九';
const hanUnits: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };

/** “十五” → 15, “二〇二四” → 2024; null for what is no number, as “千一百十百”. */
function hanValue(word: string): number | null {
  const plain = word.replaceAll('〇', '零').replace(/[两兩]/g, '二');
  if (!/[十百千]/.test(plain))
    return Number(Array.from(plain, (sign) => hanDigits.indexOf(sign)).join(''));
  let sum = 0;
  let digit: number | null = null;
  let least = 10_000;
  for (const sign of plain) {
    const unit = hanUnits[sign];
    if (unit === undefined) digit = hanDigits.indexOf(sign);
    else {
      if (unit >= least) return null;
      sum += (digit === null || digit === 0 ? 1 : digit) * unit;
      [digit, least] = [null, unit];
    }
  }
  return sum + (digit ?? 0);
}
